import { openParser, type Parser } from './parserPool.ts';

// The largest real feed (5 MB) takes about 1.5 s of CPU and 120 MB. There are two threads, so that one costly document
// does not block all others.
const LIMITS = { threads: 2, cpuMs: 5_000, wallMs: 30_000, heapMegabytes: 192 };

/** The threads of this process that parse untrusted documents. */
export const parser: Parser = openParser(LIMITS);
