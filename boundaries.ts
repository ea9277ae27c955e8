/**
 * The rooms of `src`, lowest floor first: what each is for, which rooms it may enter, and its door, the files that other
 * rooms may import. The linter enforces this table; test/architecture checks it on the real import graph.
 *
 * Overlapping overrides of one rule replace one another in oxlint, so each folder gets one merged rule.
 */
export type Room = Readonly<{ is: string; enters: readonly string[]; door: readonly string[] }>;

export const ROOMS: Readonly<Record<string, Room>> = {
  domain: {
    is: 'The words of the trade: shapes, states and their legal transitions, dates in a time zone, errors. No I/O.',
    enters: [],
    door: ['*.ts'],
  },
  platform: {
    is: 'What any service needs: configuration, log, database, queue, keys, leases, audit, processes. No news, no mail.',
    enters: ['domain'],
    door: ['*.ts', 'db/{client,byKey,away,retry,keepEmbedded,inspect,migrate}.ts', 'db/tables/*.ts', 'queue/queue.ts'],
  },
  language: {
    is: 'Words by language: catalogues of what readers see, sentences, stop words, scripts.',
    enters: ['domain'],
    door: ['*.ts'],
  },
  wire: {
    is: 'The bytes of a mail: message and its slots, DKIM, what a relay’s reply means.',
    enters: ['domain', 'platform'],
    door: ['message/*.ts', 'dkim/*.ts', 'replies/*.ts'],
  },
  readers: {
    is: 'Subscribers: sign-up, consent, choices, import, export, suppression, who is in an audience and in which wave.',
    enters: ['domain', 'platform', 'language'],
    door: [
      '*.ts',
      'import/{findings,importList,listFiles,listRows,listImports,importRunner,lookAtColumns}.ts',
      'search/{countFound,readerFilter,searchIndexes,searchReaders,searchSuppressions}.ts',
    ],
  },
  staff: {
    is: 'Accounts of the desk: roles, passwords, devices, limits on sign-ins.',
    enters: ['domain', 'platform', 'readers'],
    door: ['*.ts'],
  },
  editions: {
    is: 'Newsletters, and the life of one edition: control, fix, correct, progress, figures.',
    enters: ['domain', 'platform', 'language', 'wire', 'readers'],
    door: ['*.ts', '{newsletters,clicks,themes}/*.ts'],
  },
  newsroom: {
    is: 'From feeds to a draft: ingest, rank, compose, each with its own door; rights, pictures and the sample newsroom beside them.',
    enters: ['domain', 'platform', 'language', 'editions'],
    door: ['*.ts', 'ingest/ingest.ts', 'rank/rank.ts', 'compose/compose.ts', '{rights,pictures,sample}/*.ts'],
  },
  render: {
    is: 'An edition becomes digests: templates, themes, formats.',
    enters: ['domain', 'platform', 'language', 'wire', 'editions', 'newsroom'],
    door: ['render.ts'],
  },
  deliver: {
    is: 'Digests reach relays: ledger, limits, SMTP; the built-in inbox.',
    enters: ['domain', 'platform', 'wire', 'readers', 'editions'],
    door: ['deliver.ts'],
  },
  feedback: {
    is: 'What comes back: bounces, complaints, automatic replies.',
    enters: ['domain', 'platform', 'wire', 'readers'],
    door: ['feedback.ts'],
  },
  backup: {
    is: 'The whole installation as one file, and back: backup, restore.',
    enters: ['domain', 'platform', 'readers'],
    door: ['{backup,outFile,restore}.ts'],
  },
  checks: {
    is: 'What can be checked: an edition (lint), the sender (preflight), screenshots, the installation (doctor).',
    enters: ['domain', 'platform', 'wire', 'readers', 'editions', 'newsroom', 'render', 'deliver'],
    door: ['{lint,preflight,screenshots}/*.ts', 'doctor/{doctor,verdict,describeBytes}.ts', 'retention/report.ts'],
  },
  schedule: {
    is: 'When things happen: plans and sweeps, alerts, the supervisor of `serve`, the first start.',
    enters: ['domain', 'platform', 'readers', 'staff', 'editions', 'newsroom', 'render', 'deliver', 'checks'],
    door: ['*.ts', 'alerts/watch.ts', 'retention/retention.ts', 'serve/{serve,firstEdition,firstNewsletter}.ts'],
  },
  web: {
    is: 'Pages and endpoints: public, desk, operations; each page beside its handler.',
    enters: [
      'domain',
      'platform',
      'language',
      'readers',
      'staff',
      'editions',
      'newsroom',
      'render',
      'checks',
      'schedule',
    ],
    door: [],
  },
  cli: {
    is: 'The command line: a file for what each command does, and one in `syntax` for its options and its help.',
    enters: [
      'domain',
      'platform',
      'language',
      'wire',
      'readers',
      'staff',
      'editions',
      'newsroom',
      'render',
      'deliver',
      'feedback',
      'backup',
      'checks',
      'schedule',
    ],
    door: ['main.ts', 'commands.ts'],
  },
};

