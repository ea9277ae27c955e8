import type { LoadedEdition } from '../../src/editions/load.ts';
import { buildConfirmation, buildWelcome } from '../../src/render/letter.ts';
import { buildHtml } from '../../src/render/mjml.ts';
import { standardTemplates } from '../../src/render/templates.ts';
import { buildEdition } from '../../src/render/view.ts';
import { makeLoaded, makeStory } from '../render/support.ts';

const SECTIONS = [
  { name: 'At sea', words: [] },
  { name: 'On land', words: [] },
];

/** An edition with everything that one can have, of stories that never change. */
export function edition(theme = 'standard'): LoadedEdition {
  const stories = [
    makeStory(1, { headline: 'Ferries sail again after three days of storm', also_reported_by: ['Coast Wire'] }),
    makeStory(2, { headline: 'Choir sings at dawn', section: 'On land', dateline: 'CORVALE', language: 'en' }),
    makeStory(3, { headline: 'Lighthouse lamp found in a cellar', section: 'At sea', outlet_name: 'Coast Wire' }),
    makeStory(4, { headline: 'Mine cleared from the channel', section: 'At sea', image: null, update_of: 3 }),
    makeStory(5, { headline: 'Pie prize awarded', agency: 'Meridian News Agency', copyright: '© Meridian' }),
    makeStory(6, { headline: 'Bridge closes for repairs until the spring', outlet_name: 'Coast Wire' }),
    makeStory(7, { headline: 'Council votes on ferry prices' }),
  ];
  return makeLoaded(stories, {
    newsletter: {
      theme,
      sections: SECTIONS,
      full_stories: 5,
      sponsor_text: 'Warm coats for every weather, made in Port Aven.',
      sponsor_url: 'https://coats.example/winter',
      house_notice: 'Join the readers’ evening',
      house_notice_url: 'https://paper.example/evening',
    },
    edition: { note: 'We are late today.' },
  });
}

const ADDRESS = 'https://mail.paper.example';

async function letterHtml(name: 'confirmation' | 'welcome'): Promise<string> {
  const templates = await standardTemplates();
  const own = { language: 'en', theme: await templates.theme('standard') };
  const { newsletter } = edition();
  if (name === 'confirmation') {
    const { view } = buildConfirmation(newsletter, { confirmUrl: `${ADDRESS}/c`, firstName: 'Ada' }, own);
    return buildHtml(templates.fill('letter', view), 'letter');
  }
  const shown = {
    ...own,
    format: 'full' as const,
    storyCount: 3,
    fullCount: null,
    maxSummary: null,
    isBare: false,
    hasContents: false,
    hasSlots: false,
    hasMostRead: false,
    picturesUrl: `${ADDRESS}/pictures`,
    webUrl: `${ADDRESS}/e`,
  };
  const latest = { url: `${ADDRESS}/e`, view: buildEdition(edition(), shown) };
  const next = { at: new Date('2026-11-25T05:30:00Z'), zone: 'Europe/Berlin' };
  const links = { unsubscribeUrl: `${ADDRESS}/u`, preferencesUrl: `${ADDRESS}/p` };
  const { view } = buildWelcome(newsletter, links, { ...own, latest, next });
  return buildHtml(templates.fill('letter', view), 'letter');
}

/** The letters' HTML. */
export const letters = {
  confirmation: () => letterHtml('confirmation'),
  welcome: () => letterHtml('welcome'),
};
