import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What a text holds that starts processes and waits for them. */
const SPAWNS = /'node:child_process'|support\/(?:processes|flow)\.ts'/;
/** What a text holds that tries many cases. */
const DRAWS = /support\/runs\.ts'/;

/**
 * Starts with the files that start processes of their own, then with those that try many cases, then with the longest
 * texts. The first take longest, and mostly wait: at the end they would keep one worker while the others have nothing to do.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const texts = new Map(files.map(({ moduleId }) => [moduleId, readFileSync(moduleId, 'utf8')]));
    const weigh = ({ moduleId }: TestSpecification): number => {
      const text = texts.get(moduleId)!;
      return (SPAWNS.test(text) ? 2e9 : DRAWS.test(text) ? 1e9 : 0) + text.length;
    };
    return files.toSorted((a, b) => weigh(b) - weigh(a));
  }
}
