import type { Command } from 'commander';

/** Options for what an outlet or an agency grants and forbids. */
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
    .option('--rights <rights>', 'granted rights: headline,summary,picture, or none')
    .option('--bar <rights>', 'barred rights, stronger than granted ones: headline,summary,picture, or none')
    .option('--not-in <countries>', 'countries where its content may not be shown: codes (JP,KR) or names, or none')
    .option('--credit-mandatory', 'show its pictures only with a credit')
    .option('--no-credit-mandatory', 'show its pictures also without a credit')
    .option('--until <date>', 'when the granted rights end: a date or an instant, or none');
