import type { Command } from 'commander';
import type { Db } from '../platform/db/client.ts';
import { editionPath } from '../editions/address.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isHeld } from '../platform/leases.ts';
import type { Runtime } from '../platform/runtime.ts';
import { sampleBase } from '../newsroom/sample/base.ts';
import { makeFirstEdition } from '../schedule/serve/firstEdition.ts';
import { makeFirstNewsletter } from '../schedule/serve/firstNewsletter.ts';
import { adviseFirstAccount } from '../staff/firstAccount.ts';
import { markFailed, openOutput, withRuntime, type Output } from './command.ts';
import { sendHere } from './sendHere.ts';

const HOLDERS = ['newsletters', 'subscribers', 'sign_ups', 'suppressions'] as const;

/** Throws CONFLICT if the database contains data of a newsroom. */
async function assertEmpty(db: Db): Promise<void> {
  for (const table of HOLDERS) {
    const row = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (row.count > 0)
      throw new ReveilleError(
        'CONFLICT',
        `The demo needs an empty database, but this one has ${row.count} ${table.replace('_', '-')}. Nothing was changed. Use another database for the demo.`,
      );
  }
}

/** The sample newsletter, in an empty database, with its outlets and readers. */
async function makeSample(runtime: Runtime, output: Output): Promise<void> {
  await assertEmpty(runtime.db);
  const webOrigin = sampleBase(runtime.config.publicUrl).replace(/\/sample$/, '');
  const newsletter = await makeFirstNewsletter(runtime, { withSample: true, webOrigin });
  if (!newsletter) throw new ReveilleError('CONFLICT', 'Another process has just created a newsletter.');
  const { slug, name } = newsletter;
  output.result({ made: 'newsletter', slug, name }, `Made the newsletter ${name} (${slug}).`);
  const outlets = await runtime.db
    .selectFrom('outlets')
    .select(['name', 'url'])
    .where('newsletter_id', '=', newsletter.id)
    .orderBy('id')
    .execute();
  for (const outlet of outlets)
    output.result({ made: 'outlet', ...outlet }, `Made the outlet ${outlet.name}, ${outlet.url}`);
  const { count } = await runtime.db
    .selectFrom('subscribers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  output.result({ made: 'readers', count }, `Made ${count} sample readers. Their addresses are not real.`);
}

async function makeEdition(runtime: Runtime, json: boolean, output: Output): Promise<void> {
  const say = json ? output.note : (line: string): void => output.result(null, line);
  const isServed = await isHeld(runtime, 'process:mailer');
  const edition = await makeFirstEdition(runtime, say, async (editionId) => {
    // No mailer runs that would send it.
    if (!isServed) await sendHere(runtime, editionId).ended;
  });
  if (!edition) return markFailed();
  const { publicUrl } = runtime.config;
  const url = `${publicUrl}${editionPath(edition.slug, { date: edition.date, kind: 'daily', number: 1 })}`;
  output.result({ made: 'edition', date: edition.date, url }, `  Edition    ${url}`);
  output.result({ made: 'inbox', url: `${publicUrl}/inbox` }, `  Inbox      ${publicUrl}/inbox`);
  const advice = await adviseFirstAccount(runtime);
  if (advice !== null) output.note(advice);
}

/** `demo`. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'create the sample newsletter, its outlets and 25 sample readers in an empty database, and send an edition',
    )
    .option('--json', 'print JSON lines')
    .action((options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const output = openOutput(options);
        await makeSample(runtime, output);
        await makeEdition(runtime, options.json === true, output);
      }),
    );
}
