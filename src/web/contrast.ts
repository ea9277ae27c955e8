import { channelsOf, contrastOf } from '../domain/colour.ts';

/** A colour as #rrggbb, in lower case. */
export type Colour = `#${string}`;

/** Black or white, whichever has more contrast on `paper`: at least 4.58 : 1 on any colour. */
export function inkOn(paper: Colour): Colour {
  return contrastOf('#ffffff', paper) >= contrastOf('#000000', paper) ? '#ffffff' : '#000000';
}

/** Mixes `colour` with black or white until its contrast with `paper` is at least `ratio` : 1. */
export function readableOn(paper: Colour, colour: Colour, ratio: number): Colour {
  const ink = channelsOf(inkOn(paper));
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = channelsOf(colour).map((value, index) => Math.round(value * (1 - share) + ink[index]! * share));
    const candidate: Colour = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    if (contrastOf(candidate, paper) >= ratio) return candidate;
  }
  return inkOn(paper);
}
