/** A colour as #rrggbb, in small letters. */
export type Colour = `#${string}`;

const channels = (colour: Colour): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** WCAG 2.2's relative luminance, from 0 (black) to 1 (white). */
function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** WCAG 2.2's contrast ratio of two colours, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Black or white, whichever reads better on `paper`: at least 4.58 : 1 on any colour. */
export function inkOn(paper: Colour): Colour {
  return contrast('#ffffff', paper) >= contrast('#000000', paper) ? '#ffffff' : '#000000';
}

/** `colour`, mixed with as much of the ink for `paper` as it needs to stand out from it by `ratio` : 1. */
export function readableOn(paper: Colour, colour: Colour, ratio: number): Colour {
  const ink = channels(inkOn(paper));
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = channels(colour).map((value, index) => Math.round(value * (1 - share) + ink[index]! * share));
    const candidate: Colour = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(candidate, paper) >= ratio) return candidate;
  }
  return inkOn(paper);
}
