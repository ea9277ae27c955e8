import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addStaff, listStaff, removeStaff, resetPassword, setRole, unlockStaff } from '../../src/staff/accounts.ts';
import { adviseFirstAccount, firstAccount } from '../../src/staff/firstAccount.ts';
import { ensureFirstStaff, verifyPassword } from '../../src/staff/passwords.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { CHEAP } from '../support/staff.ts';

let database: TestDatabase;
const code = (value: string) => expect.objectContaining({ code: value });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('staff').execute();
  await database.db.deleteFrom('audit_log').execute();
});

const add = (name: string, role: 'owner' | 'sender' | 'editor' | 'viewer' = 'owner', email?: string) =>
  addStaff({ db: database.db, passwordCost: CHEAP }, { name, role, email }, 'test');

async function startSession(name: string): Promise<void> {
  const { id } = await database.db.selectFrom('staff').select('id').where('name', '=', name).executeTakeFirstOrThrow();
  await database.db
    .insertInto('staff_sessions')
    .values({ staff_id: id, token_hash: Buffer.from(name), expires_at: new Date(Date.now() + 3_600_000) })
    .execute();
}

const countSessions = async (): Promise<number> =>
  (await database.db.selectFrom('staff_sessions').select('staff_id').execute()).length;

const actions = async (): Promise<string[]> =>
  (await database.db.selectFrom('audit_log').select('action').orderBy('id').execute()).map(({ action }) => action);

describe('an account', () => {
  test('is created with a role, an address and its own password', async () => {
    const made = await add('ann', 'sender', 'Ann@PAPER.example');
    expect(made).toEqual({
      name: 'ann',
      role: 'sender',
      password: expect.stringMatching(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/),
    });
    const row = await database.db.selectFrom('staff').select('password_hash').executeTakeFirstOrThrow();
    expect(await verifyPassword({}, made.password, row.password_hash)).toBe(true);
    expect(await listStaff(database)).toEqual([
      { name: 'ann', role: 'sender', email: 'Ann@paper.example', createdAt: expect.any(Date), lastSignInAt: null },
    ]);
    expect(await actions()).toEqual(['staff.add']);
  });

  test('is made once by its name, and by no empty or hidden one', async () => {
    await add('ann');
    await expect(add('ann')).rejects.toEqual(code('CONFLICT'));
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(101), 'a\u200Bb'])
      await expect(add(name)).rejects.toEqual(code('INVALID_INPUT'));
    await expect(add('bob', 'viewer', 'nobody')).rejects.toEqual(code('ADDRESS_INVALID'));
    expect(await listStaff(database)).toHaveLength(1);
  });

  test('of the first start is an owner', async () => {
    expect(await ensureFirstStaff({ db: database.db, passwordCost: CHEAP })).toMatchObject({ name: 'desk' });
    expect(await listStaff(database)).toMatchObject([{ name: 'desk', role: 'owner' }]);
    expect(await actions()).toEqual(['staff.add']);
  });

  test('that is reset has another password, no session and no passkey, and others keep theirs', async () => {
    const { password } = await add('ann');
    await add('bob');
    await startSession('ann');
    await startSession('bob');
    const { id } = await database.db
      .selectFrom('staff')
      .select('id')
      .where('name', '=', 'ann')
      .executeTakeFirstOrThrow();
    const passkey = { staff_id: id, credential_id: 'a', public_key: Buffer.of(1), counter: 0, name: 'Laptop' };
    await database.db
      .insertInto('staff_passkeys')
      .values({ ...passkey, created_at: new Date() })
      .execute();
    const reset = await resetPassword({ db: database.db, passwordCost: CHEAP }, 'ann', 'test');
    expect(reset.password).not.toBe(password);
    const { password_hash: hash } = await database.db
      .selectFrom('staff')
      .select('password_hash')
      .where('name', '=', 'ann')
      .executeTakeFirstOrThrow();
    expect(await verifyPassword({}, reset.password, hash)).toBe(true);
    expect(await verifyPassword({}, password, hash)).toBe(false);
    expect(await countSessions()).toBe(1);
    expect(await database.db.selectFrom('staff_passkeys').select('id').execute()).toEqual([]);
    expect(await actions()).toEqual(['staff.add', 'staff.add', 'staff.reset']);
  });

  test('that is removed has no session left', async () => {
    await add('ann');
    await add('bob', 'editor');
    await startSession('bob');
    expect(await removeStaff(database, 'bob', 'test')).toEqual({ name: 'bob' });
    expect(await countSessions()).toBe(0);
    expect((await listStaff(database)).map(({ name }) => name)).toEqual(['ann']);
    expect((await actions()).at(-1)).toBe('staff.remove');
  });

  test('that does not exist is named in the refusal', async () => {
    await add('ann');
    for (const act of [
      () => setRole(database, 'bob', 'owner', 'test'),
      () => resetPassword({ db: database.db, passwordCost: CHEAP }, 'bob', 'test'),
      () => unlockStaff(database, 'bob', 'test'),
      () => removeStaff(database, 'bob', 'test'),
    ])
      await expect(act()).rejects.toEqual(code('NOT_FOUND'));
  });
});

describe('the last owner', () => {
  test('is neither removed nor given another role; with a second one both can be done', async () => {
    await add('ann');
    await add('eve', 'editor');
    await expect(removeStaff(database, 'ann', 'test')).rejects.toEqual(code('CONFLICT'));
    await expect(setRole(database, 'ann', 'editor', 'test')).rejects.toThrow('"ann" is the last owner');
    expect(await setRole(database, 'ann', 'owner', 'test')).toMatchObject({ role: 'owner' });
    expect(await setRole(database, 'eve', 'owner', 'test')).toMatchObject({ name: 'eve', role: 'owner' });
    expect(await setRole(database, 'ann', 'viewer', 'test')).toMatchObject({ role: 'viewer' });
    await removeStaff(database, 'ann', 'test');
    await expect(removeStaff(database, 'eve', 'test')).rejects.toEqual(code('CONFLICT'));
  });

  test('stays where two owners are removed at once', async () => {
    await add('ann');
    await add('bob');
    const results = await Promise.allSettled(['ann', 'bob'].map((name) => removeStaff(database, name, 'test')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listStaff(database)).toHaveLength(1);
  });
});

describe('advice for a desk without an account', () => {
  test('is the command for the way in which the process runs, until there is one', async () => {
    expect(await adviseFirstAccount(database)).toContain(firstAccount().command);
    expect(firstAccount({ isContainer: true }).command).toMatch(
      /^docker compose exec web node src\/cli\.ts staff add /,
    );
    expect(firstAccount({ isContainer: false }).command).toMatch(/^npm run --silent reveille -- staff add /);
    await add('ann');
    expect(await adviseFirstAccount(database)).toBeNull();
  });
});
