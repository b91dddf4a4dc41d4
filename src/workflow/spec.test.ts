// The workflow file: what a good one becomes, and how a bad one is pointed at.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { createConstraintEngine } from './constraint.ts';
import { compileWorkflow, parseWorkflow } from './spec.ts';

const SHORTEST = `
holdpoint: workflow/v1
id: tidy-notes
purpose: Keep the notes folder tidy.
owner: op_dana
agents: [notes-bot]
expires: 2027-01-31
allow:
  - tool: fs/*
`;

const GUIDE = readFileSync(new URL('../../../docs/workflows.md', import.meta.url), 'utf8');
const by = { digest: (value: Json) => `digest of ${JSON.stringify(value)}`, publisher: 'op_paul' };

function compile(text: string): ReturnType<typeof compileWorkflow> {
  const parsed = parseWorkflow(text, 'a.workflow.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return compileWorkflow(parsed.spec, by);
}

/** `line:column path: message (help)` of each problem. */
function complaints(text: string): string[] {
  const parsed = parseWorkflow(text, 'a.workflow.yaml');
  if ('spec' in parsed) return [];
  return parsed.problems.map(
    ({ line, column, path, message, help }) => `${line}:${column} ${path}: ${message} (${help ?? ''})`,
  );
}

test('the shortest file gets its defaults, all of them in the spec that is digested', () => {
  const workflow = compile(SHORTEST);
  expect(workflow).toMatchObject({
    id: 'tidy-notes',
    author: 'op_paul',
    publisher: 'op_paul',
    agents: ['notes-bot'],
    unattended: false,
    expiresAt: Date.UTC(2027, 0, 31),
    taskSeconds: 3600,
    scope: {
      purpose: 'Keep the notes folder tidy.',
      allowances: [{ tool: 'fs/*', arguments: null, max: null, preapproved: null }],
      limits: { calls: 100, wallSeconds: 300, callSeconds: 30, holds: 10 },
    },
  });
  expect(workflow.digest).toContain('"limits":{"calls":100,"wall":"5m","call":"30s","holds":10}');
  expect(workflow.digest).toContain('"owner":"op_dana"');
});

test('the files in the guide are good, and their first one means what the guide says', () => {
  const examples = [...GUIDE.matchAll(/```yaml\n(holdpoint: .*?)```/gs)].map(([, text]) => text ?? '');
  expect(examples.length).toBeGreaterThan(0);
  const [workflow] = examples.map(compile);
  const engine = createConstraintEngine();
  const [read, write] = workflow?.scope.allowances ?? [];
  expect(engine.check(read?.arguments ?? null, { path: '/srv/invoices/a.txt' })).toEqual([]);
  expect(engine.check(read?.arguments ?? null, { path: '/etc/passwd' })).toHaveLength(1);
  expect(engine.check(read?.arguments ?? null, {})).toHaveLength(1);
  expect(write?.max).toBe(5);
  expect(write?.preapproved?.max).toBe(2);
});

test('a workflow says how long a tool is left alone after two rejections', () => {
  const limits = (text: string) => compile(`${SHORTEST}${text}`)?.scope.limits;
  expect(limits('limits: {cooling: 15m}\n')).toMatchObject({ coolingSeconds: 900, holds: 10 });
  expect(limits('')).not.toHaveProperty('coolingSeconds');
  expect(complaints(`${SHORTEST}limits: {cooling: soon}\n`)[0]).toContain('limits.cooling');
});

test('an author who is named stays the author when somebody else publishes', () => {
  expect(compile(`${SHORTEST}author: op_ada\n`)).toMatchObject({ author: 'op_ada', publisher: 'op_paul' });
});

test.each([
  ['true approves every allowed call', 'true', { arguments: null, max: null }],
  ['a count bounds it', '{max: 2}', { arguments: null, max: 2 }],
  ['a schema bounds it', '{arguments: {type: object}}', { arguments: { type: 'object' }, max: null }],
])('preapproved: %s', (_title, yaml, preapproved) => {
  const { scope } = compile(`${SHORTEST}    preapproved: ${yaml}\n`);
  expect(scope.allowances[0]?.preapproved).toEqual(preapproved);
});

test('an unknown key is an error at its place, with the key that was meant', () => {
  expect(complaints(`${SHORTEST}    argumnets: {}\nlimits: {cals: 3}\nzzz: 1\n`)).toEqual([
    '10:5 allow.0.argumnets: unknown key "argumnets" (did you mean "arguments"?)',
    '11:10 limits.cals: unknown key "cals" (did you mean "calls"?)',
    expect.stringMatching(/^12:1 zzz: unknown key "zzz" \(known keys: holdpoint, id, /),
  ]);
});

test('an unknown key inside an alternative is found there', () => {
  expect(complaints(`${SHORTEST}    preapproved: {maxx: 1}\n`)).toEqual([
    '10:19 allow.0.preapproved.maxx: unknown key "maxx" (did you mean "max"?)',
  ]);
  expect(complaints(`${SHORTEST}    preapproved: 7\n`)[0]).toMatch(/^10:18 .*: must be true, or a mapping/);
});

test('what is missing is said where it belongs, with what it is for', () => {
  expect(complaints(SHORTEST.replace('owner: op_dana\n', ''))).toEqual([
    '2:1 owner: is missing (The operator who answers for it)',
  ]);
});

test.each([
  ['a span that is none', 'task: {ttl: 30}', /^10:13 task\.ttl: /],
  ['a span of nothing', 'task: {ttl: 0m}', /must be a span such as 30s, 5m, 2h or 7d/],
  ['a call longer than all calls', 'limits: {wall: 1m, call: 2m}', /^10:26 limits\.call: is longer than/],
  ['no calls', 'limits: {calls: 0}', /^10:17 limits\.calls: /],
  ['half a call', 'limits: {calls: 1.5}', /^10:17 limits\.calls: /],
  ['a number JSON has not', 'limits: {calls: .inf}', /^10:17 : JSON has no such number/],
  ['a key twice', 'id: other', /^10:1 : Map keys must be unique/],
  ['a key that hides', '__proto__: {}', /^10:1 : no key may be named __proto__/],
  ['an unknown tag', 'unattended: !!js/function x', /^10:13 : Unresolved tag/],
  ['a second document', '---\nid: b', /multiple documents/],
  ['an alias', 'author: *a', /^10:9 : aliases are not taken/],
])('%s is refused at its place', (_title, yaml, complaint) => {
  expect(complaints(`${SHORTEST}${yaml}\n`).join('\n')).toMatch(complaint);
});

test.each([
  ['expires: 2027-01-31', 'expires: 2027-02-30'],
  ['expires: 2027-01-31', 'expires: 2027-01-31T10:00:00'],
  ['expires: 2027-01-31', 'expires: soon'],
  ['agents: [notes-bot]', 'agents: []'],
  ['fs/*', 'fs/read_*'],
  ['fs/*', 'read_file'],
  ['fs/*', '"*"'],
  ['id: tidy-notes', 'id: Tidy Notes'],
  ['workflow/v1', 'workflow/v2'],
])('%s may not become %s', (good, bad) => {
  expect(complaints(SHORTEST.replace(good, bad))).toHaveLength(1);
});

test.each([
  ['properties where the schema should be', '{path: {type: string}}', 'unknown keyword: "path"'],
  ['a mistyped keyword', '{type: object, requried: [path]}', 'unknown keyword: "requried"'],
  ['members of what may be no object', '{properties: {path: {type: string}}}', 'missing type "object"'],
  [
    'a pattern for what may be no text',
    '{type: object, properties: {p: {pattern: a}}}',
    'missing type "string"',
  ],
  ['a mistyped format', '{type: string, format: emial}', 'unknown format "emial"'],
  ['a schema from elsewhere', '{$ref: "https://example.org/a"}', "can't resolve reference"],
  ['a mistyped type', '{type: objekt}', 'no valid JSON Schema'],
])('arguments with %s would constrain nothing, so they are refused', (_title, yaml, why) => {
  const [complaint = '', ...more] = complaints(`${SHORTEST}    arguments: ${yaml}\n`);
  expect(complaint).toMatch(/^10:16 allow\.0\.arguments: is no usable JSON Schema: /);
  expect(complaint).toContain(why);
  expect(more).toEqual([]);
});

test('what multiplies or has no end is refused, not expanded', () => {
  const bomb = `a: &a [x]\nb: [${'*a, '.repeat(50_000)}]\n`;
  expect(complaints(bomb)[0]).toMatch(/^2:5 : aliases are not taken/);
  const deep = `${SHORTEST}    arguments: ${'{not: '.repeat(110)}{}${'}'.repeat(110)}\n`;
  expect(complaints(deep)).toEqual([expect.stringMatching(/^10:\d+ : is nested too deep/)]);
  expect(complaints('['.repeat(20_000)).length).toBeGreaterThan(0);
  expect(complaints('#'.repeat(2_000_000))).toEqual(['1:1 : is larger than 1 MiB ()']);
});

test('budgets beyond calls and time come only where the file names them', () => {
  const text = `${SHORTEST}limits:
  effects: {write: 5, send: 0}
  money: 250.5
  destinations: 3
  running: 2
  records: {task: 1000, call: 100}
  bytes: {task: 1000000, call: 50000}
  breaker: {denials: 4, callsPerMinute: 60}
`;
  expect(compile(text).scope.limits).toEqual({
    ...compile(SHORTEST).scope.limits,
    effects: { write: 5, send: 0 },
    money: 2_505_000,
    destinations: 3,
    running: 2,
    records: { task: 1_000, call: 100 },
    bytes: { task: 1_000_000, call: 50_000 },
    breaker: { denials: 4, callsPerMinute: 60 },
  });
  expect(complaints(`${SHORTEST}limits: {money: 0.00001}\n`)[0]).toContain('limits.money');
  expect(complaints(`${SHORTEST}limits: {effects: {fly: 1}}\n`)[0]).toContain('limits.effects');
  expect(complaints(`${SHORTEST}limits: {records: {task: 5}}\n`)[0]).toContain('limits.records');
});
