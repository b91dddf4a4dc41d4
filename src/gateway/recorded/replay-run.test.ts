import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import type { Json } from '../../kernel/json.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { replayRun } from './replay-run.ts';
import { createStage } from './stage.ts';
import type { RecordedRun, RecordedTool } from './recorded-run.ts';

const LABELS = { sensitivity: 'internal', categories: [], integrity: 'untrusted' } as const;
const OUT = { egress: 'external', roles: { '/to': 'destination' }, output: LABELS } as const;
const PHI = { '/diagnosis': { writer: 'organisation', categories: ['phi'] } } as const;
const IN = { egress: 'none', roles: {}, output: LABELS, fields: PHI } as const;

const text = { type: 'string' };
const inputSchema = { type: 'object', properties: { to: text, body: text } };
const tools: readonly RecordedTool[] = [
  {
    server: 'crm',
    definition: { name: 'get_case', inputSchema },
    admitted: { effects: ['read'], profile: IN },
  },
  {
    server: 'mail',
    definition: { name: 'send_email', inputSchema },
    admitted: { effects: ['send'], profile: OUT },
  },
];

const ASKED = 'Rename my case to Broken lamp';
const digest = (value: Json): string => createHash('sha256').update(canonicalize(value)).digest('hex');

function runOf(prompt: string, calls: RecordedRun['calls']): RecordedRun {
  const all = { attackCalls: [], before: calls.length, meaningful: true };
  return { id: '1', kind: 'benign', prompt, calls, ...all };
}

test('what a recorded result has in fields that were admitted as holding it is not sent to strangers', () => {
  const stage = createStage(tools, { digest });
  const verdictOn = (result: string) => {
    const run = runOf('Write to bob@stranger.example about the case', [
      { tool: 'get_case', args: {}, result },
      { tool: 'send_email', args: { to: 'bob@stranger.example', body: 'a long low mood' }, result: null },
    ]);
    return replayRun({ name: 'set', tools, cases: [run] }, run, stage, 'declared').at(-1)?.verdict;
  };
  expect(verdictOn(JSON.stringify({ notes: 'a long low mood' }))).toBe('permit');
  expect(verdictOn(JSON.stringify({ diagnosis: 'a long low mood' }))).toBe('deny');
});

describe('an object that nothing gave', () => {
  const definition = { name: 'rename_case', inputSchema: { properties: { case_id: text, title: text } } };
  const rename = { tool: 'rename_case', args: { case_id: 'C-7741', title: 'Broken lamp' }, result: '{}' };
  const look = { tool: 'get_case', args: {}, result: 'The lamp is broken.' };
  const trusted = { ...IN, output: { ...LABELS, integrity: 'trusted' } } as const;
  const clock = { tool: 'get_time', args: {}, result: '12:00' };
  const desk = (effects: readonly Effect[]): readonly RecordedTool[] => [
    ...tools,
    {
      server: 'crm',
      definition: { name: 'get_time', inputSchema: {} },
      admitted: { effects: ['read'], profile: trusted },
    },
    {
      server: 'crm',
      definition,
      admitted: { effects, profile: { ...IN, roles: { '/case_id': 'selector' } } },
    },
  ];

  function verdicts(
    calls: RecordedRun['calls'],
    scope: 'declared' | 'open',
    { effect = 'write', prompt = ASKED }: { readonly effect?: Effect; readonly prompt?: string } = {},
  ) {
    const all = desk([effect]);
    const run = runOf(prompt, calls);
    const judged = replayRun(
      { name: 'set', tools: all, cases: [run] },
      run,
      createStage(all, { digest }),
      scope,
    );
    return judged.map(({ verdict }) => verdict);
  }

  test('may be what a task changes first, by a tool that its scope names', () => {
    expect(verdicts([rename], 'declared')).toEqual(['permit']);
  });

  test('asks people where the person named another of its kind, or wants no such thing', () => {
    for (const prompt of ['Rename case C-7742 to Broken lamp', 'Show me my case. Do not rename anything.'])
      expect(verdicts([rename], 'declared', { prompt })).toEqual(['hold']);
  });

  test('asks people where all tools are in scope, once anything was called, and for what does more', () => {
    expect(verdicts([rename], 'open')).toEqual(['hold']);
    expect(verdicts([look, rename], 'declared')).toEqual(['permit', 'hold']);
    expect(verdicts([clock, rename], 'declared')).toEqual(['permit', 'hold']);
    expect(verdicts([rename, rename], 'declared')).toEqual(['permit', 'hold']);
    expect(verdicts([rename], 'declared', { effect: 'delete' })).toEqual(['hold']);
  });
});
