import { editionPath } from '../editions/address.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isHeld } from '../platform/leases.ts';
import type { Runtime } from '../platform/runtime.ts';
import { listOutlets } from '../newsroom/findOutlets.ts';
import { sampleBase } from '../newsroom/sample/base.ts';
import { sampleSubscribers } from '../newsroom/sample/subscribers.ts';
import { makeFirstEdition } from '../schedule/serve/firstEdition.ts';
import { assertEmpty, makeFirstNewsletter } from '../schedule/serve/firstNewsletter.ts';
import { adviseFirstAccount } from '../staff/firstAccount.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';
import { sendHere } from './sendHere.ts';

/** The sample newsletter, in an empty database, with its outlets and readers. */
async function makeSample(runtime: Runtime, output: Output): Promise<void> {
  await assertEmpty(runtime);
  const webOrigin = sampleBase(runtime.config.publicUrl).replace(/\/sample$/, '');
  const newsletter = await makeFirstNewsletter(runtime, { withSample: true, webOrigin });
  if (!newsletter) throw new ReveilleError('CONFLICT', 'Another process has just created a newsletter.');
  const { slug, name } = newsletter;
  output.result({ made: 'newsletter', slug, name }, `Made the newsletter ${name} (${slug}).`);
  for (const outlet of await listOutlets(runtime, newsletter.id))
    output.result(
      { made: 'outlet', name: outlet.name, url: outlet.url },
      `Made the outlet ${outlet.name}, ${outlet.url}`,
    );
  const count = sampleSubscribers().length;
  output.result({ made: 'readers', count }, `Made ${count} sample readers. Their addresses are not real.`);
}

async function makeEdition(runtime: Runtime, json: boolean, output: Output): Promise<void> {
  const say = json ? output.note : (line: string): void => output.result(null, line);
  const isServed = await isHeld(runtime, 'process:mailer');
  const edition = await makeFirstEdition(runtime, say, async (editionId) => {
    // No mailer runs that would send it.
    if (!isServed) await sendHere(runtime, editionId).ended;
  });
  if (!edition) return output.markFailed();
  const { publicUrl } = runtime.config;
  const url = `${publicUrl}${editionPath(edition.slug, { date: edition.date, kind: 'daily', number: 1 })}`;
  output.result({ made: 'edition', date: edition.date, url }, `  Edition    ${url}`);
  output.result({ made: 'inbox', url: `${publicUrl}/inbox` }, `  Inbox      ${publicUrl}/inbox`);
  const advice = await adviseFirstAccount(runtime);
  if (advice !== null) output.note(advice);
}

/** `demo`. */
export async function makeDemo(run: Run, options: { json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    await makeSample(runtime, output);
    await makeEdition(runtime, options.json === true, output);
  });
}