/** The stages of the newsroom. They hand over rows and enqueue the next id; they never import each other. */
export const STAGES = ['ingest', 'rank', 'compose'] as const;

/** Packages with one home each. */
export const HOMES: Readonly<Record<string, string>> = {
  bullmq: 'src/platform/queue',
  nodemailer: 'src/deliver/smtp',
  mjml: 'src/render',
  '@simplewebauthn/server': 'src/staff',
  sharp: 'src/newsroom/ingest/pictures',
};

type Pattern = { group?: string[]; regex?: string; message: string };
type Override = { files: string[]; rules: Record<string, unknown> };

/** `{a,b}/*.ts` as the patterns `a/*.ts` and `b/*.ts`: the linter's patterns know no braces. */
export function unfold(pattern: string): string[] {
  const [, before, choices, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(pattern) ?? [];
  return choices === undefined ? [pattern] : choices.split(',').flatMap((one) => unfold(`${before}${one}${after}`));
}

const OUTSIDE_SRC: Pattern = {
  group: ['**/workers/**', '**/scripts/**', '**/test/**'],
  message: 'src never imports workers, scripts or test.',
};

function closed(from: string, room: string): Pattern {
  return { group: [`**/${room}/**`], message: `${from} does not enter ${room}: see ROOMS in boundaries.ts.` };
}

function doorOnly(room: string): Pattern {
  const door = (ROOMS[room]?.door ?? []).flatMap(unfold);
  return {
    group: [`**/${room}/**`, ...door.map((file) => `!**/${room}/${file}`)],
    message: `Enter ${room} by its door: see ROOMS in boundaries.ts.`,
  };
}

function packagesForeignTo(files: string): Pattern[] {
  return Object.entries(HOMES)
    .filter(([, home]) => !files.startsWith(`${home}/`))
    .map(([name, home]) => ({ group: [name, `${name}/**`], message: `${name} has one home: ${home}.` }));
}

/** What files of `room` may not import from other rooms. */
function walls(name: string): Pattern[] {
  const enters = ROOMS[name]?.enters ?? [];
  const others = Object.keys(ROOMS).filter((other) => other !== name);
  return [OUTSIDE_SRC, ...others.map((other) => (enters.includes(other) ? doorOnly(other) : closed(name, other)))];
}

function rule(folder: string, patterns: Pattern[]): Override {
  return {
    files: [folder],
    rules: { 'no-restricted-imports': ['error', { patterns: [...patterns, ...packagesForeignTo(folder)] }] },
  };
}

const ONLY_ZOD: Pattern = { regex: '^([^.z]|z[^o])', message: 'domain imports no package but zod.' };

const rooms = Object.keys(ROOMS).map((name) =>
  rule(`src/${name}/**`, name === 'domain' ? [...walls(name), ONLY_ZOD] : walls(name)),
);

function stageWalls(stage: string): Pattern[] {
  const others = STAGES.filter((other) => other !== stage);
  const message = 'Stages never import each other: hand over rows, and enqueue the id of what comes next.';
  return [...walls('newsroom'), ...others.map((other) => ({ group: [`**/${other}/**`], message }))];
}

const stages = STAGES.map((stage) => rule(`src/newsroom/${stage}/**`, stageWalls(stage)));

/** A package's home below a room or stage: the same walls, and that package. */
const homes = Object.values(HOMES)
  .filter((home) => home.split('/').length > 2)
  .map((home) => {
    const stage = STAGES.find((each) => home.startsWith(`src/newsroom/${each}/`));
    return rule(`${home}/**`, stage ? stageWalls(stage) : walls(home.split('/')[1] ?? ''));
  });

const entry = rule('src/*.ts', [OUTSIDE_SRC, ...Object.keys(ROOMS).map(doorOnly)]);

const workers = rule(
  'workers/**',
  Object.keys(ROOMS).map((room) => (room === 'web' || room === 'cli' ? closed('workers', room) : doorOnly(room))),
);

const environment: Override = {
  files: ['src/platform/config.ts', 'src/schedule/serve/**', 'test/**', 'scripts/**', 'vitest*.ts'],
  rules: { 'node/no-process-env': 'off' },
};

/** nodemailer calls its socket's listeners that. */
const foreignNames: Override = {
  files: ['src/deliver/smtp/conversation.ts'],
  rules: { 'no-underscore-dangle': 'off' },
};

/** The last rule that matches a file holds: the deeper folder stands after the one around it. */
export const boundaryOverrides: Override[] = [entry, ...rooms, ...stages, ...homes, workers, environment, foreignNames];
