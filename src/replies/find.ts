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

/** The rule that decides what a refusal means: the first of `replyRules` that fits. Every 4yz and 5yz finds one. */
export function findRule(stage: Stage, refusal: Refusal): Rule | undefined {
  return replyRules.find((rule) => fits(rule, stage, refusal));
}
