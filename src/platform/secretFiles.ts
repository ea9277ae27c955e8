import { readFileSync } from 'node:fs';
import { codeOf, ReveilleError } from '../domain/errors.ts';
import type { Environment } from './config.ts';

/** The variables that may hold a password or a key. Each has a twin `NAME_FILE`. */
const SECRET_NAMES = [
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'SECRET',
  'METRICS_TOKEN',
  'ALERT_SMTP_URL',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'HEARTBEAT_URL',
] as const;

function readSecret(name: string, path: string): string {
  const refuse = (what: string): never => {
    throw new ReveilleError(
      'CONFIG_INVALID',
      `${name}_FILE ${what}; for example ${name}_FILE=/run/secrets/${name.toLowerCase()}`,
    );
  };
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    return refuse(`names a file that cannot be read (${codeOf(error) ?? 'unknown'})`);
  }
  return text === '' ? refuse('names an empty file') : text;
}

/**
 * The value of each `NAME_FILE` under `NAME`: the trimmed text of that file, as containers and systemd hand secrets over.
 * An empty value counts as unset. Throws CONFIG_INVALID if the file cannot be read or is empty, or if both are set. No
 * message holds a part of the secret.
 */
export function withSecretFiles(environment: Environment): Environment {
  const read: Record<string, string> = {};
  for (const name of SECRET_NAMES) {
    const path = environment[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (environment[name]?.trim())
      throw new ReveilleError('CONFIG_INVALID', `${name}_FILE and ${name} are both set; unset one of them`);
    read[name] = readSecret(name, path);
  }
  return { ...environment, ...read };
}
