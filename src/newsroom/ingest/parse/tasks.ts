import { announcedFeeds } from '../announced.ts';
import { parseFeed } from '../feed/feed.ts';
import { parsePage } from '../page/page.ts';

/** The tasks of a worker thread for untrusted bytes. Each is pure and throws only coded errors. */
export const TASKS = { feed: parseFeed, page: parsePage, announced: announcedFeeds } as const;

export type TaskName = keyof typeof TASKS;
export type TaskResult<Name extends TaskName> = ReturnType<(typeof TASKS)[Name]>;
