import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { createFulfilment, OBLIGATIONS_KEY } from './fulfilment.ts';
import { proposePolicy, publishPolicy } from '../policies/policy-verbs.ts';
import type { UpstreamOutcome } from '../ports.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { addOperator } from '../verbs.ts';
import { trace } from '../views.ts';

const INES = { kind: 'operator', id: 'ines' } as const;
const POLICY = `
@id("reads.bare") @redact("ssn") @cap_rows("2") @notify("security")
permit (principal is Agent, action in Action::"read", resource);
@id("writes.bare") @redact("/ssn")
permit (principal is Agent, action in Action::"write", resource);
@id("no-deletes") @notify("security, privacy")
forbid (principal is Agent, action in Action::"delete", resource);
`;
const ROWS = [1, 2, 3].map((n) => ({ name: `person ${n}`, ssn: `secret ${n}` }));

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(rig.core, ADA, ines);
  const sources = [STARTER_POLICY, { name: 'more.cedar', text: POLICY }];
  const proposed = await proposePolicy(rig.core, INES, sources);
  if (proposed.verdict !== 'permit') throw new Error(JSON.stringify(proposed));
  await publishPolicy(rig.core, ADA, proposed.digest);
});
afterEach(() => rig.stop());

function answers(outcome: UpstreamOutcome): void {
  rig.upstream.answer = () => Promise.resolve(outcome);
}

function textResult(value: unknown): UpstreamOutcome {
  return { outcome: 'succeeded', result: { content: [{ type: 'text', text: JSON.stringify(value) }] } };
}

async function wordsOf(task: string): Promise<string> {
  return JSON.stringify(await trace(rig.core, task));
}

it('a result is answered and kept with the fields taken out and the list cut short', async () => {
  const task = await rig.open();
  answers(textResult(ROWS));
  const shown = JSON.stringify([{ name: 'person 1' }, { name: 'person 2' }]);
  expect(await rig.call(task, 'notes/read')).toMatchObject({
    outcome: 'succeeded',
    reply: {
      result: {
        content: [{ type: 'text', text: shown }],
        _meta: {
          [OBLIGATIONS_KEY]: [
            { kind: 'redact', fields: ['ssn'] },
            { kind: 'cap-rows', rows: 2 },
          ],
        },
      },
    },
  });
  const words = await wordsOf(task);
  expect(words).toContain('person 1');
  expect(words).not.toContain('secret');
  expect(words).not.toContain('person 3');
});

it('a result that cannot be looked into is withheld whole; that it was made is known', async () => {
  const task = await rig.open();
  answers({ outcome: 'succeeded', result: { content: [{ type: 'text', text: 'Ann: secret 1' }] } });
  const answer = await rig.call(task, 'notes/read');
  expect(answer).toMatchObject({
    outcome: 'succeeded',
    reply: { result: { isError: true, _meta: { [OBLIGATIONS_KEY]: 'withheld' } } },
  });
  answers({ outcome: 'failed', error: { code: -32_000, message: 'secret 1', data: 'secret 2' } });
  expect(await rig.call(task, 'notes/read', { n: 2 })).toMatchObject({ outcome: 'failed' });
  expect(JSON.stringify(answer) + (await wordsOf(task))).not.toContain('secret');
});

it('an outcome that is kept for its asker is the same one', async () => {
  const task = await rig.open();
  answers(textResult({ ssn: 'secret 1', done: true }));
  const held = await rig.call(task, 'notes/write');
  if (held.verdict !== 'hold') throw new Error('not held');
  await rig.decide('grace', 'approve', task, held.hold);
  const made = await rig.call(task, 'notes/write');
  const again = await rig.call(task, 'notes/write');
  expect(made).toMatchObject({ reply: { result: { content: [{ text: '{"done":true}' }] } } });
  expect(again).toMatchObject({ reply: 'reply' in made ? made.reply : null });
  expect(rig.upstream.calls).toHaveLength(1);
});

it('words about a call under way are kept back with the fields', async () => {
  const task = await rig.open();
  rig.upstream.answer = (call) => {
    call.onProgress({ progressToken: 1, progress: 1, total: 2, message: 'secret 1' });
    call.onProgress({ progressToken: 1, progress: 2 });
    return Promise.resolve(textResult([]));
  };
  const heard: JsonObject[] = [];
  await rig.call(task, 'notes/read', {}, { onProgress: (progress) => void heard.push(progress) });
  expect(heard).toEqual([
    { progressToken: 1, progress: 1, total: 2 },
    { progressToken: 1, progress: 2 },
  ]);
});

it('methods without a form for what did not work out answer with an error', () => {
  const fulfilment = createFulfilment('resource', [{ kind: 'redact', fields: ['ssn'] }], {
    uri: 'file:///a',
  });
  const contents = [{ uri: 'file:///a', text: 'secret 1' }];
  const answer = fulfilment.answer({ outcome: 'succeeded', reply: { result: { contents } }, code: null });
  expect(answer).toMatchObject({ outcome: 'succeeded', reply: { error: { code: 40_301 } } });
  const silence = { outcome: 'unknown', reply: null, code: 'upstream-aborted' } as const;
  expect(fulfilment.answer(silence)).toBe(silence);
});

it('people are told of what was permitted and denied, once, by role', async () => {
  const task = await rig.open();
  answers(textResult([]));
  await rig.call(task, 'notes/read');
  await rig.call(task, 'notes/write');
  await rig.call(task, 'desk/drop');
  const { rows } = await rig.core.models.notices({ limit: 10 });
  expect(rows).toMatchObject([
    {
      roles: ['security', 'privacy'],
      verdict: 'deny',
      tool: 'drop',
      policies: expect.arrayContaining(['no-deletes']),
    },
    { roles: ['security'], verdict: 'permit', tool: 'read', agent: 'scribe', task },
  ]);
  const forPrivacy = await rig.core.models.notices({ role: 'privacy', limit: 10 });
  expect(forPrivacy).toMatchObject({ rows: [{ verdict: 'deny' }], next: null });
  const first = await rig.core.models.notices({ role: 'security', limit: 1 });
  expect(first).toMatchObject({ rows: [{ verdict: 'deny' }], next: expect.any(Number) });
  const second = await rig.core.models.notices({ role: 'security', limit: 1, before: first.next! });
  expect(second.rows).toMatchObject([{ verdict: 'permit' }]);
});
