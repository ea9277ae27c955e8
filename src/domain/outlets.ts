/** One fetch of an outlet. `items`: the number of new or changed items. `code`: why it failed. */
export type FetchRecord = {
  /** ISO 8601 UTC. */
  at: string;
  result: 'read' | 'unchanged' | 'failed';
  items: number;
  code: string | null;
};

/** A feed that the search at an outlet's address found. `items`: how many it had then. */
export type FoundFeed = { url: string; title: string | null; items: number };
