import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import { ReveilleError } from '../domain/errors.ts';
import { makeChallenge, readChallenge, useChallenge, type Purpose } from './challenges.ts';

type Deps = { db: Db; keys: Pick<Keys, 'tokens'>; now: () => Date };

/** The site that passkeys are made for: WebAuthn's RP ID, and the only origin whose pages may use them. */
export type PasskeySite = { rpId: string; origin: string };

/** The site of PUBLIC_URL, or a sentence that says why browsers offer no passkeys there. */
export function passkeySite(publicUrl: string): PasskeySite | string {
  const { hostname, origin, protocol } = new URL(publicUrl);
  if (ipaddr.isValid(hostname.replaceAll(/^\[|\]$/g, '')))
    return 'Passkeys need a host name, and PUBLIC_URL has an IP address.';
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (protocol !== 'https:' && !isLocal) return 'Passkeys need https, and PUBLIC_URL has http.';
  return { rpId: hostname, origin };
}

/** A passkey of an account, without its key. */
export type Passkey = { id: number; name: string; createdAt: Date; lastUsedAt: Date | null };

export function listPasskeys({ db }: Pick<Deps, 'db'>, staffId: number): Promise<Passkey[]> {
  return db
    .selectFrom('staff_passkeys')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('staff_id', '=', staffId)
    .orderBy('id')
    .execute();
}

// It takes a fifth of a second to load, and most requests do without it.
const webauthn = () => import('@simplewebauthn/server');

const credentialIds = (deps: Deps, staffId: number) =>
  deps.db.selectFrom('staff_passkeys').select('credential_id as id').where('staff_id', '=', staffId).execute();

/** What a browser needs to make a passkey for an account (JSON), and the sealed challenge. */
export async function creationOptions(deps: Deps, site: PasskeySite, staff: { id: number; name: string }) {
  const { challenge, sealed } = makeChallenge(deps, { kind: 'create', staffId: staff.id });
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: 'Reveille',
    rpID: site.rpId,
    userName: staff.name,
    userDisplayName: staff.name,
    userID: new Uint8Array(Buffer.from(`staff:${staff.id}`)),
    challenge: new Uint8Array(challenge),
    attestationType: 'none',
    excludeCredentials: await credentialIds(deps, staff.id),
    // It is found without a name, and is more than the possession of a device.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options, sealed };
}

/** What a browser needs to use a passkey (JSON), and the sealed challenge. */
export async function requestOptions(deps: Deps, site: PasskeySite, purpose: Exclude<Purpose, { kind: 'create' }>) {
  const { challenge, sealed } = makeChallenge(deps, purpose);
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    challenge: new Uint8Array(challenge),
    userVerification: 'required',
    ...(purpose.kind === 'check' ? { allowCredentials: await credentialIds(deps, purpose.staffId) } : {}),
  });
  return { options, sealed };
}

const text = z.string().max(20_000);
const Created = z.looseObject({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: text, attestationObject: text }),
  clientExtensionResults: z.looseObject({}).default({}),
});
const Asserted = z.looseObject({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: text, authenticatorData: text, signature: text }),
  clientExtensionResults: z.looseObject({}).default({}),
});

function parseAnswer<Schema extends z.ZodType>(schema: Schema, json: string): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

const MAX_NAME = 60;
const MAX_PASSKEYS = 20;

/** Cleans the word that a person gives to a passkey. */
function cleanLabel(typed: string): string {
  const label = typed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, MAX_NAME);
  return label === '' ? 'Passkey' : label;
}

type Own = { id: number; name: string };

/**
 * Stores a passkey that a browser made (`answer`: its JSON) for the challenge `sealed`. False, and nothing is stored, if
 * the answer is not right: another site's, another account's challenge, an old or used one.
 */
