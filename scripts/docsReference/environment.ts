import { table } from './markdown.ts';

type Variable = { name: string; meaning: string; unset: string };

/** The variables of src/platform/config.ts, in the order in which a newcomer needs them. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'DATABASE_URL',
    meaning: 'PostgreSQL 15 or newer: `postgres://user:password@host/name`',
    unset: 'an embedded server under `DATA_DIR`',
  },
  { name: 'REDIS_URL', meaning: 'Redis 6.2 or newer, or Valkey, for the queue', unset: 'the queue uses PostgreSQL' },
  {
    name: 'SMTP_URL',
    meaning:
      'the relay, `smtp://` (STARTTLS where the relay offers it) or `smtps://`; several are separated by commas. Options follow after `?`: see the [guide](../guides/relay.md)',
    unset: 'the built-in inbox',
  },
  { name: 'DATA_DIR', meaning: 'where the embedded parts keep their files', unset: '`./data`' },
  { name: 'HOST', meaning: 'the address on which the web listens', unset: '`127.0.0.1`' },
  { name: 'PORT', meaning: 'the port on which the web listens', unset: '`3000`' },
  {
    name: 'TRUST_PROXY',
    meaning:
      'the proxies in front, as addresses or networks, separated by commas. Behind a proxy that is not listed, all readers share one address and its limits',
    unset: 'none',
  },
  {
    name: 'PUBLIC_URL',
    meaning:
      'the address that links in mails carry. If it is not this machine’s own, only staff may read `/inbox` and `/metrics`',
    unset: '`http://HOST:PORT`',
  },
  {
    name: 'SECRET',
    meaning: 'the keys of tokens, at least 32 bytes each, newest first, separated by commas',
    unset: 'made once and kept in `DATA_DIR`; required with `DATABASE_URL`',
  },
  {
    name: 'METRICS_TOKEN',
    meaning: 'opens `/metrics` from anywhere as `Authorization: Bearer …`; at least 16 characters',
    unset: 'staff, and this machine while `PUBLIC_URL` is its own',
  },
  {
    name: 'ALERT_TO',
    meaning: 'mail addresses, separated by commas, that get alerts: see the [guide](../guides/alerts.md)',
    unset: 'no alerts by mail',
  },
  {
    name: 'ALERT_SMTP_URL',
    meaning: 'other relays for that mail, in the format of `SMTP_URL`, tried in this order',
    unset: 'the relays of `SMTP_URL`, in their order',
  },
  {
    name: 'ALERT_WEBHOOK_URL',
    meaning:
      'gets the same alerts as JSON by POST, signed as [Standard Webhooks](https://www.standardwebhooks.com/) say',
    unset: 'no webhook',
  },
  {
    name: 'ALERT_WEBHOOK_SECRET',
    meaning: 'the key of that signature: `whsec_` and 24 to 64 bytes in base64',
    unset: 'required with `ALERT_WEBHOOK_URL`',
  },
  {
    name: 'HEARTBEAT_URL',
    meaning: 'gets a GET after each edition that was sent in time',
    unset: 'no heartbeat',
  },
  {
    name: 'SAFETY_LOG',
    meaning:
      'a file on another disk: keyed hashes of those who left, were erased or suppressed, or complained, for `restore`: see the [guide](../guides/backup.md)',
    unset: 'none is written',
  },
  {
    name: 'BACKUP_CHECK',
    meaning:
      '`off` if the installation has another kind of backup: alerts and `reveille doctor` then report no missing backup',
    unset: '`on`',
  },
  {
    name: 'LOG_LEVEL',
    meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`',
    unset: '`warn`',
  },
  {
    name: 'ALIVE_FILE',
    meaning:
      'a file that a process writes at each sign of life; `node bin/alive.mjs FILE` is the health check of a container',
    unset: 'no file',
  },
  {
    name: 'CHROMIUM_PATH',
    meaning: 'a Chromium for `preview --screenshots`',
    unset: 'the usual paths',
  },
];

/** docs/reference/environment.md; test/docs/reference.test.ts compares the names with src/platform/config.ts. */
export function describeEnvironment(): string {
  const rows = VARIABLES.map(({ name, meaning, unset }) => [`\`${name}\``, meaning, unset]);
  return `# Environment

An empty value counts as unset. If a value is wrong or missing, the program does not start: one sentence names the variable, the
problem and an example, and the exit code is 2. \`src/platform/config.ts\` reads the variables.

\`DATABASE_URL\`, \`REDIS_URL\`, \`SMTP_URL\`, \`SECRET\`, \`METRICS_TOKEN\`, \`ALERT_SMTP_URL\`, \`ALERT_WEBHOOK_URL\`,
\`ALERT_WEBHOOK_SECRET\` and \`HEARTBEAT_URL\` may also be read from a file, as containers and
systemd pass secrets: \`SECRET_FILE=/run/secrets/secret\`. A variable that is set both ways is refused.

${table(['variable', 'meaning', 'if it is unset'], rows)}`;
}
