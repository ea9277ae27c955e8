/** What acts without being a person, by its name in the audit log, as the subject of a sentence. No account has such a name. */
export const PROCESSES: Readonly<Record<string, string>> = {
  cli: 'The command line',
  scheduler: 'The scheduler',
  mailer: 'The mailer',
  'first start': 'The first start',
  'sign-in page': 'The sign-in page',
};

const RESERVED: ReadonlySet<string> = new Set(
  Object.entries(PROCESSES)
    .flatMap(([name, subject]) => [name, subject, subject.replace(/^The /, '')])
    .map((name) => name.toLowerCase()),
);

/** True for a name under which an account's acts would look like those of a process. */
export function isReservedName(name: string): boolean {
  return RESERVED.has(name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim());
}
