import { expect, it } from 'vitest';
import { sampleSubscribers } from '../../../src/newsroom/sample/subscribers.ts';

it('the sample subscribers are 25 different addresses that can reach nobody', () => {
  const emails = sampleSubscribers().map(({ email }) => email);
  expect(new Set(emails.map((email) => email.toLowerCase())).size).toBe(25);
  for (const email of emails) expect(email).toMatch(/^[^@\s]+@[a-z0-9-]+\.example$/);
});
