// The references for the rules. Pages under smtp.codes collect the replies of a provider's servers.
export const GMAIL = 'https://knowledge.workspace.google.com/admin/support/troubleshooting/gmail-smtp-errors-and-codes';
export const EXCHANGE =
  'https://learn.microsoft.com/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online';
export const SUBMISSION =
  'https://github.com/MicrosoftDocs/OfficeDocs-Support/issues/1150 and https://github.com/x13-me/OfficeDocs-Exchange, continuous-error-throttling-smtp-auth-submissions.md';
export const OUTLOOK = 'http://mail.live.com/mail/troubleshooting.aspx#errors';
export const YAHOO = 'https://senders.yahooinc.com/smtp-error-codes/';
export const YAHOO_HELP = 'https://help.yahoo.com/kb/mail-for-desktop/SLN3444.html';
export const YAHOO_CODES = 'https://smtp.codes/yahoo';
export const ICLOUD = 'https://smtp.codes/icloud';
export const GMX = 'https://smtp.codes/unitedinternet/ and https://postmaster.gmx.com/en/error-messages';
export const T_ONLINE = 'https://postmaster.t-online.de/index.en.html';
export const ORANGE = 'https://postmaster.orange.fr';
export const QQ = 'https://smtp.codes/qq';
export const NETEASE = 'http://mail.163.com/help/help_spam_16.htm';
export const RACKSPACE = 'https://smtp.codes/rackspace';
export const COMCAST = 'http://postmaster.comcast.net/mail-error-codes.xml';
export const MIMECAST = 'https://community.mimecast.com/s/article/Mimecast-SMTP-Error-Codes-842605754';
export const PROOFPOINT = 'https://www.spambrella.com/faq/email-delivery-error-codes/';
export const BARRACUDA = 'https://smtp.codes/550';
export const GERMAN =
  'http://www.sitepackage.de/service/dokumentation/auswertung/typische-fehlermeldungen-bei-unzustellbarkeit.html';
export const MAILCHANNELS = 'https://blog.mailchannels.com/top-smtp-error-messages-june-2016/';
export const POSTFIX = 'https://www.postfix.org/postconf.5.html';
export const POSTGREY = 'https://manpages.ubuntu.com/manpages/noble/man8/postgrey.8.html';
export const EXIM = 'https://www.exim.org/exim-html-current/doc/html/spec_html/ch-access_control_lists.html';
export const SES = 'https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html';
export const SES_ERRORS = 'https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html';
export const SENDGRID = 'https://sendgrid.com/docs/for-developers/sending-email/smtp-errors-and-troubleshooting/';
export const EMAILIT = 'https://emailit.com/docs/smtp/troubleshooting/';
export const ORACLE = 'https://docs.oracle.com/en-us/iaas/Content/Email/Concepts/troubleshooting.htm';
export const SESSION_LIMITS =
  'https://github.com/stalwartlabs/stalwart/issues/1384, https://github.com/knadh/listmonk/issues/2683 and https://github.com/terminal42/contao-notification_center/issues/226';
