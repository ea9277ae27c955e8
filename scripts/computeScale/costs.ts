/** What was measured: docs/benchmarks.md has each figure under the heading named here. */
export const MEASURED = {
  /** Sending, `--part speed`, with both DKIM signatures. */
  mailerMsAMessage: 0.55,
  /** The same: what one mailer reached. */
  messagesASecondOfOneMailer: 1_800,
  /** Sending, `--part mailers`. */
  postgresMsAMessage: 0.1,
  /** Counts at a million readers: 911,400 deliveries in 15.8 s. */
  freezeSecondsAMillion: 15.8 / 0.9114,
  /** Sending, `--part bytes`. */
  bytesADelivery: 273,
  walBytesADelivery: 1_378,
  bytesAReader: 457,
  /** Import, a million rows. */
  importSecondsAMillion: 20.2,
  /** Signing up and leaving: GET /healthz, the least that any request costs. */
  webMsARequest: 0.11,
} as const;

/** What was not measured, because it depends on the paper, its relays and its readers. */
export const ASSUMED = {
  /** All readers get the edition within this time. */
  windowSeconds: 3_600,
  messageBytes: 60_000,
  /** What a relay hands on to mailbox providers. */
  messagesASecondOfOneRelay: 500,
  /** Readers who open the mail within the window, with pictures. */
  openShare: 0.3,
  picturesAnOpen: 8,
  pictureBytes: 25_000,
} as const;

/** Numbers of readers that are computed. The first was measured whole. */
export const SIZES = [1_000_000, 10_000_000, 100_000_000] as const;
