// Many policies that have nothing to do with each other are not compared, and those that have still are.

import { expect, test } from 'vitest';
import { catalogOfOne, messages } from './sample.contract.ts';

const CATALOG = catalogOfOne('spend', { amount: { type: 'integer' } });

function forbids(count: number, principalOf: (n: number) => string, limitOf: (n: number) => number): string {
  return Array.from(
    { length: count },
    (_, n) => `@id("p${n}") forbid (principal ${principalOf(n)}, action == Action::"c/t", resource)
      when { context.input.amount > ${limitOf(n)} };`,
  ).join('\n');
}

test("a rule for each of many agents is compared with that agent's other rules", () => {
  const text = forbids(
    1_200,
    (n) => `== Agent::"a${n % 600}"`,
    (n) => (n < 600 ? 10 : 20),
  );
  expect(messages('shadowed-forbid', text, CATALOG)).toHaveLength(600);
  const general = forbids(
    1,
    () => 'is Agent',
    () => 15,
  );
  const both = `${text}\n${general.replace('p0', 'general')}`;
  expect(messages('shadowed-forbid', both, CATALOG)).toHaveLength(600);
  expect(messages('shadowed-forbid', both.replace('> 15', '> 5'), CATALOG)).toHaveLength(1_200);
});

test('a policy that names an agent in a condition meets the rules of that agent', () => {
  const one = forbids(
    1,
    () => '== Agent::"a"',
    () => 10,
  );
  const other = `@id("q") forbid (principal is Agent, action == Action::"c/t", resource)
    when { principal == Agent::"a" && context.input.amount > 20 };`;
  expect(messages('shadowed-forbid', `${one}\n${other}`, CATALOG)).toEqual([
    'note: whatever this forbids is forbidden by p0 too',
  ]);
});

test('where too many are about the same, what was not compared is said', () => {
  const text = forbids(
    700,
    () => 'is Agent',
    () => 1,
  ).replaceAll(/> 1 \}/g, () => `> 1 && context.task.purpose == "${next()}" }`);
  expect(messages('shadowed-forbid', text, CATALOG)).toEqual([
    expect.stringMatching(/^note: \d+ policies were not compared with all others/),
  ]);
});

let last = 0;
function next(): string {
  last += 1;
  return `purpose ${last}`;
}
