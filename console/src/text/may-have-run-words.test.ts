import { expect, it } from 'vitest';
import * as terminal from '../../../src/surfaces/cli/render/may-have-run-words.ts';
import { mayHaveRunWords } from './may-have-run-words.ts';

it('says of a call that may have run what the command line says', () => {
  for (const [task, action] of [
    ['task_1', 'act_1'],
    ['task_1', null],
    [null, null],
  ] as const)
    for (const runs of [true, false]) {
      const one = { task, action, at: 1_000, runs };
      expect(mayHaveRunWords(one, String)).toBe(terminal.mayHaveRunWords(one, String));
    }
});

it('says when it was asked for, and that nobody knows what became of it', () => {
  const lost = { task: 'task_1', action: 'act_1', at: 5, runs: false };
  expect(mayHaveRunWords(lost, (at) => `at ${at}`)).toBe(
    'the very same was asked for at 5 in task_1: nobody knows whether it was done',
  );
});
