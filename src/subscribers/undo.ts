/** An Undo is for a slip. Later, whoever holds an old mail must not bring back somebody who left. */
export const UNDO_MS = 24 * 3600_000;
