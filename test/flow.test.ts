import { afterAll, beforeAll, test } from 'vitest';
import { expectWholeEdition, openFlow, type Flow } from './support/flow.ts';

// With the queue on Redis, with crashes and with stops in between: test/programs/flow.test.ts.
let flow: Flow;
beforeAll(async () => {
  flow = await openFlow('postgres', ['renderer', 'mailer', 'scheduler']);
});
afterAll(() => flow.close());

test('from feed bytes to SMTP bytes, every reader gets the edition once, with its own links', () =>
  expectWholeEdition(flow, 'whole'));
