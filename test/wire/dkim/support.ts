import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { DkimKey } from '../../../src/wire/dkim/keys.ts';
import { dkimRecord } from '../../../src/wire/dkim/records.ts';

const domain = 'paper.example';

export const rsaKey: DkimKey = {
  domain,
  selector: 'r20261124',
  algorithm: 'rsa-sha256',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};
export const ed25519Key: DkimKey = {
  domain,
  selector: 'e20261124',
  algorithm: 'ed25519-sha256',
  privateKey: generateKeyPairSync('ed25519').privateKey,
};

/** What an independent verifier, strict on every rule of the RFCs, says of each signature, top to bottom. */
export async function verifySignatures(message: Buffer, keys: readonly DkimKey[]): Promise<string[]> {
  const records = new Map(keys.map(dkimRecord).map(({ name, value }) => [name, value]));
  const resolver = (name: string): Promise<string[][]> => {
    const value = records.get(name);
    if (value === undefined) return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    return Promise.resolve([[value]]);
  };
  const { results } = await dkimVerify(message, { resolver, strict: true });
  return results.map(({ status, algo }) => (status.result === 'none' ? 'none' : `${algo}: ${status.result}`));
}

export const bothPass = ['rsa-sha256: pass', 'ed25519-sha256: pass'];
