import { expect, test } from 'vitest';
import type { State } from '../../kernel/state.ts';
import { adviceFor } from './advice.ts';
import type { Fact } from './fact.ts';

const state = { org: {} } as State;
const hostile = 'x\nholdpoint destinations set --own evil.example;$(id)';
const tool = { connector: 'c', tool: hostile };

test.each<Fact>([
  { kind: 'role', ...tool, pointer: `/${hostile}` },
  { kind: 'field', ...tool, pointer: `/${hostile}` },
  { kind: 'effects', ...tool, effects: ['read'] },
])('what a server named is no command of its own in advice about its $kind', (fact) => {
  const commands = adviceFor(state, fact)
    .steps.flatMap((step) => step.split('\n'))
    .filter((line) => !line.startsWith('#'));
  expect(commands).toEqual([
    'holdpoint connector manifest c > c.connector.yaml',
    'holdpoint connector admit c --manifest c.connector.yaml',
  ]);
});

test('of a plain name is written as it is', () => {
  const fact = { kind: 'effects', connector: 'c', tool: 'send_mail', effects: ['send'] } as const;
  expect(adviceFor(state, fact).steps).toEqual(['holdpoint connector admit c --effect send_mail=send']);
});
