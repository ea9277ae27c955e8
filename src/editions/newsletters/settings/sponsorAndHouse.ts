import type { SettingGroup } from './setting.ts';

const LINE = { is: 'text', lines: 'one', mustShow: true, plain: true, empty: 'null' } as const;
const TEXT = { ...LINE, maxLength: 300 } as const;
const LABEL = { ...LINE, maxLength: 40 } as const;
const ALT = { ...LINE, maxLength: 200 } as const;
const LINK = { is: 'link', maxLength: 500 } as const;
const PLACE = { is: 'whole', min: 1, max: 40 } as const;
const PICTURE = { is: 'picture' } as const;
const DATE = { is: 'date' } as const;

/** What stands among the stories and is no news: a sponsor's slot, and the publisher's own notice. */
export const SLOTS = {
  sponsorText: {
    column: 'sponsor_text',
    label: 'Sponsor: text',
    help: 'what the sponsor says, in a tinted box with a label among the stories; without it, there is no sponsor slot',
    takes: TEXT,
    initial: '',
    example: 'Warm coats for every weather, made in Port Aven.',
  },
  sponsorLabel: {
    column: 'sponsor_label',
    label: 'Sponsor: label',
    help: 'what the box is called; if empty, “Sponsored” in the language of the mail',
    takes: LABEL,
    initial: '',
    example: 'Advertisement',
  },
  sponsorUrl: {
    column: 'sponsor_url',
    label: 'Sponsor: link',
    help: 'the page to which the slot leads; if empty, it is no link',
    takes: LINK,
    initial: '',
    example: 'https://coats.example/winter',
  },
  sponsorPicture: {
    column: 'sponsor_picture',
    label: 'Sponsor: picture',
    help: 'the id of an uploaded picture, as the upload at the desk or "reveille pictures add" gives it; pictures are served from here only, so that no other host learns who opens the mail',
    takes: PICTURE,
    initial: '',
    example: '00112233445566778899aabbccddeeff',
  },
  sponsorAlt: {
    column: 'sponsor_alt',
    label: 'Sponsor: what the picture shows',
    help: 'for readers who do not see the picture',
    takes: ALT,
    initial: '',
    example: 'A yellow coat on a hook',
  },
  sponsorFrom: {
    column: 'sponsor_from',
    label: 'Sponsor: first day',
    help: 'the date of the first edition with the slot; if empty, from now on',
    takes: DATE,
    initial: '',
    example: '2026-12-01',
  },
  sponsorUntil: {
    column: 'sponsor_until',
    label: 'Sponsor: last day',
    help: 'the date of the last edition with the slot; if empty, until it is removed',
    takes: DATE,
    initial: '',
    example: '2026-12-24',
  },
  sponsorAfter: {
    column: 'sponsor_after',
    label: 'Sponsor: place',
    help: 'the slot is below the story with this number, or below the last one',
    takes: PLACE,
    initial: '3',
    example: '4',
  },
  houseNotice: {
    column: 'house_notice',
    label: 'House notice: text',
    help: 'a line of your own, in a tinted box among the stories; without it, there is no house notice',
    takes: TEXT,
    initial: '',
    example: 'The newsroom is open to visitors on Saturday.',
  },
  houseLabel: {
    column: 'house_label',
    label: 'House notice: label',
    help: 'what the box is called; if empty, it has no label',
    takes: LABEL,
    initial: '',
    example: 'From the newsroom',
  },
  houseNoticeUrl: {
    column: 'house_notice_url',
    label: 'House notice: link',
    help: 'the page to which the house notice leads; if empty, it is no link',
    takes: LINK,
    initial: '',
    example: 'https://paper.example/open-day',
  },
  housePicture: {
    column: 'house_picture',
    label: 'House notice: picture',
    help: 'the id of an uploaded picture, as for the sponsor',
    takes: PICTURE,
    initial: '',
    example: 'ffeeddccbbaa99887766554433221100',
  },
  houseAlt: {
    column: 'house_alt',
    label: 'House notice: what the picture shows',
    help: 'for readers who do not see the picture',
    takes: ALT,
    initial: '',
    example: 'The printing hall with its doors open',
  },
  houseFrom: {
    column: 'house_from',
    label: 'House notice: first day',
    help: 'the date of the first edition with the notice; if empty, from now on',
    takes: DATE,
    initial: '',
    example: '2026-12-01',
  },
  houseUntil: {
    column: 'house_until',
    label: 'House notice: last day',
    help: 'the date of the last edition with the notice; if empty, until it is removed',
    takes: DATE,
    initial: '',
    example: '2026-12-12',
  },
  houseAfter: {
    column: 'house_after',
    label: 'House notice: place',
    help: 'the notice is below the story with this number, or below the last one',
    takes: PLACE,
    initial: '1',
    example: '2',
  },
} as const satisfies SettingGroup;
