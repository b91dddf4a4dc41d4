import { expect, it } from 'vitest';
import { hasMovedIn, movedSince, POLICY_PART, type Moved } from './moved.ts';
import { ask, HOLD } from './sample-hold.contract.ts';

const looked = { hold: HOLD, others: [{ ...HOLD, id: 'hold_2' }] };

function namesOf({ before, now }: Moved): readonly string[] {
  return before.flatMap(({ name, text }, at) => (text === now[at]?.text ? [] : [name]));
}

it('has not moved where only time passed, and others approved', () => {
  const later = { ...HOLD, approvals: [], tended: ['reminded' as const], record: 'rec_9' };
  expect(movedSince(looked, { ...looked, hold: later })).toBeNull();
});

it.each([
  ['The arguments', { argumentsText: '{"to":"eve"}' }],
  ['What policy asks', { asks: [ask('legal', 1)] }],
  ['The policy in force', { shown: { ...HOLD.shown, policy: 'sha256:1' } }],
  [
    'What the values carry',
    { shown: { ...HOLD.shown, labels: { sensitivity: 'internal', categories: [], integrity: 'trusted' } } },
  ],
  [
    'Where the values come from',
    { shown: { ...HOLD.shown, grounding: [{ role: 'destination', level: 'unseen', instructed: true }] } },
  ],
  ["The agent's model", { shown: { ...HOLD.shown, model: 'acme/large f1' } }],
  ["The tool's definition", { shown: { ...HOLD.shown, definition: 'sha256:1' } }],
  ['What the tool does', { shown: { ...HOLD.shown, effects: ['send', 'delete'] } }],
  ['The workflow', { shown: { ...HOLD.shown, workflow: 'sha256:1' } }],
  ['The action', { digest: 'sha256:9' }],
] as const)('has moved in: %s', (name, change) => {
  const now = { ...HOLD, ...change } as typeof HOLD;
  const moved = movedSince(looked, { ...looked, hold: now })!;
  expect(namesOf(moved)).toEqual([name]);
  expect(hasMovedIn(moved, POLICY_PART)).toBe(name === POLICY_PART);
  const other = movedSince(looked, { hold: HOLD, others: [{ ...now, id: 'hold_2' }] })!;
  expect(namesOf(other)).toEqual([`${name}, in hold_2`]);
});

it('has moved where another is decided on with it, or no longer', () => {
  expect(movedSince(looked, { hold: HOLD, others: [] })).not.toBeNull();
  expect(movedSince({ hold: HOLD, others: [] }, looked)).not.toBeNull();
});
