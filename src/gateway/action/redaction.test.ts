import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UpstreamCall } from '../ports.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { quarantine } from '../tasks.ts';
import { showHold, trace } from '../views.ts';
import { formOfPayload } from '../ports/vault.ts';

const TOKEN = `ghp_${'aB3dE6gH9'.repeat(4)}`;
const SHOWN = '[redacted:github-token]';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

async function wordsOf(task: string): Promise<(string | null)[]> {
  return Object.values((await trace(rig.core, task))!.payloads);
}

/** What the next call answers: made from what it was sent with. */
function answerNext(text: (call: UpstreamCall) => string): void {
  rig.upstream.answer = (call) =>
    Promise.resolve({ outcome: 'succeeded', result: { content: [{ type: 'text', text: text(call) }] } });
}

it('secrets in prompts, arguments, results and reasons are taken out before they are written', async () => {
  const task = await rig.open(`Use ${TOKEN} for it`);
  answerNext(() => `here: ${TOKEN}`);
  const made = await rig.call(task, 'notes/read', { note: TOKEN, n: 1 });
  // The call itself and the agent's answer are whole: only what is kept is not.
  expect(rig.upstream.calls[0]?.arguments).toEqual({ note: TOKEN, n: 1 });
  expect(JSON.stringify(made)).toContain(TOKEN);
  await (
    await quarantine(rig.core, ADA, { task, reason: `leaked ${TOKEN}` })
  ).quiesced;

  const words = await wordsOf(task);
  expect(words).toEqual([
    `Use ${SHOWN} for it`,
    `{"n":1,"note":"${SHOWN}"}`,
    `{"result":{"content":[{"type":"text","text":"here: ${SHOWN}"}]}}`,
    `leaked ${SHOWN}`,
  ]);
  expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
});

it('a released credential is taken out of what its connector sends back, whatever its form', async () => {
  const task = await rig.open();
  answerNext(({ credential }) => `you sent ${credential?.value}`);
  const made = await rig.call(task, 'desk/look');
  expect(JSON.stringify(made)).toContain('secret of lease_');
  expect(rig.core.leases.secretsOf(task)).toHaveLength(1);
  expect((await wordsOf(task)).at(-1)).toContain('you sent Bearer [redacted:credential]');
  await rig.close(task);
  expect(rig.core.leases.secretsOf(task)).toEqual([]);
});

it('what is approved is the whole: its digest tells apart what looks the same when redacted', async () => {
  const task = await rig.open();
  const other = TOKEN.replace('aB3', 'zZ9');
  const held = await rig.call(task, 'notes/write', { note: TOKEN });
  const hold = held.verdict === 'hold' ? held.hold : '';
  expect(await showHold(rig.core, hold)).toMatchObject({
    argumentsText: `{"note":"${SHOWN}"}`,
    isRedacted: true,
  });
  await rig.decide('grace', 'approve', task, hold);
  expect(await rig.call(task, 'notes/write', { note: other })).toMatchObject({ verdict: 'hold' });
  answerNext(() => TOKEN);
  expect(await rig.call(task, 'notes/write', { note: TOKEN })).toMatchObject({ verdict: 'permit' });
  // The kept outcome is what was kept.
  const again = await rig.call(task, 'notes/write', { note: TOKEN });
  expect(again).toMatchObject({ reply: { result: { content: [{ text: SHOWN }] } } });
});

it('what holds no secret is kept whole, and is not said to be redacted', async () => {
  const task = await rig.open('Nothing secret here');
  const held = await rig.call(task, 'notes/write', { page: 7 });
  const hold = held.verdict === 'hold' ? held.hold : '';
  expect(await showHold(rig.core, hold)).toMatchObject({
    argumentsText: '{"page":7}',
    promptText: 'Nothing secret here',
    isRedacted: false,
  });
  const { prompt } = rig.core.world.task(task)!;
  expect(formOfPayload((await rig.store.payload(prompt!, `task/${task}`))!)).toBe('whole');
});
