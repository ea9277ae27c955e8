/** A worker thread that parses one document after another. src/newsroom/ingest/parse/parserPool.ts starts it. */
import { parentPort } from 'node:worker_threads';
import { isReveilleError, messageOf } from '../../../domain/errors.ts';
import type { ParserAnswer, Question } from './parserPool.ts';
import { TASKS } from './tasks.ts';

function answer({ name, bytes, source }: Question): ParserAnswer {
  try {
    return { kind: 'parsed', result: TASKS[name](bytes, source) };
  } catch (error) {
    // Errors lose their class between threads.
    return { kind: 'failed', code: isReveilleError(error) ? error.code : null, message: messageOf(error) };
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
parentPort?.postMessage({ kind: 'ready' } satisfies ParserAnswer);
