import { html, type Html } from '../../markup/html.ts';

/** A reason of a rank: its words, and the points that they add. */
export type RankPart = { words: string; points: string | null };

// "reported by 3 outlets (+1.4)": src/newsroom/rank/score.ts
const WITH_POINTS = /^(.*) \(([+−]\d+(?:\.\d+)?)\)$/u;
// Shown as a mark of its own.
const PLACED = /^placed at number \d+ by staff$/;

/** The reasons of a story's rank as parts that one can scan. */
export function rankParts(reasons: readonly string[]): RankPart[] {
  return reasons
    .filter((reason) => !PLACED.test(reason))
    .map((reason) => {
      const [, words, points] = WITH_POINTS.exec(reason) ?? [];
      return words === undefined || points === undefined ? { words: reason, points: null } : { words, points };
    });
}

/** Why a story is where it is: its score, and each part of it with its points. */
export function whyRanked({ score, reasons }: { score: number; reasons: readonly string[] }): Html {
  return html`<ul class="why" aria-label="Why it is ranked here">
    <li class="chip"><b>${score.toFixed(1)}</b> score</li>
    ${rankParts(reasons).map(({ words, points }) =>
      points === null
        ? html`<li class="chip note">${words}</li>`
        : html`<li class="chip ${points.startsWith('+') ? 'plus' : 'minus'}">${words} <b>${points}</b></li>`,
    )}
  </ul>`;
}
