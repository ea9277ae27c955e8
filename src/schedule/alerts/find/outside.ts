import { sql } from 'kysely';
import { z } from 'zod';
import { openResolver, type Resolver } from '../../../checks/preflight/resolver.ts';
import { checkCertificates, checkSigning, type Kept } from '../../../checks/preflight/wellKept.ts';
import type { AlertKind, Condition, FindDeps, Finder } from '../condition.ts';

/** What the latest look found: what needs a person, and what could not be seen. */
const Found = z.array(z.object({ kind: z.string(), about: z.string(), text: z.string() }));
type Trouble = { kind: AlertKind; about: string; text: string };

type Look = {
  name: string;
  kinds: Readonly<Partial<Record<Kept['outcome'], AlertKind>>>;
  run: (deps: FindDeps) => Promise<Kept[]>;
};

/** Claims the look of this hour. Of several processes, one makes it. Null: it was made already. */
async function claim({ db, now }: FindDeps, name: string): Promise<Trouble[] | null> {
  const at = now().toISOString();
  const { rows } = await sql<{ found: unknown }>`
    insert into settings as s (key, value) values (${`look:${name}`}, jsonb_build_object('at', ${at}::text, 'found', '[]'::jsonb))
    on conflict (key) do update set value = jsonb_set(s.value, '{at}', to_jsonb(${at}::text))
      where (s.value ->> 'at')::timestamptz <= ${at}::timestamptz - interval '1 hour'
    returning s.value -> 'found' as found`.execute(db);
  return rows[0] ? troublesIn(rows[0].found) : null;
}

async function load({ db }: FindDeps, name: string): Promise<Trouble[]> {
  const { rows } = await sql<{ found: unknown }>`
    select value -> 'found' as found from settings where key = ${`look:${name}`}`.execute(db);
  return troublesIn(rows[0]?.found);
}

/** Another version may have kept another shape. */
const troublesIn = (found: unknown): Trouble[] => (Found.safeParse(found).data ?? []) as Trouble[];

async function keep({ db }: FindDeps, name: string, found: readonly Trouble[]): Promise<void> {
  await sql`update settings set value = jsonb_set(value, '{found}', ${JSON.stringify(found)}::jsonb)
            where key = ${`look:${name}`}`.execute(db);
}

/**
 * A finder that looks at servers outside once an hour, for all processes together, and in between repeats what was found.
 * What could not be seen this time stays as it was: a network that is away ends no alert, and opens none.
 */
function hourly({ name, kinds, run }: Look): Finder {
  return {
    kinds: Object.values(kinds),
    find: async (deps): Promise<Condition[]> => {
      // A rehearsal reaches no reader.
      if (deps.config.relays.length === 0) return [];
      const before = await claim(deps, name);
      if (before === null) return load(deps, name);
      const found = (await run(deps)).flatMap(({ about, outcome, text }): Trouble[] => {
        if (outcome === 'unseen') return before.filter((each) => each.about === about);
        const kind = kinds[outcome];
        return kind === undefined ? [] : [{ kind, about, text }];
      });
      await keep(deps, name, found);
      return found;
    },
  };
}

/**
 * What servers outside show, once an hour: certificates of PUBLIC_URL and the relays that are refused or end within two
 * weeks, and DKIM records that are missing or hold other keys than ours. Asks the system's DNS servers unless told.
 */
export function openOutsideFinders({ resolver = openResolver(null) }: { resolver?: Resolver } = {}): Finder[] {
  return [
    hourly({
      name: 'certificates',
      kinds: { ending: 'certificate_ending', wrong: 'certificate_wrong' },
      run: ({ config, now }) => checkCertificates({ config, resolver, now }),
    }),
    hourly({ name: 'dkim', kinds: { wrong: 'dkim_wrong' }, run: ({ db }) => checkSigning({ db, resolver }) }),
  ];
}
