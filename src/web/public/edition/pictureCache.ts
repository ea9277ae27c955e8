/** A cache of bytes by name. It keeps the most recently used ones, `maxBytes` in total. */
export type PictureCache = { read: (name: string, load: () => Promise<Buffer | null>) => Promise<Buffer | null> };

/** During a send, all readers request the same dozen files, so each is read from the database only once. */
export function createPictureCache(maxBytes: number): PictureCache {
  const kept = new Map<string, Buffer>();
  let size = 0;
  const drop = (name: string): void => {
    size -= kept.get(name)?.length ?? 0;
    kept.delete(name);
  };
  return {
    read: async (name, load) => {
      const body = kept.get(name) ?? (await load());
      if (!body) return null;
      drop(name);
      kept.set(name, body);
      size += body.length;
      for (const oldest of kept.keys()) {
        if (size <= maxBytes) break;
        drop(oldest);
      }
      return body;
    },
  };
}
