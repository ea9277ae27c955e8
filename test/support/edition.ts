import type { Db } from '../../src/platform/db/client.ts';
import { deriveTokenKeys, type Keys } from '../../src/platform/keys.ts';
import { buildMessageTemplate } from '../../src/wire/message/build.ts';
import { newSlotNonce, slotMark } from '../../src/wire/message/slots.ts';
import { hashAddress } from '../../src/readers/addresses.ts';

export const testKeys: Keys = {
  tokens: deriveTokenKeys(['a test secret of at least thirty-two bytes']),
  addressHash: Buffer.alloc(32, 7),
};

/** A newsletter `slug` with so many active readers reader1@…, reader2@…; returns its id. */
export async function makeNewsletter(db: Db, slug: string, readers: number): Promise<number> {
  const { id } = await db
    .insertInto('newsletters')
    .values({
      slug,
      name: 'Test Headlines',
      from_name: 'Test Headlines',
      from_address: 'news@paper.example',
      legal_name: 'Paper Ltd',
      postal_address: '1 Quay, Harbour',
      privacy_url: 'https://paper.example/privacy',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (let number = 1; number <= readers; number++) {
    const email = `reader${number}@${slug}.example`;
    const subscriber = await db
      .insertInto('subscribers')
      .values({ email, email_key: email, address_hash: hashAddress(testKeys, email) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('subscriptions')
      .values({ subscriber_id: subscriber.id, newsletter_id: id, status: 'active' })
      .execute();
  }
  return id;
}

/** An edition that is `preparing`, with a small rendered digest; returns its id. */
export async function makePreparedEdition(db: Db, newsletterId: number, date = '2026-11-24'): Promise<number> {
  const { id } = await db
    .insertInto('editions')
    .values({ newsletter_id: newsletterId, date, state: 'preparing', subject: 'Ferries sail again' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const nonce = newSlotNonce();
  const link = `https://news.paper.example/unsubscribe/${slotMark('unsubscribeToken', nonce)}`;
  const message = buildMessageTemplate(
    {
      from: { name: 'Test Headlines', address: 'news@paper.example' },
      replyTo: null,
      subject: 'Ferries sail again',
      date: new Date('2026-11-24T05:30:00Z'),
      headers: [
        ['List-Unsubscribe', `<${link}>`],
        ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
      ],
      text: `Ferries sail again.\n\nLeave: ${link}\n`,
      html: `<h1>Ferries sail again</h1><p><a href="${link}">Leave</a></p>`,
    },
    nonce,
  );
  await db
    .insertInto('digests')
    .values({
      edition_id: id,
      revision: 1,
      is_rehearsal: false,
      subject: 'Ferries sail again',
      preheader: '',
      mjml: '',
      html: '',
      plain: '',
      message,
    })
    .execute();
  return id;
}
