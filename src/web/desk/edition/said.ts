/** Answers to actions on the approval or the send. No undo stands beside them: it would seem to take the action back. */
const OF_THE_SEND = {
  approved: 'Approved. The edition keeps its stories until it is sent.',
  paused: 'Paused. No further message starts.',
  resumed: 'Resumed. The send goes on.',
  cancelled: 'Cancelled. No further reader gets this edition.',
  'rate-set': 'The rate is set.',
  'send-started': 'The send has started. Its progress is shown here.',
  'number-confirmed': 'The number is confirmed. The edition is sent at its send time.',
  'sent-again': 'The edition is being sent again to the readers that you chose.',
  correcting: 'The correction is being sent. Its progress is shown here.',
} as const;

/** What the page says after an action, by the name in its address. Only these sentences are ever shown. */
const SAID = {
  ...OF_THE_SEND,
  'picture-removed': 'The picture was removed from every edition.',
  applied: 'The newer text was applied.',
  undone: 'Undone.',
  'story-added': 'The story was added.',
  'stories-joined': 'The two stories are one now. Further reports of the event join it.',
  'story-split': 'The report is a story of its own now. It is not joined again.',
  'picture-chosen': 'The story shows the picture that you chose.',
  'picture-dropped': 'The story shows no picture.',
  'story-kept': 'The story stays in the edition, although its outlet withdrew it.',
  'story-let-go': 'The story is no longer kept. It leaves at the last check before the send, at the latest.',
} as const;

export type Said = keyof typeof SAID;

/** True if the name is that of an action on the approval or the send. */
export function isOfTheSend(name: string | undefined): boolean {
  return name !== undefined && Object.hasOwn(OF_THE_SEND, name);
}

/** The sentence for the name in an address; null for any other text. */
export function sentenceFor(name: string | undefined): string | null {
  return name !== undefined && Object.hasOwn(SAID, name) ? SAID[name as Said] : null;
}
