import type { Command } from 'commander';
import { ROLES } from '../../domain/roles.ts';
import type { JsonOption } from '../staff.ts';
import type { Run } from '../run.ts';

const load = () => import('../staff.ts');

/** `staff add | set | reset | unlock | remove | list`. */
export function registerStaff(program: Command, run: Run): void {
  const staff = program.command('staff').description('who may sign in at the desk');
  const roles = `one of ${ROLES.join(', ')}`;
  staff
    .command('add')
    .description('make an account; its password is printed once')
    .argument('<name>', 'what is typed to sign in')
    .requiredOption('--role <role>', roles)
    .option('--email <address>', 'where this person reads mail')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: JsonOption & { role: string; email?: string }) =>
      (await load()).add(run, name, options),
    );
  staff
    .command('set')
    .description('give an account another role')
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
    .description('forget the wrong passwords that were tried on an account')
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
