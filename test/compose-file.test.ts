import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '..');

// What the compose specification says of the keys that the file uses; a key of no service is an error.
const Service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string().regex(/^[\d.]+:\d+:\d+$/)).optional(),
  volumes: z.array(z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) }))
    .optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string().optional(),
    })
    .optional(),
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

test('lets every worker be scaled: none has a port of the host', () => {
  for (const name of own.filter((service) => service !== 'web')) expect(file.services[name]!.ports).toBeUndefined();
});

test('gives every process an environment that the program takes', () => {
  for (const name of own) {
    const environment = Object.fromEntries(
      Object.entries(file.services[name]!.environment ?? {}).map(([key, value]) => [
        key,
        // ${NAME:-usual} is the usual; ${SECRET:?why} is what whoever starts it must say.
        value.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_all, variable: string, kind: string, usual: string) =>
          kind === '-' ? usual : `${variable} of at least thirty-two bytes`,
        ),
      ]),
    );
    expect(loadConfig(environment)).toMatchObject({ relays: [{ host: 'mailpit', port: 1025 }] });
  }
});

test('waits only for services that are there and that say when they are healthy', () => {
  for (const service of Object.values(file.services))
    for (const name of Object.keys(service.depends_on ?? {})) expect(file.services[name]?.healthcheck).toBeDefined();
});

test('copies into the image what the processes need, and Node 26', async () => {
  const dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
  for (const folder of ['src', 'templates', 'workers']) expect(dockerfile).toContain(`COPY ${folder} ./${folder}`);
  expect(dockerfile).toMatch(/^FROM node:26-slim$/m);
});
