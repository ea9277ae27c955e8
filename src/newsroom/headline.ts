import { kindOf, KIND_NAMES, type Kind } from '../domain/kinds.ts';

// A quotation of at least so much of a headline is what it consists of.
const QUOTED_SHARE = 0.4;
const QUOTATION = /["“„«]([^"”“»]+)["”“»]|(?<![\p{L}\p{N}])['‘‚]([^'’‘]+(?:['’]\p{L}[^'’‘]*)*)['’‘](?![\p{L}\p{N}])/gu;
const QUESTION =
  /[?？؟]\s*['"”’»]?\s*$|\?\s|^¿|^(?:how|why|who|where|when|what|which|wie|warum|wieso|was|wer|comment|pourquoi|cómo|qué|quién|por qué|come|perché|hoe|waarom)\s/iu;
const TEASE =
  /\bhere(?:['’]s| is| are)\b|\bthis is (?:how|why|what)\b|\byou (?:won['’]t|need to|should)\b|\b(?:what|things|everything) (?:we|you|to) (?:need to )?know\b|^\d+ (?:things|ways|reasons|takeaways|facts)\b|^(?:watch|listen|look|see|meet|read)\b|^(?:best|top) \d+\b|\bhat man wissen\b|\bdas müssen sie wissen\b|\blo que (?:sabemos|debes saber)\b|\bce (?:que l['’]on sait|qu['’]il faut savoir)\b|\bexplained$|,? reviewed$|^at last\b|\ba (?:very )?big deal\b/iu;
const CUT = /(?:\.{3}|…)\s*$/u;
const MIN_WORDS = 3;

function isQuotation(title: string): boolean {
  const quoted = [...title.matchAll(QUOTATION)].filter(([whole]) => /\s\S+\s/u.test(whole));
  return quoted.reduce((sum, [whole]) => sum + whole.length, 0) >= title.length * QUOTED_SHARE;
}

/**
 * Why a headline does not tell its event plainly, as the end of "its headline …"; null where it does. By the words
 * alone, in the languages of Western Europe.
 */
export function findFault(
  item: { title: string; url: string | null; section: string | null },
  kind: Kind | null = kindOf(item),
): string | null {
  const title = item.title.trim();
  if (kind !== null) return `is that of ${KIND_NAMES[kind].replace('sponsored', 'a sponsored item')}`;
  if (CUT.test(title)) return 'is cut short';
  if (QUESTION.test(title)) return 'asks or announces an explanation';
  if (TEASE.test(title)) return 'teases';
  if (isQuotation(title)) return 'is a quotation';
  return title.split(/\s+/u).length < MIN_WORDS && /^[\p{ASCII}\p{Script=Latin}\s]*$/u.test(title)
    ? 'says too little'
    : null;
}
