import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { compileWorkflow, parseWorkflow } from './spec.ts';

const FILE = (steps: string) => `
holdpoint: workflow/v1
id: close-month
purpose: Close the month.
owner: op_dana
agents: [book-bot]
expires: 2027-01-31
allow:
  - tool: ledger/*
  - tool: mail/send
steps:
${steps}`;

const GOOD = FILE(`
  - {name: collect, tools: [ledger/list, ledger/read]}
  - name: book
    tools: [ledger/*]
    calls: 5
    for: 30m
    gate: {approvers: {finance: 1, security: 2}, reason: See the sums., expires: 2h}
  - {name: tell, tools: [mail/send], gate: {approvers: {finance: 1}, reason: See the draft.}}
`);

const digest = (value: Json) => `digest of ${JSON.stringify(value)}`;

function complaints(text: string): string[] {
  const parsed = parseWorkflow(text, 'a.workflow.yaml');
  return 'spec' in parsed ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

test('steps keep their order, bounds and gates; an approval is for the step as it was reviewed', () => {
  const parsed = parseWorkflow(GOOD, 'a.workflow.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { scope } = compileWorkflow(parsed.spec, { digest, publisher: 'op_paul' });
  expect(scope.steps).toMatchObject([
    { name: 'collect', tools: ['ledger/list', 'ledger/read'], calls: null, seconds: null, gate: null },
    {
      name: 'book',
      calls: 5,
      seconds: 1800,
      gate: {
        reason: 'See the sums.',
        approvers: [
          { role: 'finance', quorum: 1 },
          { role: 'security', quorum: 2 },
        ],
        expiresSeconds: 7200,
      },
    },
    { name: 'tell', gate: { expiresSeconds: null } },
  ]);
  expect(scope.steps?.[1]?.gate?.digest).toContain('"name":"book","tools":["ledger/*"],"calls":5');
});

test('a step without tools, a name that comes twice and a tool that is not allowed are pointed at', () => {
  expect(complaints(FILE('  - {name: a, tools: []}'))).toEqual([expect.stringContaining('steps.0.tools')]);
  const text = FILE(`
  - {name: a, tools: [ledger/*, mail/*]}
  - {name: a, tools: [ledger/read, mail/delete, wiki/*]}`);
  expect(complaints(text)).toEqual([
    'steps.1.name: is the name of an earlier step too',
    'steps.1.tools.1: is outside of what the file allows',
    'steps.1.tools.2: is outside of what the file allows',
  ]);
});

test('what is allowed and used by no step is pointed at, and so is a gate before the task begins', () => {
  const text = FILE(`
  - {name: a, tools: [ledger/read], gate: {approvers: {finance: 1}, reason: look}}`);
  expect(complaints(text)).toEqual([
    expect.stringContaining('steps.0.gate: stands before the first step'),
    'allow.1.tool: is used by no step',
  ]);
});

test('a bound of a step that the task never comes to is pointed at', () => {
  const text = FILE(`
  - {name: a, tools: [ledger/*], calls: 100, for: 1h}
  - {name: b, tools: [mail/*], calls: 101, for: 61m}`);
  expect(complaints(text)).toEqual([
    'steps.1.calls: is more than limits.calls (100), so that it bounds nothing',
    'steps.1.for: is longer than task.ttl (1h), so that it bounds nothing',
  ]);
});

test('a gate names at least one role, and says why', () => {
  const gate = (written: string) =>
    complaints(
      FILE(`
  - {name: a, tools: [ledger/*]}
  - {name: b, tools: [mail/*], gate: ${written}}`),
    );
  expect(gate('{approvers: {}, reason: look}')).toEqual(['steps.1.gate.approvers: must name a role']);
  expect(gate('{approvers: {finance: 0}, reason: look}')).toHaveLength(1);
  expect(gate('{approvers: {finance: 1}}')).toHaveLength(1);
});
