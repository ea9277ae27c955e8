/**
 * Who may import whom. One table, merged into one rule for each folder: overlapping overrides of one rule
 * replace one another in oxlint, so two of them on one folder would silently enforce only the last.
 * test/architecture/boundaries.test.ts plants a violation of each and asserts that it is caught.
 */

/** The stages, each with its one door `src/NAME/NAME.ts`. */
const STAGES = ['ingest', 'rank', 'compose', 'render', 'deliver', 'feedback'] as const;

/** Packages with one home each. */
const HOMES: Readonly<Record<string, string>> = {
  bullmq: 'src/platform/queue/**',
  mjml: 'src/render/**',
  sharp: 'src/newsroom/ingest/pictures/**',
};

type Pattern = { group?: string[]; regex?: string; message: string };
type Override = { files: string[]; rules: Record<string, unknown> };

const stageImport = (stage: string): Pattern => ({
  group: [`**/${stage}/**`],
  message: `Stages never import each other: hand over rows, and enqueue the id of what comes next.`,
});

const notTheDoor = (stage: string): Pattern => ({
  group: [`**/${stage}/**`, `!**/${stage}/${stage}.ts`],
  message: `Enter the stage by its door, src/${stage}/${stage}.ts.`,
});

const OUTSIDE_SRC: Pattern = {
  group: ['**/workers/**', '**/scripts/**', '**/test/**'],
  message: 'src never imports workers, scripts or test.',
};

const ENTRY_POINTS: Pattern = {
  group: ['**/web/**', '**/cli/**', '**/cli.ts'],
  message: 'Nobody imports web or cli: they are where the program is entered.',
};

const homeOf = (name: string): Pattern => ({
  group: [name, `${name}/**`],
  message: `${name} has one home: ${HOMES[name]}.`,
});

const packagesForeignTo = (folder: string): Pattern[] =>
  Object.keys(HOMES)
    .filter((name) => !HOMES[name]?.startsWith(`${folder}/`))
    .map(homeOf);

const override = (files: string[], patterns: Pattern[]): Override => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const stageOverrides = STAGES.map((stage) =>
  override(
    [`src/${stage}/**`],
    [
      OUTSIDE_SRC,
      ENTRY_POINTS,
      ...STAGES.filter((other) => other !== stage).map(stageImport),
      ...packagesForeignTo(`src/${stage}`),
    ],
  ),
);

const domain = override(
  ['src/domain/**'],
  [
    OUTSIDE_SRC,
    ENTRY_POINTS,
    { group: ['../*/**', '../*.ts', '!../errors.ts'], message: 'domain imports only zod and errors.' },
    { regex: '^([^.z]|z[^o])', message: 'domain imports only zod and errors.' },
  ],
);

const doors = STAGES.map(notTheDoor);

/** Every other folder of src, by what it may not import; first the special ones. */
const queue = override(
  ['src/platform/queue/**'],
  [OUTSIDE_SRC, ENTRY_POINTS, ...doors, ...packagesForeignTo('src/platform/queue')],
);
const entries = override(
  ['src/web/**', 'src/cli/**', 'src/cli.ts'],
  [OUTSIDE_SRC, ...doors, ...packagesForeignTo('src/web')],
);
const others = override(
  [
    'src/*.ts',
    'src/{audit,clicks,db,dkim,editions,inbox,lint,message,newsletters,pictures,preflight,preview,replies,rights,sample,schedule,serve,staff,stories,subscribers,themes,words}/**',
  ],
  [OUTSIDE_SRC, ENTRY_POINTS, ...doors, ...packagesForeignTo('src/other')],
);
const workers = override(['workers/**'], [ENTRY_POINTS, ...doors, ...packagesForeignTo('workers')]);
const environment: Override = {
  files: ['src/platform/config.ts', 'src/schedule/serve/**', 'test/**', 'scripts/**', 'vitest*.config.ts'],
  rules: { 'node/no-process-env': 'off' },
};

export const boundaryOverrides: Override[] = [others, ...stageOverrides, domain, queue, entries, workers, environment];
