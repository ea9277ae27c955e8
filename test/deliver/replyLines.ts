import type { Stage } from '../../src/deliver/smtp/classify.ts';

export type Expected =
  | 'submitted'
  | 'unknown'
  | 'sender-fault'
  | 'later'
  | 'later: mailbox-full'
  | 'later: domain-busy'
  | 'address-dead'
  | 'mailbox-full'
  | 'refused';

/** What a server said, where, what it means, and whose words they are. */
export type ReplyLine = [said: string, stage: Stage, expected: Expected, origin: string];

// A line a reply: meaning | stage | reply | origin. "#" says why, for those that could be read otherwise.
// Names, hosts and addresses are made up.
const table = `
# Gmail
submitted | message | 250 2.0.0 OK 1763971200 d9443c01a7336-29bxxx.1 - gsmtp | Gmail, SMTP errors and codes
address-dead | rcpt | 550 5.1.1 The email account that you tried to reach does not exist. Please try 5.1.1 double-checking the recipient's email address for typos or 5.1.1 unnecessary spaces. For more information, go to 5.1.1 https://support.google.com/mail/?p=NoSuchUser a1 - gsmtp | Gmail, SMTP errors and codes
refused | rcpt | 550 5.2.1 The email account that you tried to reach is inactive. For more information, go to 5.2.1 https://support.google.com/mail/?p=DisabledUser | Gmail, SMTP errors and codes
address-dead | rcpt | 553 5.1.2 We weren't able to find the recipient domain. Please check for any 5.1.2 spelling errors | Gmail, SMTP errors and codes
# Whether an address is well formed depends on what the server can read (SMTPUTF8).
refused | rcpt | 553 5.1.3 The recipient address <x> is not a valid RFC 5321 address. | Gmail, SMTP errors and codes
sender-fault | mail | 553 5.1.7 The sender address <x> is not a valid RFC 5321 address. | Gmail, SMTP errors and codes
mailbox-full | rcpt | 552 5.2.2 The recipient's inbox is out of storage space and inactive. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm | Gmail, SMTP errors and codes
later: mailbox-full | rcpt | 452 4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp | Gmail, SMTP errors and codes
later | rcpt | 450 4.2.1 The user you are trying to contact is receiving email too quickly. Please resend your message at a later time. | Gmail, SMTP errors and codes
later | rcpt | 450 4.2.1 The user you are trying to contact is receiving email at a rate that prevents additional messages from being delivered. | Gmail, SMTP errors and codes
# A refusal by its code, patience by its words: a daily paper's next try is minutes away.
later | rcpt | 550 5.2.1 The user you are trying to contact is receiving email at a rate 5.2.1 that prevents additional messages from being delivered. | Gmail, SMTP errors and codes
later | rcpt | 450 4.2.1 Peak SMTP relay limit exceeded for this customer. This is a temporary error. | Gmail, SMTP errors and codes
later: domain-busy | message | 421 4.3.0 Temporary System Problem. Try again later. | Gmail, SMTP errors and codes
later | mail | 421 4.4.5 Server busy, try again later. | Gmail, SMTP errors and codes
later: domain-busy | rcpt | 421 4.7.0 Try again later, closing connection. (RCPT) | Gmail, SMTP errors and codes
later: domain-busy | message | 421 4.7.28 Gmail has detected an unusual rate of unsolicited email originating 4.7.28 from your IP address. To protect our users from spam, email sent from your IP address has been temporarily rate limited. | Gmail, SMTP errors and codes
# Our fault, but it lets some through: that domain is slowed, nobody else is stopped.
later: domain-busy | message | 421 4.7.26 This email has been rate limited because it is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. | Gmail, SMTP errors and codes
later: domain-busy | message | 451 4.7.23 The sending IP address for this message doesn't have a PTR record, or the PTR record's forward DNS entry doesn't match | Gmail, SMTP errors and codes
later: domain-busy | rcpt | 452 4.5.3 Your message has too many recipients. | Gmail, SMTP errors and codes
later | mail | 454 4.7.0 Cannot authenticate due to a temporary system problem. Try again later. | Gmail, SMTP errors and codes
later: domain-busy | message | 421 4.7.32 Your email has been rate limited because the From: header (RFC5322) in this message isn't aligned | Gmail, SMTP errors and codes
sender-fault | message | 550 5.7.26 This email has been blocked because the sender is unauthenticated. 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. | Gmail, SMTP errors and codes
sender-fault | message | 550 5.7.1 [192.0.2.7] This message is likely unsolicited email. To reduce the amount of spam sent to Gmail, 5.7.1 this message has been blocked. | Gmail, SMTP errors and codes
sender-fault | message | 550 5.7.25 This message was blocked because the sending IP address doesn't have a PTR record | Gmail, SMTP errors and codes
sender-fault | message | 550 5.7.28 There is an unusual rate of unsolicited email originating from your IP address. email sent from your IP address has been blocked. | Gmail, SMTP errors and codes
later: domain-busy | message | 550 5.7.1 This email has been rate limited. | Gmail, SMTP errors and codes
# The rule is that company's; our other readers have nothing to do with it.
refused | message | 550 5.7.1 The user or domain that you are sending to (or from) has a policy that 5.7.1 prohibits the email that you sent. | Gmail, SMTP errors and codes
refused | message | 550 5.7.1 This message violates harbour.example email policy. - gcdp a1 - gsmtp | Gmail, SMTP errors and codes
sender-fault | message | 552 5.3.4 Your message exceeded Google's message size limits. | Gmail, SMTP errors and codes
sender-fault | message | 550 5.4.5 Daily user sending limit exceeded. | Gmail, SMTP errors and codes
sender-fault | rcpt | 550 5.4.5 Daily SMTP relay limit exceeded for user. | Gmail, SMTP errors and codes
sender-fault | rcpt | 550 5.7.0 Email relay denied 192.0.2.7. The sending email account has been temporarily suspended due to abuse. | Gmail, SMTP errors and codes
sender-fault | mail | 530 5.7.0 Must issue a STARTTLS command first. | Gmail, SMTP errors and codes
sender-fault | mail | 535 5.7.80 Username and Password not accepted. | Gmail, SMTP errors and codes
sender-fault | message | 554 5.6.0 Email message is malformed. Not accepted. | Gmail, SMTP errors and codes
sender-fault | message | 552 5.7.0 This message was blocked because its content presents a potential 5.7.0 security issue. | Gmail, SMTP errors and codes
# Outlook.com, Exchange Online, Exchange
address-dead | rcpt | 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [AM7EUR03FT012.example 2026-11-24T05:05:34.324Z 08DBB71928CA8F8E] | Microsoft, non-delivery reports in Exchange Online
address-dead | rcpt | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient reader@harbour.example not found by SMTP address lookup | Microsoft, non-delivery reports in Exchange Online
# Nobody in the directory, or nobody yet: what a hybrid installation has not synchronised is refused alike.
refused | rcpt | 550 5.4.1 Recipient address rejected: Access denied. For more information see https://aka.ms/EXOSmtpErrors [AM7EUR03.example] | Microsoft, non-delivery reports in Exchange Online
sender-fault | rcpt | 550 5.4.1 [reader@harbour.example]: Relay Access Denied | Microsoft, non-delivery reports in Exchange Online
sender-fault | mail | 550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140). | Outlook.com, troubleshooting
sender-fault | rcpt | 550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). | Outlook.com, troubleshooting
sender-fault | rcpt | 550 SC-001 (COL004-MC1F13) Unfortunately, messages from 192.0.2.7 weren't sent. | Outlook.com, troubleshooting
later: domain-busy | rcpt | 421 RP-001 (BAY004-MC1F28) Unfortunately, some messages from 192.0.2.7 weren't sent. Please try again. | Outlook.com, troubleshooting
later: domain-busy | rcpt | 421 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP reputation. | Outlook.com, troubleshooting
sender-fault | rcpt | 550 5.7.606 Access denied, banned sending IP [192.0.2.7]. To request removal from this list please visit https://sender.office.com/ | Microsoft, non-delivery reports in Exchange Online
sender-fault | message | 550 5.7.515 Access denied, sending domain paper.example does not meet the required authentication level. | Microsoft, fix 550 5.7.515
later: domain-busy | rcpt | 451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (AS77712) | Microsoft, non-delivery reports in Exchange Online
later: domain-busy | rcpt | 451 4.7.850 Access denied, please try again later | Microsoft, non-delivery reports in Exchange Online
later | message | 432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded | Microsoft, non-delivery reports in Exchange Online
later | rcpt | 452 4.3.1 Insufficient system resources | Microsoft, non-delivery reports in Exchange Online
later | mail | 421 4.3.2 Service not active | Exchange Server
mailbox-full | message | 554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded | Microsoft, non-delivery reports in Exchange Online
sender-fault | message | 550 5.2.2 Submission quota exceeded | Microsoft, non-delivery reports in Exchange Online
sender-fault | message | 554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception | MicrosoftDocs/OfficeDocs-Support issue 1150
sender-fault | message | 554 5.2.0 STOREDRV.Submission.Exception:MessageSubmissionExceededException.MapiExceptionMaxSubmissionExceeded | pankleks/pm2-health issue 52
sender-fault | message | 550 5.2.251 Sender throttled due to continuous mailbox full errors. | Microsoft, continuous error throttling
sender-fault | message | 550 5.2.255 Sender throttled due to continuous invalid recipients errors. | Microsoft, continuous error throttling
sender-fault | message | 550 User has exceeded outgoing email quota | ChangemakerStudios/Papercut-SMTP issue 199
later | rcpt | 550 5.2.122 Recipient's per hour message receive limit exceeded | Microsoft, non-delivery reports in Exchange Online
refused | message | 550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized | Microsoft, non-delivery reports in Exchange Online
refused | message | 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group | Microsoft, non-delivery reports in Exchange Online
refused | message | 550 5.7.124 Sender not in allowed-senders list | Microsoft, non-delivery reports in Exchange Online
refused | rcpt | 550 5.7.1 You don't have permission to send to this recipient | Microsoft, fix 550 5.7.1
sender-fault | message | 550 5.7.60 SMTP; Client does not have permissions to send as this sender | Microsoft, non-delivery reports in Exchange Online
sender-fault | mail | 530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM | Microsoft, non-delivery reports in Exchange Online
sender-fault | rcpt | 550 5.7.1 Unable to relay | Exchange Server
sender-fault | message | 550 5.7.23 The message was rejected because of Sender Policy Framework violation | Microsoft, non-delivery reports in Exchange Online
sender-fault | rcpt | 550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients | Microsoft, non-delivery reports in Exchange Online
sender-fault | rcpt | 550 5.7.1 Service unavailable, Client host [192.0.2.7] blocked using Spamhaus. To request removal from this list see http://www.spamhaus.org/lookup.lasso (AS16012611) | Microsoft, non-delivery reports in Exchange Online
refused | message | 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 | Microsoft, non-delivery reports in Exchange Online
# Yahoo, AOL
later: domain-busy | rcpt | 421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes | Yahoo, SMTP error codes
# The same before RCPT is about the relay; no reader's domain is known yet.
later | mail | 421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints | Yahoo, SMTP error codes
later: domain-busy | rcpt | 421 4.7.1 [TS03] All messages from 192.0.2.7 will be permanently deferred; Retrying will NOT succeed. | Yahoo, SMTP error codes
sender-fault | rcpt | 553 5.7.2 [TSS09] All messages from 192.0.2.7 will be permanently deferred; Retrying will NOT succeed. | Yahoo, SMTP error codes
sender-fault | rcpt | 553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.7, because the ip is in Spamhaus's list | Yahoo, SMTP error codes
sender-fault | message | 554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes | Yahoo, SMTP error codes
address-dead | message | 554 delivery error: dd This user doesn't have a yahoo.com account (reader@harbour.example) [-5] - mta123.example | Yahoo, SMTP error codes
address-dead | message | 554 delivery error: dd Sorry your message to reader@harbour.example cannot be delivered. This account has been disabled or discontinued [#102]. - mta4.example | MailChannels, top SMTP error messages
# Yahoo gives this code for a full mailbox, whatever the words: no suppression on such a proof.
mailbox-full | rcpt | 552 1 Requested mail action aborted, mailbox not found | smtp.codes
later: domain-busy | rcpt | 451 mta1.example Resources temporarily unavailable. Please try again later [#4.16.1]. | smtp.codes
later: domain-busy | rcpt | 451 VS1-IP Excessive unknown recipients - possible Open Relay (#4.1.8) | Yahoo, email is rejected
later | rcpt | 450 User is receiving mail too quickly | smtp.codes
sender-fault | message | 554 Message not allowed - [PH01] Email not accepted for policy reasons. | Yahoo, SMTP error codes
# iCloud, GMX and web.de, T-Online, Orange, Mail.ru, QQ, NetEase
address-dead | rcpt | 550 5.1.1 <reader@harbour.example>: user does not exist | smtp.codes
# iCloud lets people switch an address off and on.
refused | rcpt | 550 5.1.1 <reader@harbour.example>: inactive email address | smtp.codes
sender-fault | message | 550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137 | smtp.codes
sender-fault | message | 554 5.7.1 [HM08] Message rejected due to local policy. | smtp.codes
later: domain-busy | rcpt | 421 4.7.1 Messages to reader@harbour.example deferred due to excessive volume. Try again later | smtp.codes
mailbox-full | rcpt | 552 5.2.2 <reader@harbour.example>: user is over quota | smtp.codes
address-dead | rcpt | 550 Requested action not taken: mailbox unavailable For explanation visit https://postmaster.gmx.net/en/case?c=r0101 | GMX, error messages
# Without a provider that says what it means by it, RFC 5321 allows any reason.
refused | rcpt | 550 Requested action not taken: mailbox unavailable | RFC 5321 4.2.3
sender-fault | rcpt | 550 <paper@paper.example>: Reject due to SPF policy. The originating IP of the message is not permitted by the domain owner | smtp.codes
sender-fault | message | 554 Transaction failed Reject due to policy restrictions. For explanation visit https://postmaster.gmx.net/en/case?c=hi | GMX, error messages
later: domain-busy | rcpt | 421 Rate limit reached. Please try again later | IONOS, SMTP messages
address-dead | rcpt | 550 Benutzer nicht bekannt/User unknown | sitepackage.de, typical messages
mailbox-full | rcpt | 550 Benutzer hat das Speichervolumen ueberschritten. / User has exhausted allowed storage space. | sitepackage.de, typical messages
refused | rcpt | 550 5.2.1 <reader@harbour.example>... User is inactive | sitepackage.de, typical messages
sender-fault | mail | 554 IP=192.0.2.7 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.example to clarify.) (BL) | T-Online, postmaster
mailbox-full | rcpt | 552 5.2.2 Over STORAGE quota | sitepackage.de, typical messages
later: domain-busy | rcpt | 421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104] | Orange, postmaster
address-dead | rcpt | 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 | Orange, postmaster
address-dead | rcpt | 550 Message was not accepted -- invalid mailbox. Local mailbox reader@harbour.example is unavailable: user not found | Mail.ru
sender-fault | message | 550 spam message rejected. Please visit http://help.mail.example/notspam-support | Mail.ru
address-dead | rcpt | 550 Mailbox not found. http://service.exmail.example/cgi-bin/help?no=1000728 | smtp.codes
later | rcpt | 550 Mailbox unavailable or access denied | smtp.codes
refused | rcpt | 550 Mail is rejected by recipients | smtp.codes
later: domain-busy | rcpt | 550 Connection frequency limited | smtp.codes
later | mail | 550 Sender frequency limited | smtp.codes
sender-fault | message | 550 Mail content denied. | smtp.codes
later: domain-busy | rcpt | 421 HL:REP 163 mx4,xxx http://mail.163.example/help/help_spam_16.htm | NetEase
later: domain-busy | message | 451 DT:SPM 163 mx6,please try again | NetEase
# Postfix
address-dead | rcpt | 550 5.1.1 <reader@harbour.example>: Recipient address rejected: User unknown in local recipient table | Postfix
address-dead | rcpt | 550 5.1.1 <reader@harbour.example>: Recipient address rejected: User unknown in virtual mailbox table | Postfix
address-dead | rcpt | 550 5.1.1 <reader@harbour.example>: Recipient address rejected: User unknown in relay recipient table | Postfix
address-dead | rcpt | 550 <reader@harbour.example>: Recipient address rejected: User unknown in virtual alias table | Postfix
address-dead | rcpt | 550 5.1.1 <spam@blocked.example>: Recipient address rejected: User unknown in local recipient table | Postfix, with an unlucky name
address-dead | rcpt | 554 5.7.1 <reader@harbour.example>: Recipient address rejected: User unknown | Postfix
address-dead | rcpt | 550 5.1.1 <reader@harbour.example>: Recipient address rejected: undeliverable address: host mx.harbour.example[192.0.2.9] said: 550 5.1.1 no such user | Postfix
later | rcpt | 450 4.1.1 <reader@harbour.example>: Recipient address rejected: User unknown in local recipient table | Postfix, soft_bounce
later | rcpt | 450 4.2.0 <reader@harbour.example>: Recipient address rejected: Greylisted, see http://postgrey.example/help/harbour.example.html | Postgrey
later | rcpt | 450 4.7.1 <reader@harbour.example>: Recipient address rejected: Greylisted for 300 seconds | Postgrey
later | rcpt | 451 4.7.1 Greylisting in action, please come back in 00:04:59 | milter-greylist
later | rcpt | 451 Internal resources are temporarily unavailable - https://community.mimecast.example/docs/DOC-1369#451 | Mimecast
sender-fault | rcpt | 554 5.7.1 <reader@harbour.example>: Relay access denied | Postfix
sender-fault | rcpt | 454 4.7.1 <reader@harbour.example>: Relay access denied | Postfix
sender-fault | rcpt | 550 5.1.8 <paper@paper.example>: Sender address rejected: Domain not found | Postfix
# Who is unknown here is us.
sender-fault | rcpt | 550 5.1.0 <paper@paper.example>: Sender address rejected: User unknown in virtual mailbox table | Postfix
later | rcpt | 450 4.1.8 <paper@paper.example>: Sender address rejected: Domain not found | Postfix
sender-fault | rcpt | 504 5.5.2 <box>: Helo command rejected: need fully-qualified hostname | Postfix
# Temporary by its code, but no hour of the morning gives our name an address.
sender-fault | rcpt | 450 4.7.1 <box.paper.example>: Helo command rejected: Host not found | sisimai/set-of-emails issue 11
sender-fault | rcpt | 554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7 | Postfix
sender-fault | rcpt | 550 5.1.1 Mail from 192.0.2.7 blocked, see https://www.spamhaus.org/ | a misleading code
later: domain-busy | rcpt | 450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.7] | Postfix
sender-fault | rcpt | 550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.7] | Postfix
refused | rcpt | 554 5.7.1 <reader@harbour.example>: Recipient address rejected: Access denied | Postfix
sender-fault | mail | 552 5.3.4 Message size exceeds fixed limit | Postfix
sender-fault | message | 552 5.3.4 Error: message file too big | Postfix
later | mail | 452 4.3.1 Insufficient system storage | Postfix
later | message | 451 4.3.0 Error: queue file write error | Postfix
later | message | 421 4.4.2 mx.harbour.example Error: timeout exceeded | Postfix
refused | mail | 553 5.6.7 SMTPUTF8 is required, but was not offered by host mx.harbour.example | Postfix
refused | rcpt | 550 5.6.7 Address requires SMTPUTF8 | RFC 6531
refused | rcpt | 501 5.1.3 Bad recipient address syntax | Postfix
address-dead | rcpt | 556 5.1.10 <reader@harbour.example>: Recipient address rejected: Domain harbour.example does not accept mail (nullMX) | Postfix
sender-fault | rcpt | 550 5.7.1 <reader@harbour.example>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. | policyd-spf
# Exim, sendmail, qmail, Dovecot, Lotus
sender-fault | rcpt | 553 5.1.8 <paper@paper.example>... Domain of sender address paper@paper.example does not exist | sendmail
# Whose domain? Too little to suppress a reader for.
refused | rcpt | 550 Domain does not exist | a returned mail
sender-fault | rcpt | 550 Account terminated for abuse | a relay’s customer
mailbox-full | message | 550 The e-mail message could not be delivered because the user's mailfolder is full. | Plesk
address-dead | rcpt | 550 Unrouteable address | Exim
sender-fault | rcpt | 550 relay not permitted | Exim
sender-fault | rcpt | 550 Verification failed for <paper@paper.example> Unrouteable address Sender verify failed | Exim
refused | rcpt | 550 Administrative prohibition | Exim
address-dead | rcpt | 550 5.1.1 <reader@harbour.example>... User unknown | sendmail
address-dead | rcpt | 553 5.3.0 <reader@harbour.example>... No such user here | sendmail
address-dead | rcpt | 553 5.3.0 <reader@harbour.example>... Addressee unknown, relay=[192.0.2.7] | sendmail
sender-fault | rcpt | 553 5.3.0 x DNSBL:ATTRBL 521< 192.0.2.7 >_is_blocked.__For_information_see_http://att.example/blocks | MailChannels, top SMTP error messages
sender-fault | rcpt | 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1) | qmail
address-dead | rcpt | 554 Sorry, no mailbox here by that name. (#5.1.1) | qmail
later: mailbox-full | rcpt | 452 4.2.2 Mailbox is full and cannot receive any more emails | Dovecot quota-status
mailbox-full | message | 552 5.2.2 <reader@harbour.example> Quota exceeded (mailbox for user is full) | Dovecot
mailbox-full | message | 550 reader@harbour.example: message would exceed maximum mailbox size for this recipient | GNU Mailutils
address-dead | rcpt | 550 User reader@harbour.example not listed in Domino Directory | sitepackage.de, typical messages
sender-fault | rcpt | 550 5.7.1 paper@paper.example is not allowed to send to external recipients | a company’s relay
address-dead | rcpt | 550 User reader is not currently listed in public Name & Address Book: user unknown | Lotus Domino
# Filters
sender-fault | rcpt | 554 5.7.0 Blocked - see https://ipcheck.proofpoint.example/?ip=192.0.2.7 | Proofpoint
sender-fault | message | 550 5.7.0 Local Policy Violation | Proofpoint
address-dead | rcpt | 550 5.7.1 <reader@harbour.example>: Recipient address rejected: User email address is marked as invalid | Proofpoint Essentials
address-dead | rcpt | 550 Invalid Recipient - https://community.mimecast.example/docs/DOC-1369#550 | Mimecast
sender-fault | rcpt | 550 Rejected by header based manually blocked senders: - https://community.mimecast.example/docs/DOC-1369#550 | Mimecast
sender-fault | message | 554 Service unavailable; Client host [mx.paper.example] blocked using Barracuda Reputation; http://bbl.example/q.cgi?ip=192.0.2.7 | Barracuda
address-dead | rcpt | 550 cuda_nsu 5.1.1 <reader@harbour.example> Recipient address rejected: User unknown | Barracuda
sender-fault | message | 550 rejecting spoofed message | Barracuda
sender-fault | mail | 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation. | Cisco
sender-fault | message | 552 5.2.0 This message has been rejected due to content judged to be spam by the internet community IB212 | GoDaddy, by MailChannels
sender-fault | rcpt | 554 resimta-ch2-20v.example BL000001 - 192.0.2.7 is on a list | Comcast
address-dead | rcpt | 550 5.1.1 Not our Customer | Comcast
later: domain-busy | rcpt | 450 4.7.1 Client host 192.0.2.7 has no PTR record (G1F) | smtp.codes
later: domain-busy | message | 451 4.7.1 Received too many messages from a new or untrusted IP (G28) | smtp.codes
later | rcpt | 450 4.2.1 <reader@harbour.example>: Mailbox received too much email in a short period of time (G30) | smtp.codes
refused | message | 554 5.7.1 The message was refused: recipient has blocked you | a reader’s own rule
# Services as relays
later | message | 454 Throttling failure: Maximum sending rate exceeded. | Amazon SES
later | message | 454 Throttling failure: Daily message quota exceeded. | Amazon SES
# A connection's limit is nobody's domain.
later | rcpt | 421 Connection closed by server. Maximum message count per session reached. | knadh/listmonk issue 2683
later | data | 452 4.4.5 Maximum number of messages per session exceeded. | stalwartlabs/stalwart issue 1384
later | message | 451 Requested action aborted Mails per session limit | terminal42/contao-notification_center issue 226
later | mail | 454 4.7.0 Temporary authentication failure | RFC 4954
sender-fault | message | 554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: paper@paper.example | Amazon SES
sender-fault | mail | 535 Authentication Credentials Invalid | Amazon SES
sender-fault | message | 550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. | SendGrid
later: domain-busy | rcpt | 450 too frequent connects from 192.0.2.7, please try again later. | SendGrid
later | mail | 452 4.4.5 Messages per second limit exceeded | Emailit
later | message | 455 Maximum messages sent per minute reached : limit is 60 | Oracle Email Delivery
later | mail | 421 4.4.2 Message submission rate for this client has exceeded the configured limit | Exchange Server
later | rcpt | 421 4.3.2 System shutting down | sendmail
# Codes alone
submitted | message | 250 OK | RFC 5321
submitted | message | 251 User not local; will forward | RFC 5321
later | data | 250 OK | an answer to DATA that is none
unknown | message | 354 go ahead | an answer to a message that is none
unknown | message | 199 hm | no code of SMTP
unknown | message | 650 hm | no code of SMTP
later | rcpt | 650 hm | no code of SMTP
later | mail | 421 Service not available, closing transmission channel | RFC 5321
later: domain-busy | rcpt | 421 Service not available, closing transmission channel | RFC 5321
later | rcpt | 451 4.4.1 no answer from host | RFC 3463
refused | rcpt | 550 no | RFC 5321
address-dead | rcpt | 550 5.1.1 | RFC 3463
address-dead | rcpt | 550 5.1.6 gone | RFC 3463
refused | message | 550 5.2.3 longer than this mailbox takes | RFC 3463
refused | message | 554 5.6.3 conversion required but not supported | RFC 3463
sender-fault | message | 550 5.7.1 no | RFC 3463
refused | rcpt | 550 5.7.2 no | RFC 3463
mailbox-full | rcpt | 552 Requested mail action aborted: exceeded storage allocation | RFC 5321
sender-fault | mail | 550 no | RFC 5321
# To MAIL, the unknown user is us.
sender-fault | mail | 550 5.1.1 User unknown | to MAIL, the unknown user is us
sender-fault | rcpt | 503 5.5.1 Bad sequence of commands | RFC 5321
refused | message | 554 Transaction failed | RFC 5321
refused | rcpt | 551 User not local; please try <reader@other.example> | RFC 5321
sender-fault | mail | 432 4.7.12 A password transition is needed | RFC 4954
`;

export const replyLines: ReplyLine[] = table
  .split('\n')
  .filter((line) => line.includes(' | '))
  .map((line) => {
    const [expected, stage, said, origin] = line.split(' | ');
    return [said, stage, expected, origin] as ReplyLine;
  });
