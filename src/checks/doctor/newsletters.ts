import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { findMissingIdentity, setMissing, whyNotSendable } from '../../editions/newsletters/identity.ts';
import { listNewsletters } from '../../editions/newsletters/newsletters.ts';
import { right, wrong, type Verdict } from './verdict.ts';

/** Checks that there is a newsletter, and that each may be sent through the relays: its sender is complete. */
export async function checkNewsletters({
  db,
  config,
}: {
  db: Db;
  config: Pick<Config, 'relays'>;
}): Promise<Verdict | Verdict[]> {
  const newsletters = await listNewsletters({ db });
  if (newsletters.length === 0)
    return wrong('newsletters', 'There is no newsletter.', 'Create one with "reveille newsletters add".');
  const refused = newsletters.flatMap((newsletter) => {
    const why = whyNotSendable(newsletter, config.relays);
    return why === null ? [] : [{ newsletter, why }];
  });
  if (refused.length > 0)
    return refused.map(({ newsletter, why }) =>
      wrong(
        'newsletters',
        `${newsletter.slug} cannot be sent. ${why}`,
        `Run "${setMissing(newsletter.slug, findMissingIdentity(newsletter))}".`,
      ),
    );
  const incomplete = newsletters.find((newsletter) => findMissingIdentity(newsletter).length > 0);
  return right(
    'newsletters',
    `Can be sent: ${newsletters.map(({ slug }) => slug).join(', ')}.`,
    incomplete
      ? `Before it is sent beyond this machine: "${setMissing(incomplete.slug, findMissingIdentity(incomplete))}".`
      : null,
  );
}
