import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const UNITS = join(ROOT, 'packaging', 'systemd');
/** Where the units say that the installation is. */
const INSTALLED = '/srv/reveille';

/** A directive's values, in their order; a later empty value does not occur here. */
export type Unit = Map<string, string[]>;

/** The text of a file of packaging/systemd, for the installation at ROOT. */
export async function unitText(name: string): Promise<string> {
  return (await readFile(join(UNITS, name), 'utf8')).replaceAll(INSTALLED, ROOT);
}

/** The directives of one service as systemd sees it: what all have in common, then its own, which replaces it. */
export async function readUnit(name: string): Promise<Unit> {
  const unit: Unit = new Map();
  for (const file of ['reveille-.service.d/10-common.conf', name]) {
    const own: Unit = new Map();
    for (const line of (await unitText(file)).split('\n')) {
      const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (key !== undefined) own.set(key, [...(own.get(key) ?? []), value!]);
    }
    for (const [key, values] of own) unit.set(key, values);
  }
  return unit;
}

/** The names of the services that the target starts, instances by their name. */
export async function listWanted(): Promise<string[]> {
  const wants = (await unitText('reveille.target')).matchAll(/^Wants=(.*)$/gm);
  return Array.from(wants, ([, names]) => names!.split(' ')).flat();
}

/** The file of a service; an instance's is its template. */
export const fileOf = (service: string): string => service.replace(/@.*\.service$/, '@.service');

export const listUnits = async (): Promise<string[]> =>
  (await readdir(UNITS)).filter((name) => name.endsWith('.service')).toSorted();

/** The variables of a file as EnvironmentFile reads it: lines NAME=value without a shell. */
export function parseEnvironment(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
