import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../src/platform/config.ts';

const ROOT = join(import.meta.dirname, '..');

const duration = z.string().regex(/^\d+s$/);
// What the compose specification says of the keys that the file uses; another key of a service is an error.
const Service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  init: z.boolean().optional(),
  user: z.string().optional(),
  read_only: z.boolean(),
  tmpfs: z.array(z.string()),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  mem_limit: z.string().regex(/^\d+[mg]$/),
  shm_size: z.string().optional(),
  stop_grace_period: duration.optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string().regex(/^[\d.]+:\d+:\d+$/)).optional(),
  volumes: z.array(z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) }))
    .optional(),
  healthcheck: z.strictObject({
    test: z.array(z.string()),
    interval: duration,
    timeout: duration,
    retries: z.number(),
    start_period: duration.optional(),
  }),
});
const ComposeFile = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
});

let file: z.infer<typeof ComposeFile>;
beforeAll(async () => {
  const text = await readFile(join(ROOT, 'docker-compose.yml'), 'utf8');
  file = ComposeFile.parse(parse(text, { merge: true }));
});

const own = ['web', 'scheduler', 'newsroom', 'renderer', 'mailer'];

test('runs each process of the system from the one image, by a file that exists', () => {
  for (const name of own) {
    const { image, command } = file.services[name]!;
    expect(image).toBe('reveille');
    expect(command?.[0]).toBe('node');
    expect(existsSync(join(ROOT, command?.[1] ?? ''))).toBe(true);
  }
});

test('lets every process be scaled: none has a port of the host', () => {
  for (const name of own) expect(file.services[name]!.ports).toBeUndefined();
});

test('shows nothing to other machines', () => {
  const ports = Object.values(file.services).flatMap((service) => service.ports ?? []);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

/** ${NAME:-usual} is the usual; ${NAME:?why} is what the person who starts it must say. */
function environmentOf(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(file.services[name]!.environment ?? {}).map(([key, value]) => [
      key,
      value.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_all, variable: string, kind: string, usual: string) =>
        kind === '-' ? usual : `${variable} of at least thirty-two bytes`,
      ),
    ]),
  );
}

test('gives every process an environment that the program takes', () => {
  for (const name of own) {
    const config = loadConfig(environmentOf(name));
    expect(config).toMatchObject({ relays: [{ host: 'mailpit', port: 1025 }], aliveFile: '/tmp/alive' });
    expect(config.trustProxy).toContain('172.16.0.0/12');
  }
});

test('contains no password, and puts none into a URL', () => {
  for (const { environment = {} } of Object.values(file.services)) {
    for (const [name, value] of Object.entries(environment))
      if (/PASSWORD|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:(\?[^}]+|-)\}$/);
    expect(environment['DATABASE_URL'] ?? '').not.toContain('$');
  }
});

describe('every service', () => {
  test('has a read-only file system, no capabilities and no way to get any', () => {
    for (const service of Object.values(file.services))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        tmpfs: expect.arrayContaining(['/tmp']) as string[],
      });
  });

  test('does not run as root', async () => {
    const dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    for (const { image, user } of Object.values(file.services))
      if (image !== 'reveille') expect(user).toMatch(/^(?!root|0)/);
  });

  test('is waited for only where it says when it is healthy', () => {
    for (const { depends_on: others = {} } of Object.values(file.services))
      for (const [name, { condition }] of Object.entries(others)) {
        expect(file.services[name]).toBeDefined();
        expect(condition).toBe('service_healthy');
      }
  });
});

test('mounts only existing paths', () => {
  for (const { volumes = [] } of Object.values(file.services))
    for (const volume of volumes) {
      const [from = ''] = volume.split(':');
      expect(from.startsWith('.') ? existsSync(join(ROOT, from)) : from in file.volumes).toBe(true);
    }
});
