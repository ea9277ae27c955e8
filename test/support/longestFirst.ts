import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What a text holds that starts processes and waits for them. */
const SPAWNS = /'node:child_process'|support\/processes\.ts'/;

/**
 * Starts with the files that start processes of their own: they take longest, and mostly wait. At the end they would
 * keep one worker while the others have nothing to do.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [spawning, others] = [true, false].map((spawns) =>
      sorted.filter(({ moduleId }) => SPAWNS.test(readFileSync(moduleId, 'utf8')) === spawns),
    );
    return [...spawning!, ...others!];
  }
}
