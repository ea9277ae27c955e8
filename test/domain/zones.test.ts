import { expect, test } from 'vitest';
import { listZones, readZone } from '../../src/domain/zones.ts';

test.each([
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['Asia/Calcutta', 'Asia/Calcutta'],
  ['US/Eastern', 'US/Eastern'],
  ['Etc/GMT+5', 'Etc/GMT+5'],
  ['GMT', 'GMT'],
  ['UTC', 'UTC'],
  ['america/new_york', 'America/New_York'],
  ['America/New_york', 'America/New_York'],
  ['gb-eire', 'GB-Eire'],
  ['  Europe/Kyiv ', 'Europe/Kyiv'],
])('%s is a zone, spelled %s', (text, zone) => {
  expect(readZone(text)).toBe(zone);
});

test.each(['', '+02:00', '-0500', 'Mars/Olympus', 'PST', 'Factory', '\0', 'Europe/Madrid\n{', `A${'a'.repeat(80)}`])(
  '%j is none',
  (text) => {
    expect(readZone(text)).toBe(null);
  },
);

test('every zone that Intl lists is one, and is offered once, by its name of today', () => {
  const offered = listZones();
  expect(Intl.supportedValuesOf('timeZone').filter((zone) => readZone(zone) !== zone)).toEqual([]);
  expect(offered.filter((zone) => readZone(zone) !== zone)).toEqual([]);
  expect(new Set(offered).size).toBe(offered.length);
  expect(offered).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'America/New_York']));
  expect(offered).not.toContain('Asia/Calcutta');
});
