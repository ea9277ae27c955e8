import type { Relay } from '../../platform/config.ts';
import { isLoopbackHost } from '../../platform/loopback.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Newsletter } from './newsletters.ts';
import { optionOf } from './settings.ts';
import { hasVisible } from '../../language/visible.ts';

type Imprint = Pick<Newsletter, 'slug' | 'legal_name' | 'postal_address' | 'privacy_url'>;

/** A part of the sender's identity that a footer must have, and the option of `newsletters set` that sets it. */
type Missing = { what: string; option: string };

/**
 * Finds what the footer lacks: who sends the mail, where they are, and how a reader's data is used. The law requires
 * these in most places (CAN-SPAM 5(a)(5), § 5 DDG, GDPR 13). A text without visible characters counts as missing.
 */
export function findMissingIdentity({ legal_name, postal_address, privacy_url }: Omit<Imprint, 'slug'>): Missing[] {
  const wanted = [
    { value: legal_name, what: 'legal name', option: optionOf('legalName') },
    { value: postal_address, what: 'postal address', option: optionOf('postalAddress') },
    { value: privacy_url, what: 'privacy link', option: optionOf('privacyUrl') },
  ];
  return wanted.filter(({ value }) => !hasVisible(value ?? '')).map(({ what, option }) => ({ what, option }));
}

/** "no legal name and no privacy link" */
export function nameMissing(missing: readonly Missing[]): string {
  return missing.map(({ what }) => `no ${what}`).join(' and ');
}

/** The command that sets the missing parts. */
export function setMissing(slug: string, missing: readonly Missing[]): string {
  return `reveille newsletters set ${slug} ${missing.map(({ option }) => `${option} …`).join(' ')}`;
}

/**
 * The reason why a newsletter may not be sent through these relays, with what to set. Null if it may: mail that leaves
 * this machine must name its sender. Relays on this machine are for trials.
 */
export function whyNotSendable(newsletter: Imprint, relays: readonly Relay[]): string | null {
  const outside = relays.find(({ host }) => !isLoopbackHost(host));
  const missing = findMissingIdentity(newsletter);
  if (!outside || missing.length === 0) return null;
  return `Nothing is sent through ${outside.host} while the footer has ${nameMissing(missing)}. Set it with "${setMissing(newsletter.slug, missing)}".`;
}

/** Throws SENDER_INCOMPLETE if a newsletter may not be sent through these relays. */
export function assertSendable(newsletter: Imprint, relays: readonly Relay[]): void {
  const why = whyNotSendable(newsletter, relays);
  if (why !== null) throw new ReveilleError('SENDER_INCOMPLETE', why);
}
