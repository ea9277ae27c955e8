import type { Command } from 'commander';
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
import { openOutput, withRuntime, type Output } from './command.ts';

type Json = { json?: boolean };

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

/** `staff add | set | reset | unlock | remove | list`. */
export function registerStaff(program: Command): void {
  const staff = program.command('staff').description('manage the accounts of the desk');
  const roles = `one of ${ROLES.join(', ')}`;
  staff
    .command('add')
    .description('create an account and print its password, once')
    .argument('<name>', 'the name for signing in')
    .requiredOption('--role <role>', roles)
    .option('--email <address>', 'email address of this person')
    .option('--json', 'print JSON lines')
    .action((name: string, options: Json & { role: string; email?: string }) => {
      const role = parseRole(options.role);
      return withRuntime(async (runtime) => {
        const output = openOutput(options);
        reportPassword(output, await addStaff(runtime, { name, role, email: options.email }, 'cli'));
        noteOwner(output, await listStaff(runtime));
      });
    });
  staff
    .command('set')
    .description('change the role of an account')
    .argument('<name>')
    .requiredOption('--role <role>', roles)
    .option('--json', 'print JSON lines')
    .action((name: string, options: Json & { role: string }) => {
      const role = parseRole(options.role);
      return withRuntime(async (runtime) => {
        const account = await setRole(runtime, name, role, 'cli');
        openOutput(options).result(account, describe(account));
      });
    });
  staff
    .command('reset')
    .description('end the sessions of an account and print a new password, once')
    .argument('<name>')
    .option('--json', 'print JSON lines')
    .action((name: string, options: Json) =>
      withRuntime(async (runtime) => reportPassword(openOutput(options), await resetPassword(runtime, name, 'cli'))),
    );
  staff
    .command('unlock')
    .description('reset the count of wrong passwords of an account, so that it can sign in again')
    .argument('<name>')
    .option('--json', 'print JSON lines')
    .action((name: string, options: Json) =>
      withRuntime(async (runtime) => {
        const unlocked = await unlockStaff(runtime, name, 'cli');
        openOutput(options).result({ ...unlocked, unlocked: true }, `${unlocked.name} can sign in again.`);
      }),
    );
  staff
    .command('remove')
    .description('remove an account and end its sessions')
    .argument('<name>')
    .option('--json', 'print JSON lines')
    .action((name: string, options: Json) =>
      withRuntime(async (runtime) => {
        const removed = await removeStaff(runtime, name, 'cli');
        openOutput(options).result({ ...removed, removed: true }, `${removed.name} is removed.`);
      }),
    );
  staff
    .command('list')
    .description('list the accounts')
    .option('--json', 'print JSON lines')
    .action((options: Json) =>
      withRuntime(async (runtime) => {
        const output = openOutput(options);
        const all = await listStaff(runtime);
        for (const account of all) output.result(account, describe(account));
        noteOwner(output, all);
      }),
    );
}
