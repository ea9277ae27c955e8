import { expect, test } from 'vitest';
import { findFault } from '../../src/newsroom/headline.ts';
import { kindOf, parseKindRules, rulesOf } from '../../src/domain/kinds.ts';
import { explainLead, orderLeads, type LeadFacts } from '../../src/newsroom/lead.ts';

let nextId = 1;
const report = (title: string, values: Partial<LeadFacts> = {}): LeadFacts & { outletName: string } => ({
  id: nextId,
  outletName: `Outlet ${nextId++}`,
  title,
  url: 'https://paper.example/2026/11/24/story',
  section: null,
  at: new Date('2026-11-24T09:00:00Z'),
  isOwn: false,
  hasSummary: true,
  hasPicture: true,
  length: 500,
  ...values,
});
const leadOf = (items: readonly LeadFacts[]): string | undefined => orderLeads(items, (item) => item)[0]?.title;
const plain = { url: 'https://paper.example/2026/11/24/story', section: null };

const PLAIN = 'Ferry runs aground off Cape Lorne, 40 rescued';

test.each([
  'Ferry disaster live: rescuers search wreck off Cape Lorne',
  'What happened to the ferry off Cape Lorne?',
  'How the ferry ran aground off Cape Lorne',
  'Watch: helicopter lifts passengers off ferry at Cape Lorne',
  'Here’s what we know about the ferry off Cape Lorne',
  '‘We thought it was the end’: aboard the Cape Lorne ferry',
  'Opinion | The Cape Lorne ferry was an accident in waiting',
  'Ferry runs aground off Cape Lorne, forty people were res…',
  'Five minutes with the captain of the Cape Lorne ferry – podcast',
  'Sponsored: cruises round Cape Lorne without the ferry',
  '¿Qué pasó con el ferri en Cabo Lorne?',
  'Warum die Fähre vor Kap Lorne auf Grund lief',
])('a plain headline leads before “%s”, however full that report is', (other) => {
  expect(findFault({ title: other, ...plain })).not.toBeNull();
  expect(leadOf([report(other, { length: 9_000 }), report(PLAIN, { hasPicture: false, hasSummary: false })])).toBe(
    PLAIN,
  );
});

test.each([
  PLAIN,
  'Minister quits over ‘missing’ report on Cape Lorne ferry',
  'Live ammunition found aboard ferry at Cape Lorne',
  'Court reviews columns of smoke above Port Amsel',
  'Watchdog fines ferry operator',
  'Navy’s newest frigate leaves Norfolk',
])('“%s” is a plain headline', (title) => {
  expect(findFault({ title, ...plain })).toBeNull();
});

test('the paper’s own report leads its story, with any headline', () => {
  const own = 'How did the ferry run aground?';
  expect(leadOf([report(PLAIN), report(own, { isOwn: true, length: 10 })])).toBe(own);
});

test('the paper’s own sponsored item leads no report', () => {
  expect(leadOf([report(PLAIN), report('Sponsored: cruises round Cape Lorne', { isOwn: true })])).toBe(PLAIN);
});

test('of plain headlines the one that names what the others name leads, then the fullest', () => {
  const aside = report('Harbour town mourns its young seamen tonight', { length: 9_000 });
  const full = report('Ferry aground off Cape Lorne: 40 people rescued', { length: 800 });
  expect(leadOf([aside, report(PLAIN), full, report('Rescue off Cape Lorne as ferry runs aground')])).toBe(full.title);
});

test('says why a report leads that is not the fullest', () => {
  const [live, lead] = [report('Ferry live: rescuers search the wreck', { length: 9_000 }), report(PLAIN)];
  expect(explainLead(lead, [live, lead], (item) => item)).toBe(
    `led by ${lead.outletName}, whose headline names the event; the headline of ${live.outletName} is that of a live blog`,
  );
  expect(explainLead(lead, [lead], (item) => item)).toBeNull();
  expect(explainLead(lead, [lead, report(PLAIN, { length: 1 })], (item) => item)).toBeNull();
});

test.each([
  ['sponsored', 'Sponsored: five mattresses that sailors swear by', null, ''],
  ['sponsored', 'Five mattresses for sailors', 'Sponsored Content', ''],
  ['sponsored', 'Fünf Matratzen für Seeleute', null, 'anzeige/matratzen'],
  ['sponsored', 'Cinco colchones', 'Contenido patrocinado', ''],
  ['podcast', 'PODCAST: The week on deck, episode 41', null, ''],
  ['podcast', 'The week on deck', 'Podcasts', ''],
  ['podcast', 'The week on deck', null, 'podcasts/week-on-deck'],
  ['horoscope', 'Your horoscope for Tuesday', null, ''],
  ['horoscope', 'Was die Sterne sagen', 'Horoskope', ''],
  ['horoscope', 'Crucigrama del lunes', null, 'crucigramas/lunes'],
  ['gallery', 'The fleet’s return, in pictures', null, ''],
  ['gallery', 'Rückkehr der Flotte', 'Bildergalerie', ''],
  ['live', 'Election night: live updates', null, ''],
  ['live', 'Guerre en mer', null, 'live/guerre-en-mer'],
  ['live', 'Liveticker: Die Wahl in Norvale', null, ''],
  ['column', 'Opinion | The navy needs fewer admirals', null, ''],
  ['column', 'Los almirantes sobran', 'Opinión', ''],
  ['column', 'The navy needs fewer admirals', null, 'commentisfree/opinion/admirals'],
  [null, 'Live fire exercise begins off Amsel', 'World', 'world/live-fire-exercise'],
  [null, 'Opinion polls put Okafor ahead', 'Politics', 'politics/opinion-polls'],
  [null, 'Sponsors leave rowing team', 'Sport', 'sport/sponsors'],
] as const)('kind %s: “%s” (%s, %s)', (kind, title, section, path) => {
  expect(kindOf({ title, section, url: `https://paper.example/${path}` })).toBe(kind);
});

test('an invalid address gives no kind', () => {
  expect(kindOf({ title: PLAIN, section: null, url: null })).toBeNull();
  expect(kindOf({ title: PLAIN, section: null, url: 'podcast' })).toBeNull();
});

test('rules name kinds; the others stay as they are by default', () => {
  expect(rulesOf(parseKindRules('live=in, Column = OUT') as object)).toMatchObject({
    live: 'in',
    column: 'out',
    sponsored: 'out',
    gallery: 'down',
  });
  expect(parseKindRules('news=out')).toMatch(/^has "news=out"; write it as/);
  expect(parseKindRules('live=away')).toMatch(/^has "live=away"/);
});
