import type { Db } from '../../platform/db/client.ts';
import { counted } from './counted.ts';
import { right, wrong, type Verdict } from './verdict.ts';

/** Checks that somebody can sign in at the desk, and that an owner can. */
export async function checkStaff({ db }: { db: Db }): Promise<Verdict> {
  const accounts = await db.selectFrom('staff').select('role').execute();
  const owners = accounts.filter(({ role }) => role === 'owner').length;
  if (accounts.length === 0)
    return wrong(
      'staff',
      'Nobody can sign in at the desk: there is no account.',
      'Create one with "reveille staff add NAME --role owner".',
    );
  const found = `${counted(accounts.length, 'account')}, ${counted(owners, 'owner')}`;
  if (owners === 0)
    return wrong('staff', `${found}.`, 'Make an account owner with "reveille staff set NAME --role owner".');
  return right(
    'staff',
    `${found}.`,
    owners === 1 ? 'Add a second owner, who can help if the first cannot sign in.' : null,
  );
}
