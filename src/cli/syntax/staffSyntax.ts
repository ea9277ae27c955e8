import type { Command } from 'commander';
import { ROLES } from '../../domain/roles.ts';
import type { JsonOption } from '../staff.ts';
import type { Run } from '../run.ts';

const load = () => import('../staff.ts');

/** `staff add | invite | set | reset | unlock | remove | list`. */
export function registerStaff(program: Command, run: Run): void {
  const staff = program.command('staff').description('manage the accounts of the desk');
  const roles = `one of ${ROLES.join(', ')}`;
  staff
    .command('add')
    .description('create an account and print its password, once')
    .argument('<name>', 'the name for signing in')
    .requiredOption('--role <role>', roles)
    .option('--email <address>', 'email address of this person')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: JsonOption & { role: string; email?: string }) =>
      (await load()).add(run, name, options),
    );
  staff
    .command('invite')
    .description('invite a person, who chooses a name and a password: print the link, once, or mail it')
    .requiredOption('--role <role>', roles)
    .option('--email <address>', 'mail the link to this address instead')
    .option('--json', 'print JSON lines')
    .action(async (options: JsonOption & { role: string; email?: string }) => (await load()).inviteOne(run, options));
  staff
    .command('set')
    .description('change the role of an account')
    .argument('<name>')
    .requiredOption('--role <role>', roles)
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: JsonOption & { role: string }) => (await load()).set(run, name, options));
  staff
    .command('reset')
    .description('end the sessions of an account and print a new password, once')
    .argument('<name>')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: JsonOption) => (await load()).reset(run, name, options));
  staff
    .command('unlock')
    .description('reset the count of wrong passwords of an account, so that it can sign in again')
    .argument('<name>')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: JsonOption) => (await load()).unlock(run, name, options));
  staff
    .command('remove')
    .description('remove an account and end its sessions')
    .argument('<name>')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: JsonOption) => (await load()).remove(run, name, options));
  staff
    .command('list')
    .description('list the accounts')
    .option('--json', 'print JSON lines')
    .action(async (options: JsonOption) => (await load()).list(run, options));
}
