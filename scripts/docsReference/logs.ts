import { listLogCalls, type Level } from './logCalls.ts';
import { plain, table } from './markdown.ts';

const ABOUT: Readonly<Record<Level, string>> = {
  fatal: 'The process ends, and its supervisor starts another.',
  error: 'Something was not done, or only in part. Look at it today.',
  warn: 'It is retried, or another process does it. Many of these lines need attention. The default level.',
  info: 'Work that was done.',
  debug: 'Each request and each lost connection.',
};

/** The part of the code that writes a line: its folder, or the process. */
const partOf = (file: string): string => file.replace(/^src\//, '').replace(/\/[^/]+$/, '');

function rowsOf(level: Level): string[][] {
  const calls = listLogCalls().filter((call) => call.level === level);
  const seen = new Map(calls.map((call) => [`${call.text} ${partOf(call.file)}`, call]));
  return [...seen.values()].map(({ text, fields, file }) => [
    plain(text),
    fields.map((field) => `\`${field}\``).join(', '),
    `\`${partOf(file)}\``,
  ]);
}

/** docs/reference/logs.md, from the calls in the code. */
export function describeLogs(): string {
  const levels = (Object.entries(ABOUT) as [Level, string][]).map(
    ([level, about]) => `## ${level}

${about}

${table(['message', 'fields', 'written by'], rowsOf(level))}`,
  );
  return `# Logs

Each process writes one JSON object a line to standard error. Standard output is for results of commands. \`LOG_LEVEL\` sets the
lowest level that is written.

    {"level":40,"time":1796113800123,"pid":4711,"name":"scheduler","alert":"paused","edition":12,"msg":"an alert is open"}

${table(
  ['field', 'meaning'],
  [
    ['`level`', '60 fatal, 50 error, 40 warn, 30 info, 20 debug'],
    ['`time`', 'milliseconds since 1970, UTC'],
    ['`pid`', 'the process'],
    ['`name`', '`web`, `scheduler`, `newsroom`, `renderer`, `mailer`, `serve`, or a command'],
    ['`msg`', 'the message: one of those below. Its words are stable within a version'],
    ['`err`', 'an error: `name`, `code` where it has one, `message`, `stack`, `cause`'],
    ['`edition`, `outboxId`, `import`', 'ids of the database; `reveille status EDITION` shows an edition'],
    ['`newsletter`, `outlet`, `relay`, `domain`', 'the subject of the line: a slug, a name, host:port, a mail domain'],
    ['`said`, `reason`, `code`', 'the relay’s answer, the reason of a failure, a stable code'],
  ],
)}
Logs contain no secrets: passwords and tokens are replaced by \`…\`, also in URLs. A mail address is reduced to its first letter
and its domain.

Useful searches in the morning:

    journalctl -u 'reveille-*' -o cat --since 05:00 | grep -E '"level":(50|60)'         # what was not done
    journalctl -u 'reveille-*' -o cat --since 05:00 | grep '"edition":12,'              # one edition
    journalctl -u 'reveille-*' -o cat --since 05:00 | grep 'an alert is open'           # what people were told

In the tables, … is a part that varies.

${levels.join('\n')}`;
}
