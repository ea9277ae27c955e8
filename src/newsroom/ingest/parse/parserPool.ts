import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { codeOf, ReveilleError, type ErrorCode } from '../../../domain/errors.ts';
import type { Source } from '../story.ts';
import type { TaskName, TaskResult } from './tasks.ts';

export type Question = { name: TaskName; bytes: Uint8Array; source: Source };
export type Answer =
  | { kind: 'ready' }
  | { kind: 'parsed'; result: unknown }
  | { kind: 'failed'; code: ErrorCode | null; message: string };

/** How many threads parse at once, and what one document may cost: CPU time, time in all, MB of heap. */
export type ParseLimits = { threads: number; cpuMs: number; wallMs: number; heapMegabytes: number };

/** Parses documents in threads; see `openParser`. */
export type Parser = {
  parse: <Name extends TaskName>(
    name: Name,
    bytes: Uint8Array,
    source: Source,
    /** the caller's own deadline: it waits no longer */
    signal?: AbortSignal,
  ) => Promise<TaskResult<Name>>;
  close: () => Promise<void>;
};

type Thread = { worker: Worker; ready: Promise<unknown> };
type Waiting = { question: Question; resolve: (result: unknown) => void; reject: (error: unknown) => void };

const WATCH_MS = 250;
const IDLE_MS = 30_000;

function tooSlow(): ReveilleError {
  return new ReveilleError('PARSE_TOO_SLOW', 'The document takes too long to parse.');
}

function errorOf({ code, message }: Extract<Answer, { kind: 'failed' }>): Error {
  return code === null ? new Error(message) : new ReveilleError(code, message);
}

/** The next thing that a thread says, or how it ended. */
function heard({ worker }: Pick<Thread, 'worker'>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => void worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    const onMessage = (answer: Answer): void => {
      settle();
      resolve(answer);
    };
    const onError = (error: unknown): void => {
      settle();
      reject(
        codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new ReveilleError('PARSE_TOO_LARGE', 'The document needs too much memory to parse.')
          : error,
      );
    };
    const onExit = (): void => {
      settle();
      reject(new ReveilleError('PARSE_TOO_LARGE', 'The document made the parser thread end.'));
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

function startThread({ heapMegabytes }: ParseLimits): Thread {
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    // Strangers' bytes need nothing of what the environment holds.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 16 },
  });
  const ready = heard({ worker });
  ready.catch(() => undefined);
  // After its end an error has nobody else who listens.
  worker.on('error', () => undefined);
  return { worker, ready };
}

/** CPU time of a thread so far; one that has ended says so by other means. */
async function cpuMsOf(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }));
  return (user + system) / 1000;
}

/** Rejects once the thread has used up what a document may cost. A busy machine makes the clock run, not the CPU. */
async function watch({ worker }: Thread, { cpuMs, wallMs }: ParseLimits, signal: AbortSignal): Promise<never> {
  const startedAt = performance.now();
  const startCpuMs = await cpuMsOf(worker);
  for (;;) {
    await sleep(WATCH_MS, undefined, { signal });
    const usedMs = (await cpuMsOf(worker)) - startCpuMs;
    if (usedMs > cpuMs || performance.now() - startedAt > wallMs) throw tooSlow();
  }
}

/** What the thread makes of a document, its own errors included. Throws where the thread is of no more use. */
async function ask(thread: Thread, limits: ParseLimits, question: Question): Promise<Answer> {
  await thread.ready;
  const answer = heard(thread);
  const ended = new AbortController();
  thread.worker.postMessage(question);
  try {
    return await Promise.race([answer, watch(thread, limits, ended.signal)]);
  } finally {
    ended.abort();
    answer.catch(() => undefined);
  }
}

/**
 * Opens threads in which strangers' documents are parsed, in the order in which they come. They start when they are
 * needed, hold up no process's end, and end after half a minute without work. A document that costs more than `limits`
 * ends its thread; another takes its place, and the documents behind it are parsed as if nothing had happened.
 * `parse` throws what the task throws, PARSE_TOO_SLOW, and PARSE_TOO_LARGE.
 */
export function openParser(limits: ParseLimits): Parser {
  const waiting: Waiting[] = [];
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  let idleTimer: NodeJS.Timeout | null = null;

  const end = async (thread: Thread): Promise<void> => {
    all.delete(thread);
    await thread.worker.terminate();
  };
  const endIdle = (): void => {
    for (const thread of idle.splice(0)) void end(thread);
  };
  const take = (): Thread | null => {
    const free = idle.pop();
    if (free) return free;
    if (all.size >= limits.threads) return null;
    const thread = startThread(limits);
    all.add(thread);
    return thread;
  };

  async function work(thread: Thread, { question, resolve, reject }: Waiting): Promise<void> {
    thread.worker.ref();
    try {
      const answer = await ask(thread, limits, question);
      if (answer.kind === 'parsed') resolve(answer.result);
      else reject(answer.kind === 'failed' ? errorOf(answer) : new Error('A thread answered out of turn.'));
      idle.push(thread);
      thread.worker.unref();
    } catch (error) {
      reject(error);
      await end(thread);
    }
    next();
  }

  function next(): void {
    if (idleTimer) clearTimeout(idleTimer);
    idleTimer = setTimeout(endIdle, IDLE_MS).unref();
    while (waiting.length > 0) {
      const thread = take();
      if (!thread) return;
      void work(thread, waiting.shift()!);
    }
  }

  return {
    parse: (name, bytes, source, signal) =>
      new Promise((resolve, reject) => {
        // TASKS says what each name gives.
        const settle = (result: unknown): void => resolve(result as TaskResult<typeof name>);
        signal?.addEventListener('abort', () => reject(tooSlow()), { once: true });
        waiting.push({ question: { name, bytes, source }, resolve: settle, reject });
        next();
      }),
    close: async () => {
      await Promise.all([...all].map(end));
    },
  };
}
