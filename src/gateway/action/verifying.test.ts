import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { channelTo, sampleNotifier, type SampleNotifier } from '../notices/sample-notifier.contract.ts';
import type { UpstreamOutcome } from '../ports.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { verifyAnswer } from './verifying.ts';
import { showHold } from '../views.ts';

const checked: ToolProfile = {
  egress: 'none',
  roles: {},
  output: { sensitivity: 'internal', categories: [], integrity: 'untrusted' },
  verify: [{ check: 'echo', result: '/to', argument: '/to' }],
};
const TOOL = { kind: 'tool', profile: checked } as const;
const ASKED = { to: 'ada' };

function answered(result: JsonObject, outcome: 'succeeded' | 'failed' = 'succeeded'): UpstreamOutcome {
  return { outcome, result };
}

it('reads the structured form, or the only text where that is JSON', () => {
  const of = (result: JsonObject) => verifyAnswer(TOOL, ASKED, answered(result)).verified?.verdict;
  const text = (words: string) => ({ type: 'text', text: words });
  expect(of({ structuredContent: { to: 'ada' }, content: [text('{"to": "eve"}')] })).toBe('confirmed');
  expect(of({ structuredContent: { to: 'eve' } })).toBe('contradicted');
  expect(of({ content: [text('{"to": "eve"}')] })).toBe('contradicted');
  expect(of({ content: [text('{"to": "ada"}'), text('{"to": "eve"}')] })).toBe('untold');
  expect(of({ content: [text('sent to ada')] })).toBe('untold');
  expect(of({})).toBe('untold');
});

it('says nothing where nothing was admitted to tell it, or the call is not said to have succeeded', () => {
  const result = { structuredContent: { to: 'eve' } };
  const { verify: _, ...unchecked } = checked;
  expect(verifyAnswer({ ...TOOL, profile: unchecked }, ASKED, answered(result))).toEqual({});
  expect(verifyAnswer({ ...TOOL, profile: { ...checked, verify: [] } }, ASKED, answered(result))).toEqual({});
  expect(verifyAnswer({ ...TOOL, kind: 'prompt' }, ASKED, answered(result))).toEqual({});
  expect(verifyAnswer(TOOL, ASKED, answered(result, 'failed'))).toEqual({});
  expect(verifyAnswer(TOOL, ASKED, { outcome: 'unknown', code: 'upstream-closed' })).toEqual({});
  const error = { code: 1, message: 'no' };
  expect(verifyAnswer(TOOL, ASKED, { outcome: 'failed', error })).toEqual({});
});

let rig: Rig;
let people: SampleNotifier;
beforeEach(() => {
  people = sampleNotifier();
});
afterEach(() => rig?.stop());

it('people are told that a result contradicts what was asked, by which check and with no value', async () => {
  const channels = [channelTo(people, { events: ['outcome-contradicted'] })];
  rig = await startRig({ options: { notifying: { url: 'https://holdpoint.example', channels } } });
  await rig.core.notifying!.round();
  const task = await rig.open();
  const settle = (verdict: 'confirmed' | 'contradicted') => {
    const ended = { outcome: 'succeeded', result: null, durationMs: 1, bytes: 9, code: null } as const;
    const verified = { verdict, by: ['echo /to'] };
    return rig.core.record(task, { fact: 'call', action: 'act_0123456789abcdef', ...ended, verified });
  };
  await settle('confirmed');
  await settle('contradicted');
  await rig.core.notifying!.round();
  expect(people.taken.map(({ subject }) => subject)).toEqual([
    'a result contradicts what was asked: echo /to',
  ]);
  expect(people.taken[0]!.notices[0]).toMatchObject({ kind: 'outcome-contradicted', task });
  // And whoever decides what the task may do next sees it.
  const held = await rig.call(task, 'desk/drop', { text: 'x' });
  const shown = await showHold(rig.core, held.verdict === 'hold' ? held.hold : '');
  expect(shown).toMatchObject({ contradicted: 1 });
});
