import { announcedFeeds } from '../announced.ts';
import { parseFeed } from '../feed/feed.ts';
import { parsePage } from '../page/page.ts';

/** What a worker thread can make of a stranger's bytes; each is pure, and throws coded errors alone. */
export const TASKS = { feed: parseFeed, page: parsePage, announced: announcedFeeds } as const;

export type TaskName = keyof typeof TASKS;
export type TaskResult<Name extends TaskName> = ReturnType<(typeof TASKS)[Name]>;
