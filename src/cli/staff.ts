import { isRole, ROLES, type Role } from '../domain/roles.ts';
import { ReveilleError } from '../domain/errors.ts';
import {
  addStaff,
  listStaff,
  removeStaff,
  resetPassword,
  setRole,
  unlockStaff,
  type Account,
  type NewPassword,
} from '../staff/accounts.ts';
import { invite } from '../staff/staffLinks.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';

export type JsonOption = { json?: boolean };

/** Throws USAGE. */
function parseRole(text: string): Role {
  if (isRole(text)) return text;
  throw new ReveilleError('USAGE', `--role ${text} is not a role; the roles are ${ROLES.join(', ')}.`);
}

function reportPassword({ result }: Output, made: NewPassword): void {
  result(made, `Name ${made.name}, role ${made.role}, password ${made.password} (shown only once).`);
}

function describe({ name, role, email, createdAt, lastSignInAt }: Account): string {
  const seen = lastSignInAt === null ? 'never signed in' : `signed in ${lastSignInAt.toISOString().slice(0, 10)}`;
  return `${name}  ${role}  ${email ?? 'no address'}  made ${createdAt.toISOString().slice(0, 10)}, ${seen}`;
}

/** Only an owner can manage the other accounts. */
function noteOwner({ note }: Output, all: readonly Account[]): void {
  if (!all.some(({ role }) => role === 'owner'))
    note('There is no owner yet. Add one with "reveille staff add NAME --role owner".');
}

/** `staff add`. */
export async function add(
  run: Run,
  name: string,
  options: JsonOption & { role: string; email?: string },
): Promise<void> {
  const role = parseRole(options.role);
  return withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    reportPassword(output, await addStaff(runtime, { name, role, email: options.email }, 'cli'));
    noteOwner(output, await listStaff(runtime));
  });
}

/** `staff invite`. The link works once, for 72 hours. */
export async function inviteOne(run: Run, options: JsonOption & { role: string; email?: string }): Promise<void> {
  const role = parseRole(options.role);
  return withRuntime(run, async ({ db, now, config }) => {
    const deps = { db, now, publicUrl: config.publicUrl.replace(/\/+$/, '') };
    const invited = await invite(deps, { role, email: options.email }, 'cli');
    const until = `works once, until ${invited.expiresAt.toISOString()}`;
    openOutput(run, options).result(
      invited,
      invited.email === null
        ? `Invitation for role ${role}: ${invited.url} (shown only once, ${until}).`
        : `The invitation for role ${role} goes to ${invited.email}; its link ${until}.`,
    );
  });
}

/** `staff set`. */
export async function set(run: Run, name: string, options: JsonOption & { role: string }): Promise<void> {
  const role = parseRole(options.role);
  return withRuntime(run, async (runtime) => {
    const account = await setRole(runtime, name, role, 'cli');
    openOutput(run, options).result(account, describe(account));
  });
}

/** `staff reset`. */
export async function reset(run: Run, name: string, options: JsonOption): Promise<void> {
  await withRuntime(run, async (runtime) =>
    reportPassword(openOutput(run, options), await resetPassword(runtime, name, 'cli')),
  );
}

/** `staff unlock`. */
export async function unlock(run: Run, name: string, options: JsonOption): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const unlocked = await unlockStaff(runtime, name, 'cli');
    openOutput(run, options).result({ ...unlocked, unlocked: true }, `${unlocked.name} can sign in again.`);
  });
}

/** `staff remove`. */
export async function remove(run: Run, name: string, options: JsonOption): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const removed = await removeStaff(runtime, name, 'cli');
    openOutput(run, options).result({ ...removed, removed: true }, `${removed.name} is removed.`);
  });
}

/** `staff list`. */
export async function list(run: Run, options: JsonOption): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    const all = await listStaff(runtime);
    for (const account of all) output.result(account, describe(account));
    noteOwner(output, all);
  });
}
