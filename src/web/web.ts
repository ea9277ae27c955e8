import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { ClickCounter } from '../editions/clicks/counter.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import type { Role } from '../domain/roles.ts';
import type { Keys } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Queues } from '../platform/queue/queue.ts';
import type { Lane } from '../staff/lane.ts';
import type { PasswordCost } from '../staff/passwords.ts';
import type { Checks } from './desk/edition/checks.ts';
import type { ImportRunner } from '../readers/import/importRunner.ts';
import type { Scrapes } from './operations/scrapes.ts';
import type { ProgressFeeds } from './desk/edition/progressFeeds.ts';
import type { Backlog } from './backlog.ts';
import type { SignUpLimits } from './public/signUp/limits.ts';
import type { DisposableCheck } from '../readers/disposable.ts';
import type { PictureCache } from './public/edition/pictureCache.ts';
import type { Site } from './site.ts';

/** What the web needs from the process that runs it. */
export type WebDeps = {
  db: Db;
  keys: Keys;
  queues: Queues;
  config: Config;
  log: Log;
  now: () => Date;
  /** Aborted before the process ends, so that endless answers (streams) end. */
  draining?: AbortSignal;
  /** Given by a process that stores the last counts before it ends. Otherwise the web creates its own. */
  clicks?: ClickCounter;
  /** Given by a process that closes it at the end. Otherwise the web creates its own. */
  scrapes?: Scrapes;
  /** Given by a process that makes checks ahead. Otherwise the web creates its own. */
  checks?: Checks;
  /** Given by a process that also takes up what others left. Otherwise the web creates its own. */
  imports?: ImportRunner;
  /** Replaces the standard limits of sign-ups. */
  signUpLimits?: SignUpLimits;
  /** Replaces the standard cost of a password's hash. */
  passwordCost?: PasswordCost;
  /** Replaces the few seconds that a page waits for an outlet's answer. */
  patienceMs?: number;
};

/** The first argument of every handler. */
export type Web = WebDeps & {
  site: Site;
  progress: ProgressFeeds;
  checks: Checks;
  pictures: PictureCache;
  backlog: Backlog;
  clicks: ClickCounter;
  scrapes: Scrapes;
  imports: ImportRunner;
  /** The folder of uploaded lists. */
  uploads: string;
  signUpLimits: SignUpLimits;
  isDisposable: DisposableCheck;
  /** Limits concurrent password checks, because each takes 32 MB and a large part of a second. */
  passwordLanes: Readonly<{ known: Lane; strangers: Lane }>;
};

/** The signed-in account. Every form of the desk must return `formToken`. */
export type Staff = Readonly<{
  id: number;
  name: string;
  role: Role;
  formToken: string;
  sessionId: number;
  /** The person signed in, or proved again who they are, within the last ten minutes. */
  isChecked: boolean;
  /** What every page of the desk must say, such as that all sending is paused. Null or undefined: nothing. */
  warning?: string | null;
}>;

export type WebEnv = { Bindings: Partial<HttpBindings>; Variables: { staff?: Staff } };
export type WebContext = Context<WebEnv>;
export type App = Hono<WebEnv>;
export type WebHandler = (web: Web, c: WebContext) => Promise<Response> | Response;
