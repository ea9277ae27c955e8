import { describe, expect, test } from 'vitest';
import type { Picture, Right } from '../../../src/domain/story.ts';
import { agencyKey, namesAgency, type AgencyGrants } from '../../../src/newsroom/rights/agencies.ts';
import { grantedPicture, grantedSummary, refuseItem } from '../../../src/newsroom/rights/grants.ts';
import type { Grants, RightsItem, Use } from '../../../src/newsroom/rights/grants.ts';
import { findReservation, parseEditorsNote, stripNotes } from '../../../src/newsroom/rights/rightsNotes.ts';
import { territoryOf } from '../../../src/domain/territories.ts';

const sendAt = new Date('2026-11-24T05:30:00Z');
const use = (values: Partial<Use> = {}): Use => ({ sendAt, territories: ['US'], agencies: [], ...values });
const terms = (values: Partial<Grants> = {}): Grants => ({
  rights: [],
  barred: [],
  notIn: [],
  isCreditMandatory: false,
  until: null,
  ...values,
});
const agency = (name: string, values: Partial<Grants> = {}): AgencyGrants => ({
  ...terms(values),
  name,
  key: agencyKey(name),
});
const image: Picture = {
  url: 'https://outlet.example/p.jpg',
  width: 800,
  height: 450,
  alt: null,
  caption: 'A ferry. JAPAN OUT',
  credit: 'Ana Example/AP',
};
const item = (values: Partial<RightsItem> = {}): RightsItem => ({
  title: 'Ferries sail again',
  summary: 'Crews voted to sail.',
  description: 'They sail.',
  agency: null,
  copyright: null,
  image,
  editorsNote: null,
  embargoUntil: null,
  isWithdrawn: false,
  isOwn: false,
  outletName: 'Example Times',
  outlet: terms(),
  ...values,
});
const granting = (...rights: Right[]): Partial<RightsItem> => ({ outlet: terms({ rights }) });

describe('a note to editors', () => {
  test('bars countries, cities and the web, and asks for a credit', () => {
    expect(parseEditorsNote('EDS: ADDS PHOTO. JAPAN OUT, CREDIT MANDATORY')).toEqual({
      notIn: ['JP'],
      unknownPlaces: [],
      isCreditMandatory: true,
      isForbidden: false,
    });
    expect(parseEditorsNote('AUSTRALIA AND NEW ZEALAND OUT').notIn).toEqual(['AU', 'NZ']);
    expect(parseEditorsNote('JAPAN, SOUTH KOREA OUT; U.K. OUT').notIn).toEqual(['JP', 'KR', 'GB']);
    expect(parseEditorsNote('NOT FOR USE IN FRANCE.').notIn).toEqual(['FR']);
    expect(parseEditorsNote('MANDATORY CREDIT; TV OUT; MAGS OUT; NO SALES; SEATTLE OUT')).toMatchObject({
      unknownPlaces: ['SEATTLE'],
      isCreditMandatory: true,
    });
    expect(parseEditorsNote('INTERNET OUT').isForbidden).toBe(true);
  });

  test('is told from a sentence', () => {
    for (const text of ['Smith walked OUT of court', 'A sign says GET OUT in Paris.', 'The UK is out of the cup'])
      expect(parseEditorsNote(text)).toMatchObject({ notIn: [], unknownPlaces: [], isForbidden: false });
  });

  test('is never printed', () => {
    expect(stripNotes('(Ana Example/AP) JAPAN OUT, CREDIT MANDATORY')).toBe('(Ana Example/AP)');
    expect(stripNotes('A ferry in the harbour. EDS: SUBS 3rd graf')).toBe('A ferry in the harbour.');
    expect(stripNotes('EDS: NO SALES')).toBeNull();
    expect(stripNotes('A sign says GET OUT in Paris.')).toBe('A sign says GET OUT in Paris.');
  });
});

test('countries are known by name, common name and code', () => {
  expect(['Japan', 'uk', 'U.S.', 'SOUTH KOREA', 'de', 'Côte d’Ivoire'].map(territoryOf)).toEqual([
    'JP',
    'GB',
    'US',
    'KR',
    'DE',
    'CI',
  ]);
  expect(territoryOf('Atlantis')).toBeNull();
});

describe('nothing recorded', () => {
  test('grants headline and the outlet’s own description, no extract and no picture', () => {
    expect(refuseItem(item(), use())).toBeNull();
    expect(grantedSummary(item(), use())).toBe('They sail.');
    expect(grantedPicture(item(), use())).toBeNull();
  });
});

