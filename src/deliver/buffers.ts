/** Buffers that go round: one for each message under way. */
export type Buffers = { take: () => Buffer; giveBack: (buffer: Buffer) => void };

// What the slots' values may add to a template: an address, a Message-ID and some tokens.
const VALUES_BYTES = 4_096;

/** Buffers for messages of a template of `templateBytes`. */
export function openBuffers(templateBytes: number): Buffers {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(templateBytes + VALUES_BYTES),
    giveBack: (buffer) => void free.push(buffer),
  };
}
