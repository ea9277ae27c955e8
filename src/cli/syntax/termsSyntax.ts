import type { Command } from 'commander';

/** The options in which a person says what an outlet or an agency grants and forbids. */
export type TermOptions = {
  rights?: string;
  bar?: string;
  notIn?: string;
  creditMandatory?: boolean;
  until?: string;
};

/** The options of `TermOptions`. */
export const withTerms = (command: Command): Command =>
  command
    .option('--rights <rights>', 'what it grants: headline,summary,picture, or none')
    .option('--bar <rights>', 'what may not be shown, whatever is granted: headline,summary,picture, or none')
    .option('--not-in <countries>', 'where nothing of it may be shown: JP,KR or names, or none')
    .option('--credit-mandatory', 'no picture without a credit')
    .option('--no-credit-mandatory', 'a picture may go without a credit')
    .option('--until <date>', 'until when it grants that: a day or an instant, or none');
