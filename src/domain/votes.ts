/** The answers to whether an edition was worth its readers' time. */
export const VOTE_ANSWERS = ['yes', 'partly', 'no'] as const;
export type VoteAnswer = (typeof VOTE_ANSWERS)[number];

/** How often each answer was given. */
export type Votes = Readonly<Record<VoteAnswer, number>>;
