/** Reusable buffers: one for each message being sent. */
export type Buffers = { take: () => Buffer; giveBack: (buffer: Buffer) => void };

// The most that a reader's values add to a template: an address, a Message-ID and some tokens.
const VALUES_BYTES = 4_096;

/** Buffers for messages of a template of `templateBytes`. */
export function openBuffers(templateBytes: number): Buffers {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(templateBytes + VALUES_BYTES),
    giveBack: (buffer) => void free.push(buffer),
  };
}
