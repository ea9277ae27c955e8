/**
 * The addresses that a file has named so far, as the first 64 bits of their keyed hashes: 16 bytes a slot, so that a
 * list of a million takes 32 MB where a Set of strings takes over 100. Two of a million addresses share those bits
 * with a chance of one in 30 million.
 */
export function createAddressSet(): { add: (hash: Buffer) => boolean } {
  let slots = 1 << 16;
  let count = 0;
  let words = new Uint32Array(slots * 2);

  function place(table: Uint32Array, size: number, high: number, low: number): boolean {
    let slot = low & (size - 1);
    while (table[slot * 2] !== 0 || table[slot * 2 + 1] !== 0) {
      if (table[slot * 2] === high && table[slot * 2 + 1] === low) return false;
      slot = (slot + 1) & (size - 1);
    }
    table[slot * 2] = high;
    table[slot * 2 + 1] = low;
    return true;
  }

  function grow(): void {
    const wider = new Uint32Array(slots * 4);
    for (let slot = 0; slot < slots; slot++) {
      const high = words[slot * 2]!;
      const low = words[slot * 2 + 1]!;
      if (high !== 0 || low !== 0) place(wider, slots * 2, high, low);
    }
    slots *= 2;
    words = wider;
  }

  return {
    /** False where the address was there already. */
    add(hash) {
      if (count * 2 >= slots) grow();
      // A slot of zeros is an empty one.
      const isNew = place(words, slots, hash.readUInt32LE(0) || 1, hash.readUInt32LE(4));
      if (isNew) count++;
      return isNew;
    },
  };
}