describe('a grant', () => {
  test('shows the picture without the instructions to editors', () => {
    expect(grantedPicture(item(granting('picture')), use())).toEqual({
      ...image,
      caption: 'A ferry.',
      creditMandatory: false,
    });
    expect(grantedSummary(item(granting('summary')), use())).toBe('Crews voted to sail.');
  });

  test('ends at its instant', () => {
    const until = (at: Date) => item({ outlet: terms({ rights: ['picture', 'summary'], until: at }) });
    expect(grantedPicture(until(sendAt), use())).toBeNull();
    expect(grantedSummary(until(sendAt), use())).toBe('They sail.');
    expect(grantedPicture(until(new Date(sendAt.getTime() + 1)), use())).not.toBeNull();
  });

  test('holds in no territory that is barred; a newsletter that names none is read everywhere', () => {
    const story = item(granting('picture'));
    expect(grantedPicture(story, use({ territories: ['US', 'JP'] }))).toBeNull();
    expect(grantedPicture(story, use({ territories: [] }))).toBeNull();
    expect(refuseItem(item({ outlet: terms({ notIn: ['US'] }) }), use())).toBe('Example Times grants nothing for US');
  });

  test('without a credit shows no picture where one is mandatory', () => {
    const bare = { ...image, credit: null, caption: null };
    const outlet = terms({ rights: ['picture'], isCreditMandatory: true });
    expect(grantedPicture(item({ outlet, image: bare }), use())).toBeNull();
    expect(grantedPicture(item({ outlet }), use())).toMatchObject({ creditMandatory: true });
    const noted = item({ ...granting('picture'), image: { ...bare, caption: 'CREDIT MANDATORY' } });
    expect(grantedPicture(noted, use())).toBeNull();
    expect(grantedPicture(item({ ...granting('picture'), image: bare }), use())).not.toBeNull();
  });

  test('of an agency that the credit names is enough, and its bar stronger than an outlet’s grant', () => {
    const ap = (values: Partial<Grants>) => use({ agencies: [agency('The Associated Press', values)] });
    expect(grantedPicture(item(), ap({ rights: ['picture'] }))?.credit).toBe('Ana Example/AP');
    expect(grantedPicture(item(granting('picture')), ap({ barred: ['picture'] }))).toBeNull();
    const wire = item({ agency: 'Associated Press' });
    expect(refuseItem(wire, ap({ barred: ['headline'] }))).toBe('The Associated Press bars its stories');
    expect(grantedSummary(wire, ap({ barred: ['summary'] }))).toBe('');
    expect(refuseItem(item(), ap({ barred: ['headline'] }))).toBeNull();
  });
});

test('an agency is named by whole words', () => {
  const ap = agency('AP');
  expect(namesAgency('Photo by Ana Example / AP', ap)).toBe(true);
  expect(namesAgency('©2026 The Associated Press. All rights reserved.', ap)).toBe(true);
  expect(namesAgency('Japan Times', ap)).toBe(false);
  expect(namesAgency(null, ap)).toBe(false);
});

describe('an item is refused', () => {
  test('that is withdrawn, or embargoed past the send, or barred by its note', () => {
    expect(refuseItem(item({ isWithdrawn: true }), use())).toBe('Example Times has withdrawn it');
    const embargoUntil = new Date('2026-11-24T05:30:00.001Z');
    expect(refuseItem(item({ embargoUntil }), use())).toBe('it is embargoed until 2026-11-24T05:30:00.001Z');
    expect(refuseItem(item({ embargoUntil: sendAt }), use())).toBeNull();
    expect(refuseItem(item({ editorsNote: 'EDS: USA OUT' }), use())).toBe('its note to editors forbids it in US');
    expect(refuseItem(item({ editorsNote: 'EDS: JAPAN OUT' }), use())).toBeNull();
    expect(refuseItem(item({ editorsNote: 'NO ONLINE' }), use())).toBe('its note to editors forbids it');
  });

  test('not for a city, which bars its pictures only', () => {
    const story = item({ ...granting('picture'), editorsNote: 'SEATTLE OUT' });
    expect(refuseItem(story, use())).toBeNull();
    expect(grantedPicture(story, use())).toBeNull();
  });
});

describe('an item that says it may not be republished', () => {
  const reserved = { editorsNote: 'This material may not be published, broadcast, rewritten or redistributed.' };

  test('shows neither text nor picture', () => {
    expect(grantedSummary(item(reserved), use())).toBe('');
    expect(grantedPicture(item(reserved), use())).toBeNull();
    expect(grantedSummary(item({ copyright: '© 2026 Elm Press. May not be republished.' }), use())).toBe('');
  });

  test('is shown where it is the paper’s own, or a right of its outlet or its agency is recorded', () => {
    expect(grantedSummary(item({ ...reserved, isOwn: true }), use())).toBe('Crews voted to sail.');
    expect(grantedSummary(item({ ...reserved, ...granting('summary') }), use())).toBe('Crews voted to sail.');
    const agencies = [agency('AP', { rights: ['summary'] })];
    expect(grantedSummary(item({ ...reserved, agency: 'AP' }), use({ agencies }))).toBe('They sail.');
  });

  test.each([
    ['This article may not be republished without permission.', true],
    ['No part of this story may be reproduced in any form.', true],
    ['Not for republication.', true],
    ['Copyright 2026. Reproduction in whole or in part is prohibited.', true],
    ['Die Weiterverbreitung ist untersagt.', true],
    ['The court ruled that the diaries may not be published.', false],
    ['This article may be republished with credit.', false],
    ['The magazine will not be published in May.', false],
  ])('is told by its words: %s', (text, isBar) => {
    expect(findReservation(text) !== null).toBe(isBar);
  });
});
