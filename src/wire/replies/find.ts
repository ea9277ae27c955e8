import { isDoubtful } from './doubt.ts';
import type { Rule, Stage } from './rule.ts';
import { replyRules } from './table.ts';

/** What is known of a refusal: its three digits, its enhanced status (RFC 3463) or null, its words as of `wordsOf`. */
export type Refusal = { code: number; status: string | null; words: string };

function fits({ when }: Rule, stage: Stage, { code, status, words }: Refusal): boolean {
  if (typeof when.code === 'number' ? Math.trunc(code / 100) !== when.code : !when.code.includes(code)) return false;
  if (when.stages && !when.stages.includes(stage)) return false;
  if (when.status && !when.status.test(status?.slice(2) ?? '')) return false;
  return !when.text || when.text.test(words);
}

/** What else would be a dead address, where words stand beside it that give another reason. */
export const doubted: Rule = { when: { code: 5 }, means: 'refused', source: 'RFC 3463 2' };

/**
 * The rule that decides what a refusal means: the first of `replyRules` that fits. Every 4yz and 5yz finds one. A dead
 * address takes words or a status that say so, and none that speak against it: else `doubted`.
 */
export function findRule(stage: Stage, refusal: Refusal): Rule | undefined {
  const rule = replyRules.find((each) => fits(each, stage, refusal));
  return rule?.means === 'address-dead' && isDoubtful(refusal.words) ? doubted : rule;
}
