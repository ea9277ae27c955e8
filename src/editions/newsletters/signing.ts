import type { Db } from '../../platform/db/client.ts';
import { listDkimKeys, makeDkimKeys, setDkimSigning, signingDomainOf } from '../../wire/dkim/keys.ts';
import { dkimRecord } from '../../wire/dkim/records.ts';

/** A signing key of a domain: its DNS record, and what to do with that. */
export type SigningKey = {
  record: ReturnType<typeof dkimRecord>;
  selector: string;
  algorithm: string;
  isActive: boolean;
  advice: string;
};

/** Receivers may verify mail that is in transit or stored for about this long. */
const WITHDRAW_AFTER_DAYS = 7;

function adviceFor({ isActive, createdAt }: { isActive: boolean; createdAt: Date }, newest: Date): string {
  if (isActive) return 'this key signs: publish its record';
  if (createdAt.getTime() === newest.getTime()) return 'signing is off';
  const day = new Date(newest.getTime() + WITHDRAW_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10);
  return `this key no longer signs: keep its record until ${day}, then remove it`;
}

/** All signing keys of a domain: active ones first, then the newest. */
export async function listSigningKeys({ db }: { db: Db }, domain: string): Promise<SigningKey[]> {
  const keys = await listDkimKeys({ db }, domain);
  const newest = new Date(Math.max(...keys.map((key) => key.createdAt.getTime())));
  return keys.map((key) => {
    const { selector, algorithm, isActive } = key;
    return { record: dkimRecord(key), selector, algorithm, isActive, advice: adviceFor(key, newest) };
  });
}

/** The domain whose keys sign a sender's mail. Throws INVALID_INPUT. */
export const domainThatSigns = (fromAddress: string): string => signingDomainOf(fromAddress);

export const SIGNING_ACTIONS = ['make', 'rotate', 'off', 'on'] as const;
export type SigningAction = (typeof SIGNING_ACTIONS)[number];

/** Makes a domain's keys, replaces them by new ones, or turns signing off or on again. */
export async function changeSigning(
  deps: { db: Db; now: () => Date },
  domain: string,
  { action, actor }: { action: SigningAction; actor: string },
): Promise<void> {
  if (action === 'make' || action === 'rotate')
    await makeDkimKeys(deps, domain, { actor, rotate: action === 'rotate' });
  else await setDkimSigning(deps, domain, { isOn: action === 'on', actor });
}
