import { expect, test } from 'vitest';
import { jsonForm, parseDockerfile, parsePairs } from '../../../scripts/checkImage/dockerfile.ts';

test('a Dockerfile is read into stages, over comments and lines that go on', () => {
  const stages = parseDockerfile(
    [
      '# what it is',
      'FROM node:26-slim AS tools',
      'run apt-get update \\',
      '    # why',
      ' && apt-get install',
      'FROM node:26-slim',
      'COPY --from=tools --chown=node /a b ./c/',
    ].join('\n'),
  );
  expect(stages).toEqual([
    {
      from: 'node:26-slim',
      name: 'tools',
      instructions: [{ line: 3, name: 'RUN', flags: {}, text: 'apt-get update && apt-get install' }],
    },
    {
      from: 'node:26-slim',
      name: '1',
      instructions: [{ line: 7, name: 'COPY', flags: { from: 'tools', chown: 'node' }, text: '/a b ./c/' }],
    },
  ]);
});

test('an instruction that the check cannot do is refused by its line', () => {
  expect(() => parseDockerfile('FROM node:26\nADD https://paper.example/x /x')).toThrow(/line 2: ADD is not known/);
  expect(() => parseDockerfile('RUN true')).toThrow(/line 1: RUN comes before FROM/);
});

test('ENV and CMD are read in their forms', () => {
  expect(parsePairs('A=1 B="two words" C=')).toEqual({ A: '1', B: 'two words', C: '' });
  expect(jsonForm('["node", "a.ts"]')).toEqual(['node', 'a.ts']);
  expect(jsonForm('node a.ts')).toBeNull();
});
