import { isDoubtful } from './doubt.ts';
import type { Rule, Stage } from './rule.ts';
import { replyRules } from './table.ts';

/** A refusal: its three-digit code, its enhanced status (RFC 3463) or null, and its words (from `wordsOf`). */
type Refusal = { code: number; status: string | null; words: string };

function fits({ when }: Rule, stage: Stage, { code, status, words }: Refusal): boolean {
  if (typeof when.code === 'number' ? Math.trunc(code / 100) !== when.code : !when.code.includes(code)) return false;
  if (when.stages && !when.stages.includes(stage)) return false;
  if (when.status && !when.status.test(status?.slice(2) ?? '')) return false;
  return !when.text || when.text.test(words);
}

/** The rule for a dead address whose reply also gives another reason. */
export const doubted: Rule = { when: { code: 5 }, means: 'refused', source: 'RFC 3463 2' };

/**
 * Finds the rule that decides the meaning of a refusal: the first match in `replyRules`. Every 4yz and 5yz has one. A
 * dead address needs words or a status that say so, and no other reason next to them; otherwise the rule is `doubted`.
 */
export function findRule(stage: Stage, refusal: Refusal): Rule | undefined {
  const rule = replyRules.find((each) => fits(each, stage, refusal));
  return rule?.means === 'address-dead' && isDoubtful(refusal.words) ? doubted : rule;
}
