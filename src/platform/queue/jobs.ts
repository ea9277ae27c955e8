import { z } from 'zod';

const id = z.number().int().positive();

/**
 * Every job: its queue (one per kind of worker) and its payload. A payload contains ids only; the rows decide what a job
 * does.
 */
export const JOBS = {
  /** Fetch one outlet. */
  ingest: { queue: 'newsroom', payload: z.object({ outletId: id }) },
  /** Give the newsletter's new items their stories. */
  place: { queue: 'newsroom', payload: z.object({ newsletterId: id }) },
  /** Rank the newsletter's items, then compose (or refresh) the day's draft, or the week's best-of. */
  compose: {
    queue: 'newsroom',
    payload: z.object({
      newsletterId: id,
      date: z.iso.date(),
      dueAt: z.iso.datetime().nullable(),
      kind: z.enum(['daily', 'weekly']).default('daily'),
    }),
  },
  /** Fetch the pictures of a draft's stories, and compose the draft again with them. */
  pictures: { queue: 'newsroom', payload: z.object({ editionId: id }) },
  /** Check an edition's stories and readers again, shortly before it starts or before one of its waves. */
  recheck: { queue: 'newsroom', payload: z.object({ editionId: id, dueAt: z.iso.datetime() }) },
  /** Render an edition that is `preparing`. */
  render: { queue: 'renderer', payload: z.object({ editionId: id }) },
  /** Render an edition that staff changed, under its next revision. */
  renderRevision: { queue: 'renderer', payload: z.object({ editionId: id }) },
  /** Render one mail of the outbox. */
  renderOutbox: { queue: 'renderer', payload: z.object({ outboxId: id }) },
  /** Claim and submit the edition's due deliveries until none is left; `slot` lets several mailers share. */
  deliver: { queue: 'mailer', payload: z.object({ editionId: id, slot: z.number().int().nonnegative() }) },
  /** Submit the outbox's ready mails. */
  deliverOutbox: { queue: 'mailer', payload: z.object({}) },
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;
/** A payload as the caller gives it. Fields with a default may be missing. */
export type JobInput<N extends JobName> = z.input<(typeof JOBS)[N]['payload']>;
export type QueueName = (typeof JOBS)[JobName]['queue'];
