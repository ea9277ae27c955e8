import { NO_SLOTS, type Slots } from '../../src/domain/slots.ts';
import type { Picture } from '../../src/domain/story.ts';
import type { EditionStory, LoadedEdition } from '../../src/editions/load.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { chooseSlots } from '../../src/editions/slots.ts';
import { createLog } from '../../src/platform/log.ts';
import { storedPicture } from '../support/pictures.ts';

export const deps = {
  log: createLog('test', 'silent'),
  now: () => new Date('2026-11-24T05:30:00Z'),
  publicUrl: 'https://news.paper.example',
};

export const picture: Picture = {
  url: 'https://pictures.paper.example/ferry.jpg',
  width: 1200,
  height: 675,
  alt: 'A ferry leaves the harbour',
  caption: 'The first ferry in a week.',
  credit: 'Photo: Ada Merrin',
  creditMandatory: false,
  stored: storedPicture('ferry', 1120, 630),
};

export function makeStory(position: number, part: Partial<EditionStory> = {}): EditionStory {
  return {
    edition_id: 7,
    position,
    story_id: null,
    item_id: null,
    url: `https://paper.example/stories/${position}?from=feed&n=${position}`,
    headline: `Ferries sail again, part ${position}`,
    summary: `After a week of storms the harbour opened at dawn, and the queue was ${position} miles long.`,
    outlet_name: 'The Harbour Post',
    is_own: true,
    byline: 'Odette Quarrier',
    dateline: null,
    agency: null,
    copyright: null,
    language: null,
    image: picture,
    published_at: new Date('2026-11-24T03:00:00Z'),
    item_count: 1,
    also_reported_by: [],
    score: 1,
    reasons: [],
    section: null,
    update_of: null,
    ...part,
  };
}

export function makeLoaded(
  stories: EditionStory[],
  {
    edition = {},
    newsletter = {},
    slots,
  }: {
    edition?: Partial<LoadedEdition['edition']>;
    newsletter?: Partial<LoadedEdition['newsletter']>;
    slots?: Partial<Slots>;
  } = {},
): LoadedEdition {
  const at = new Date('2026-11-24T05:00:00Z');
  const loaded = {
    edition: {
      id: 7,
      newsletter_id: 1,
      date: '2026-11-24',
      kind: 'daily',
      number: 1,
      state: 'draft',
      subject: 'Ferries sail again',
      preheader: 'And nine more stories',
      subject_by: null,
      preheader_by: null,
      due_at: null,
      revision: 1,
      is_rehearsal: false,
      flag: null,
      flag_detail: null,
      composed_at: at,
      approved_at: null,
      approved_by: null,
      started_at: null,
      finished_at: null,
      created_at: at,
      by_readers_clock: false,
      frozen_at: null,
      resumed_at: null,
      next_revision: null,
      max_rate: null,
      canary_left: null,
      audience_confirmed: null,
      corrects_edition_id: null,
      corrects_before_revision: null,
      note: '',
      dkim_selectors: null,
      refused: [],
      changes: [],
      rechecked_at: null,
      slots: null,
      ...edition,
    },
    newsletter: {
      id: 1,
      slug: 'harbour-morning',
      name: 'Harbour Morning',
      description: '',
      from_name: 'Harbour Morning',
      from_address: 'news@paper.example',
      reply_to: null,
      legal_name: 'Harbour Press Ltd',
      postal_address: '14 Cable Street\nPort Aven',
      privacy_url: 'https://paper.example/privacy',
      imprint_url: null,
      language: 'en',
      languages: ['en'],
      zone: 'UTC',
      send_at: '05:30:00',
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      compose_lead_minutes: 30,
      max_lateness_minutes: 120,
      story_count: 10,
      min_stories: 1,
      canary_percent: 0,
      canary_minutes: null,
      sign_up_heading: null,
      sign_up_promise: null,
      sign_up_button: null,
      sign_up_sites: [],
      disposable_addresses: 'off',
      unsubscribe_address: null,
      bounce_address: null,
      pending_days: 7,
      topic: '',
      territories: [],
      max_per_outlet: null,
      max_per_section: null,
      sections: [],
      kinds: {},
      own_stories: 0,
      standby_count: 5,
      weekly_weekday: 7,
      weekly_at: '08:00:00',
      theme: 'standard',
      contents: false,
      sign_off: null,
      house_notice: null,
      house_notice_url: null,
      house_label: null,
      house_picture: null,
      house_alt: null,
      house_from: null,
      house_until: null,
      house_after: 1,
      sponsor_text: null,
      sponsor_label: null,
      sponsor_url: null,
      sponsor_picture: null,
      sponsor_alt: null,
      sponsor_from: null,
      sponsor_until: null,
      sponsor_after: 3,
      most_read: false,
      full_stories: 12,
      summary_length: 140,
      click_counts: false,
      utm: false,
      approval: 'none',
      unattended: null,
      late_copy: 'staff',
      is_sample: false,
      created_at: at,
      ...newsletter,
    },
    stories,
    serial: 312,
    nextAt: new Date('2026-11-25T05:30:00Z'),
    slots: NO_SLOTS,
  } satisfies LoadedEdition;
  const { sponsor, house } = chooseSlots(loaded.edition, loaded.newsletter);
  const chosen = {
    sponsor: sponsor && { ...sponsor, picture: null },
    house: house && { ...house, picture: null },
    mostRead: [],
  };
  return { ...loaded, slots: { ...chosen, ...slots } };
}

export const makeStories = (count: number, part: Partial<EditionStory> = {}): EditionStory[] =>
  Array.from({ length: count }, (_, index) => makeStory(index + 1, part));

/** Adds three stories, each with the picture, to an edition. */
export async function addStories(db: Db, editionId: number): Promise<void> {
  await db
    .insertInto('edition_stories')
    .values(
      [1, 2, 3].map((position) => ({
        edition_id: editionId,
        position,
        url: `https://paper.example/${position}`,
        headline: `Story ${position}`,
        summary: 'The harbour opened at dawn.',
        outlet_name: 'The Harbour Post',
        image: JSON.stringify(picture),
        reasons: '[]',
      })),
    )
    .execute();
}
