import type { RelayProbe } from '../../deliver/deliver.ts';
import type { LocatedRelay } from './addresses.ts';
import { isEnding } from './certificate.ts';
import { fail, pass, skip, warn, type Finding } from './preflightFinding.ts';

const DAY_MS = 24 * 3600_000;

type Ready = Extract<RelayProbe, { kind: 'ready' }>;

function judgeRefusal(name: string, { what, text }: Extract<RelayProbe, { kind: 'refused' }>): Finding[] {
  const unseen = skip('pipelining', `${name} was not checked.`);
  if (what === 'connection')
    return [
      fail('relay', `${name} cannot be reached: ${text}.`, 'Check SMTP_URL, the network and the relay.'),
      skip('tls', `${name} was not reached.`),
      unseen,
    ];
  if (what === 'name')
    return [
      fail(
        'relay',
        `${name} refuses the name in our greeting (EHLO): ${text}.`,
        'Set ?name= in SMTP_URL to your full host name.',
      ),
      skip('tls', `${name} was not checked.`),
      unseen,
    ];
  const tls =
    what === 'certificate'
      ? fail(
          'tls',
          `The certificate of ${name} is not valid: ${text}.`,
          'Renew it, name the host that it is for, or trust it with ?ca= in SMTP_URL.',
        )
      : fail(
          'tls',
          `${name} does not offer TLS: ${text}.`,
          'Turn on STARTTLS at the relay, or set the scheme and the port in SMTP_URL that it uses.',
        );
  return [fail('relay', `${name} cannot be used without TLS.`, 'See TLS.'), tls, unseen];
}

function judgeSignIn(name: string, { signIn, text }: Ready): Finding {
  if (signIn === 'refused')
    return fail(
      'relay',
      `${name} refuses our sign-in: ${text}.`,
      'Correct the user name and the password in SMTP_URL.',
    );
  return pass('relay', `${name} answers${signIn === 'accepted' ? ' and accepts our user and password' : ''}.`);
}

function judgeTls({ name, addresses, publicAddresses }: LocatedRelay, { tls, signIn }: Ready, now: Date): Finding {
  if (!tls) {
    const todo = 'Enable STARTTLS at the relay, or use smtps:// in SMTP_URL.';
    if (publicAddresses.length > 0)
      return fail('tls', `${name} accepts mail without encryption, over the internet.`, todo);
    if (addresses.length > 0 && addresses.every((address) => address.startsWith('127.') || address === '::1'))
      return pass('tls', `${name} accepts mail without encryption, on this machine.`);
    const secret = signIn === 'none' ? '' : ', including the password';
    return warn('tls', `${name} accepts mail without encryption on a private network${secret}.`, todo);
  }
  const daysLeft = Math.floor((tls.validUntil.getTime() - now.getTime()) / DAY_MS);
  const found = `${name} uses ${tls.protocol}; its certificate is valid for ${daysLeft} days`;
  if (tls.mistrust !== null)
    return warn(
      'tls',
      `${name} uses ${tls.protocol} with a certificate that only this machine accepts: ${tls.mistrust}.`,
      'Install a certificate for its name before you move it to another machine.',
    );
  if (isEnding(tls.validUntil, now))
    return warn('tls', `${found}.`, 'Renew the certificate. Sending stops when it expires.');
  return pass('tls', `${found}.`);
}

/** Judges the connection to one relay: reached and signed in, TLS, PIPELINING. */
export function judgeRelay(relay: LocatedRelay, probe: RelayProbe, now: Date): Finding[] {
  const { name } = relay;
  if (probe.kind === 'refused') return judgeRefusal(name, probe);
  return [
    judgeSignIn(name, probe),
    judgeTls(relay, probe, now),
    probe.isPipelining
      ? pass('pipelining', `${name} accepts several commands at once.`)
      : warn(
          'pipelining',
          `${name} accepts one command at a time, so sending is slower.`,
          'Enable PIPELINING at the relay if it supports it.',
        ),
  ];
}

/** The findings without a relay, where no connection is possible. */
export function judgeNoRelay(): Finding[] {
  const found = 'SMTP_URL names no relay: mail goes to the built-in inbox.';
  return [
    fail('relay', found, 'Set SMTP_URL, for example SMTP_URL=smtp://user:password@relay.example:587.'),
    skip('tls', found),
    skip('pipelining', found),
  ];
}
