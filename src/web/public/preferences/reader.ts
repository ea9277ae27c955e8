import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { catalogueLanguage } from '../../../language/catalogues.ts';
import type { Web } from '../../web.ts';

/** The language of a page behind a mail's link: the reader's, else the newsletter's, if it has a catalogue. */
export function languageFor(reader: { language: string | null } | undefined, newsletter: Newsletter): string {
  return catalogueLanguage(reader?.language ?? newsletter.language);
}

/** The same for the reader of a token. An erased reader has no language. */
export async function readerLanguage({ db }: Web, newsletter: Newsletter, subscriberId: number): Promise<string> {
  const reader = await db
    .selectFrom('subscribers')
    .select('language')
    .where('id', '=', subscriberId)
    .executeTakeFirst();
  return languageFor(reader, newsletter);
}
