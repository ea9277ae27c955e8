import { afterAll, beforeAll, expect, test } from 'vitest';
import { triggerSend } from '../../src/editions/control.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';
import { makeEdition, now, rememberJobs } from './support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('an edition that was rehearsed is not rehearsed again, and the refusal names SMTP_URL', async () => {
  const { db } = database;
  const newsletterId = await makeNewsletter(db, 'rehearsed', 1);
  const editionId = await makeEdition(db, newsletterId, { state: 'submitted', isRehearsal: true });
  const send = (environment: Record<string, string>, isRehearsal: boolean): Promise<void> => {
    const config = loadConfig(environment, { hostName: 'box' });
    return triggerSend({ db, queues: rememberJobs().queues, now, config }, { editionId, actor: 'test', isRehearsal });
  };
  await expect(send({}, true)).rejects.toMatchObject({
    code: 'EDITION_STATE',
    message: `Edition ${editionId} is submitted as a rehearsal and cannot be sent: SMTP_URL is not set, so that another send would be a rehearsal, too.`,
  });
  // A correction of a rehearsal is a rehearsal, whatever relay there is.
  await expect(send({ SMTP_URL: 'smtp://relay.example' }, true)).rejects.toMatchObject({
    message: `Edition ${editionId} is submitted as a rehearsal and cannot be sent.`,
  });
});
