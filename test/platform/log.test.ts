import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = '';
  write(createLog('mailer', 'debug', { write: (line) => void (lines += line) }));
  return lines;
}

test('a line is a JSON object with level, time, process and message', () => {
  const line = logged((log) => log.warn({ edition: 12 }, 'an alert is open'));
  expect(JSON.parse(line)).toEqual({
    level: 40,
    time: expect.any(Number),
    pid: process.pid,
    name: 'mailer',
    edition: 12,
    msg: 'an alert is open',
  });
});

test('no line holds a password, a token or a whole address, not even of an error and its cause', () => {
  const cause = new Error('connect postgres://reveille:pass-of-cause@db.example/reveille');
  const err = Object.assign(new Error('smtp://user:pass-of-error@relay.example', { cause }), {
    options: { password: 'pass-of-options' },
  });
  const line = logged((log) =>
    log.error(
      {
        err,
        password: 'pass-1',
        relay: { token: 'pass-2' },
        email: 'ada@reader.example',
        to: { address: 'x@y.example' },
      },
      'a mail failed',
    ),
  );
  expect(line).not.toMatch(/pass-|ada@|x@y/);
  expect(line).toContain('a…@reader.example');
  expect(line).toContain('relay.example');
  expect(line).toContain('db.example');
});
