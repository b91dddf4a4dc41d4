import { afterEach, beforeEach, expect, it } from 'vitest';
import { MOST_POLICIES, testPolicies } from './policy-testing.ts';
import { startRig, type Rig } from '../rig.contract.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const policies = (count: number) => [
  { name: 'p.cedar', text: times(count, (at) => `@id("p${at}") forbid (principal, action, resource);`) },
];
const tests = (count: number) => {
  const head = 'policies: [p.cedar]\nconnectors: {}\ntests:\n';
  const one = (at: number) => `  - {name: t${at}, operator: {id: o}, action: kill, expect: {verdict: deny}}`;
  return { name: 'p.policy-test.yaml', text: head + times(count, one) };
};
const times = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('\n');

/** How often others had their turn meanwhile. */
async function turnsIn<Answer>(work: Promise<Answer>): Promise<{ turns: number; answer: Answer }> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const answer = await work;
  isOver = true;
  return { turns, answer };
}

it.each([
  ['many policies are read', 640, 1],
  ['many tests are asked', 64, 640],
])('lets other work go on while %s', async (_, policy, test) => {
  const { turns, answer } = await turnsIn(
    testPolicies(rig.core, { sources: policies(policy), tests: tests(test) }),
  );
  expect('results' in answer && answer.results.flatMap(({ differences }) => differences)).toEqual([]);
  expect(turns).toBeGreaterThanOrEqual(10);
});

it('is refused where tests would ask too many policies too often', async () => {
  const answer = await testPolicies(rig.core, { sources: policies(300), tests: tests(900) });
  expect(answer).toMatchObject({
    problems: [
      { severity: 'error', source: 'p.policy-test.yaml', message: expect.stringContaining('270000 times') },
    ],
  });
});

it('is refused where there are more policies than are built in one go, before they are read', async () => {
  const answer = await testPolicies(rig.core, { sources: policies(MOST_POLICIES + 1), tests: tests(1) });
  expect(answer).toMatchObject({
    problems: [{ message: expect.stringContaining('there are 1001 policies') }],
  });
});
