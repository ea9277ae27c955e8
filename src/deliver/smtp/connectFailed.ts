import { codeOf, messageOf } from '../../domain/errors.ts';
import { cleanWords } from './replies.ts';

/**
 * Why there is no connection. `certificate`: not valid for its name or now. `tls`: TLS is required and not available.
 * `name`: the relay does not accept the name in EHLO. `signIn`: it refuses the user or the password, or offers no way to
 * sign in.
 */
export type FailedPart = 'connection' | 'certificate' | 'tls' | 'name' | 'signIn';

export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
  readonly what: FailedPart;
  /** Another try changes nothing: the relay refuses what SMTP_URL says. */
  readonly isOurFault: boolean;

  constructor(
    what: FailedPart,
    message: string,
    { isOurFault = false, cause }: { isOurFault?: boolean; cause?: unknown } = {},
  ) {
    super(cleanWords(message), { cause });
    this.what = what;
    this.isOurFault = isOurFault;
  }
}

/** Codes of Node's TLS for a certificate that it does not accept (from OpenSSL's X509_V_ERR). */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;
const TRUST_IT = '?ca=/path/ca.pem in SMTP_URL names the certificate to trust';

/**
 * The failure behind an error of Node's TLS; null for any other error. nodemailer replaces `code` and keeps the first
 * one as `originalCode`. Node's own sentences name an option of Node, and OpenSSL's contain its source files.
 */
export function tlsFailure(error: unknown, isImplicit: boolean): ConnectFailed | null {
  const { originalCode, reason } = error as { originalCode?: unknown; reason?: unknown };
  const code = typeof originalCode === 'string' ? originalCode : (codeOf(error) ?? '');
  if (/SELF_SIGNED/.test(code))
    return new ConnectFailed('certificate', `self-signed certificate; ${TRUST_IT}`, { cause: error });
  if (code.startsWith('UNABLE_TO_'))
    return new ConnectFailed('certificate', `certificate of an unknown authority; ${TRUST_IT}`, { cause: error });
  if (CERTIFICATE.test(code)) return new ConnectFailed('certificate', messageOf(error), { cause: error });
  if (!/^ERR_SSL_|^EPROTO$/.test(code)) return null;
  const scheme = isImplicit && /WRONG_VERSION|PACKET_LENGTH/.test(code);
  const advice = scheme ? '; the port begins in clear text: write smtp:// instead of smtps:// in SMTP_URL' : '';
  const text = `TLS fails: ${typeof reason === 'string' ? reason : messageOf(error)}${advice}`;
  return new ConnectFailed('tls', text, { cause: error });
}
