/**
 * One fetch of an outlet. `items`: the number of new or changed items. `inFeed`: the items in its feed; older records have
 * none. `code`: why it failed.
 */
export type FetchRecord = {
  /** ISO 8601 UTC. */
  at: string;
  result: 'read' | 'unchanged' | 'failed';
  items: number;
  inFeed?: number;
  code: string | null;
};

/** A feed that the search at an outlet's address found. `items`: how many it had then. */
export type FoundFeed = { url: string; title: string | null; items: number };
