import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Service = z.object({
  image: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  mem_limit: z.string(),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }),
});

/** A service of docker-compose.yml, its variables replaced. */
export type ComposeService = z.infer<typeof Service>;

/** `${NAME:-usual}`, `${NAME:?what to do}` and `$$`, as Compose replaces them in every value. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\{(\w+):([-?])([^}]*)\}/g, (whole, name: string, kind: string, rest: string) => {
    if (whole === '$$') return '$';
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === '-') return rest;
    throw new Error(rest);
  });
}

function interpolateAll(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, variables)]));
}

/** Reads the services of a compose file as `docker compose up` sees them with these variables. Throws what it asks for. */
export async function readServices(
  path: string,
  variables: Readonly<Record<string, string>>,
): Promise<Record<string, ComposeService>> {
  const file = parse(await readFile(path, 'utf8'), { merge: true }) as { services: unknown };
  return z.record(z.string(), Service).parse(interpolateAll(file.services, variables));
}

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** `512m` in bytes. */
export function parseMemory(text: string): number {
  const [, figure, unit = ''] = /^(\d+)([kmg])$/.exec(text) ?? [];
  if (!figure) throw new Error(`mem_limit ${text} is not a size like 512m`);
  return Number(figure) * UNITS[unit]!;
}
