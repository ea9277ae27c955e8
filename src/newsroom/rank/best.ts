/** The best of many numbers: the keys with the highest values, of equal ones the lowest. */
export type Best = {
  clear: () => void;
  offer: (key: number, value: number) => void;
  /** Up to `limit` keys: in the order of their offers if all fit, else the best first. */
  list: () => number[];
};

/** Creates an empty selection. It keeps only the best in order, because sorting all of them takes several times as long. */
export function createBest(limit: number): Best {
  let keys: number[] = [];
  let values: number[] = [];
  let isSorted = false;

  const isBehind = (place: number, key: number, value: number): boolean =>
    values[place]! < value || (values[place] === value && keys[place]! > key);

  /** Moves the last entry to its place among those before it. */
  function sortIn(last: number): void {
    const [key, value] = [keys[last]!, values[last]!];
    let place = last;
    for (; place > 0 && isBehind(place - 1, key, value); place--) {
      keys[place] = keys[place - 1]!;
      values[place] = values[place - 1]!;
    }
    keys[place] = key;
    values[place] = value;
  }

  return {
    clear: () => {
      keys = [];
      values = [];
      isSorted = false;
    },
    offer: (key, value) => {
      if (keys.length < limit) {
        keys.push(key);
        values.push(value);
        return;
      }
      if (!isSorted) for (let last = 1; last < limit; last++) sortIn(last);
      isSorted = true;
      if (!isBehind(limit - 1, key, value)) return;
      keys[limit - 1] = key;
      values[limit - 1] = value;
      sortIn(limit - 1);
    },
    list: () => keys,
  };
}
