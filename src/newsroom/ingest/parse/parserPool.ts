import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { codeOf, ReveilleError, type ErrorCode } from '../../../domain/errors.ts';
import type { Source } from '../story.ts';
import type { TaskName, TaskResult } from './tasks.ts';

export type Question = { name: TaskName; bytes: Uint8Array; source: Source };
export type ParserAnswer =
  | { kind: 'ready' }
  | { kind: 'parsed'; result: unknown }
  | { kind: 'failed'; code: ErrorCode | null; message: string };

/** The number of threads, and the limits for one document: CPU time, total time, MB of heap. */
export type ParseLimits = { threads: number; cpuMs: number; wallMs: number; heapMegabytes: number };

/** Parses documents in threads; see `openParser`. */
export type Parser = {
  parse: <Name extends TaskName>(
    name: Name,
    bytes: Uint8Array,
    source: Source,
    /** the caller's deadline */
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

function errorOf({ code, message }: Extract<ParserAnswer, { kind: 'failed' }>): Error {
  return code === null ? new Error(message) : new ReveilleError(code, message);
}

/** The next message of a thread, or the way in which it ended. */
function heard({ worker }: Pick<Thread, 'worker'>): Promise<ParserAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => void worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    const onMessage = (answer: ParserAnswer): void => {
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
    // Parsers of untrusted bytes get no environment variables.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 16 },
  });
  const ready = heard({ worker });
  ready.catch(() => undefined);
  // An error after the end of the thread needs a listener.
  worker.on('error', () => undefined);
  return { worker, ready };
}

/** The CPU time of a thread so far. An ended thread is reported elsewhere. */
async function cpuMsOf(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }));
  return (user + system) / 1000;
}

/**
 * Rejects when the thread exceeds a limit. CPU time is limited too, because wall time also passes on a busy machine.
 */
async function watch({ worker }: Thread, { cpuMs, wallMs }: ParseLimits, signal: AbortSignal): Promise<never> {
  const startedAt = performance.now();
  const startCpuMs = await cpuMsOf(worker);
  for (;;) {
    await sleep(WATCH_MS, undefined, { signal });
    const usedMs = (await cpuMsOf(worker)) - startCpuMs;
    if (usedMs > cpuMs || performance.now() - startedAt > wallMs) throw tooSlow();
  }
}

/**
 * Parses a document in the thread and returns the result or the parser's error. Throws if the thread can no longer be
 * used.
 */
async function ask(thread: Thread, limits: ParseLimits, question: Question): Promise<ParserAnswer> {
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
 * Opens threads that parse untrusted documents in the order of arrival. They start on demand, do not keep the process
 * alive, and end after 30 seconds without work. A document that exceeds `limits` ends its thread; a new thread replaces
 * it and parses the following documents. `parse` throws the errors of the task, PARSE_TOO_SLOW and PARSE_TOO_LARGE.
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
        // TASKS defines the result type of each name.
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
