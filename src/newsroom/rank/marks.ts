/** A set of small numbers that is emptied at once: each number has the round in which it was last added. */
export type Marks = { rounds: Uint32Array; round: number };

const MAX_ROUND = 0xff_ff_ff_ff;

/** An empty set. */
export function createMarks(): Marks {
  return { rounds: new Uint32Array(1_024), round: 1 };
}

/** Empties the set, and makes room for the numbers below `size`. */
export function clearMarks(marks: Marks, size: number): void {
  if (size > marks.rounds.length || marks.round === MAX_ROUND) {
    marks.rounds = new Uint32Array(2 * size);
    marks.round = 0;
  }
  marks.round++;
}

export function mark({ rounds, round }: Marks, number: number): void {
  rounds[number] = round;
}

export function isMarked({ rounds, round }: Marks, number: number): boolean {
  return rounds[number] === round;
}