export async function addPasskey(
  deps: Deps,
  site: PasskeySite,
  { staff, answer, sealed, label }: { staff: Own; answer: string; sealed: string; label: string },
): Promise<boolean> {
  const challenge = readChallenge(deps, { kind: 'create', staffId: staff.id }, sealed);
  const response = parseAnswer(Created, answer);
  if (challenge === null || response === null) return false;
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    // The library throws an error for each way in which an answer is wrong.
  }).catch(() => null);
  if (!verified?.verified || !(await useChallenge(deps, challenge))) return false;
  const { credential } = verified.registrationInfo;
  return deps.db.transaction().execute(async (tx) => {
    const { count } = await tx
      .selectFrom('staff_passkeys')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('staff_id', '=', staff.id)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_PASSKEYS)
      throw new ReveilleError('CONFLICT', `An account has at most ${MAX_PASSKEYS} passkeys. Remove one first.`);
    const added = await tx
      .insertInto('staff_passkeys')
      .values({
        staff_id: staff.id,
        credential_id: credential.id,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: JSON.stringify(credential.transports ?? []),
        name: cleanLabel(label),
        created_at: deps.now(),
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .returning('name')
      .executeTakeFirst();
    if (!added) return false;
    await recordAudit(tx, { actor: staff.name, action: 'passkey.add', detail: { passkey: added.name } });
    return true;
  });
}

/**
 * Checks what a passkey signed (`answer`: the browser's JSON) for the challenge `sealed`. The account whose passkey it is,
 * or null: unknown passkey, another site's page, another account, an old challenge, or an answer played again.
 */
export async function checkPasskey(
  deps: Deps,
  site: PasskeySite,
  { answer, sealed, purpose }: { answer: string; sealed: string; purpose: Exclude<Purpose, { kind: 'create' }> },
): Promise<{ id: number; name: string; passkey: string } | null> {
  const challenge = readChallenge(deps, purpose, sealed);
  const response = parseAnswer(Asserted, answer);
  if (challenge === null || response === null) return null;
  const row = await deps.db
    .selectFrom('staff_passkeys as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .select(['p.id as passkeyId', 'p.name as passkey', 'public_key as publicKey', 'counter', 's.id', 's.name'])
    .where('credential_id', '=', response.id)
    .executeTakeFirst();
  if (!row || (purpose.kind === 'check' && purpose.staffId !== row.id)) return null;
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    credential: { id: response.id, publicKey: new Uint8Array(row.publicKey), counter: row.counter },
  }).catch(() => null);
  if (!verified?.verified || !(await useChallenge(deps, challenge))) return null;
  await deps.db
    .updateTable('staff_passkeys')
    .set({ counter: verified.authenticationInfo.newCounter, last_used_at: deps.now() })
    .where('id', '=', row.passkeyId)
    .execute();
  return { id: row.id, name: row.name, passkey: row.passkey };
}

const noSuch = (): ReveilleError => new ReveilleError('NOT_FOUND', 'There is no such passkey.');

/** Gives a passkey of the account another name. Throws NOT_FOUND. */
export function renamePasskey({ db }: Pick<Deps, 'db'>, staff: Own, id: number, label: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const name = cleanLabel(label);
    const row = await tx
      .updateTable('staff_passkeys')
      .set({ name })
      .where('id', '=', id)
      .where('staff_id', '=', staff.id)
      .returning('id')
      .executeTakeFirst();
    if (!row) throw noSuch();
    await recordAudit(tx, { actor: staff.name, action: 'passkey.rename', detail: { passkey: name } });
  });
}

/** Removes a passkey of the account: it no longer signs in. Throws NOT_FOUND. */
export function removePasskey({ db }: Pick<Deps, 'db'>, staff: Own, id: number): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .deleteFrom('staff_passkeys')
      .where('id', '=', id)
      .where('staff_id', '=', staff.id)
      .returning('name')
      .executeTakeFirst();
    if (!row) throw noSuch();
    await recordAudit(tx, { actor: staff.name, action: 'passkey.remove', detail: { passkey: row.name } });
  });
}
