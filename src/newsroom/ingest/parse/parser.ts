import { openParser, type Parser } from './parserPool.ts';

// The largest feed of real news (5 MB) takes about 1.5 s of CPU and 120 MB. Two threads: one costly document leaves
// the other to those behind it.
const LIMITS = { threads: 2, cpuMs: 5_000, wallMs: 30_000, heapMegabytes: 192 };

/** The threads of this process in which strangers' documents are parsed. */
export const parser: Parser = openParser(LIMITS);
