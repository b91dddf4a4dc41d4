// Holdpoint's gateway with its starter policy: Ada has a task opened, its agent asks, Grace is an approver.

import { startRig, type Rig } from '../../src/gateway/rig.contract.ts';
import { StoreFault } from '../../src/gateway/ports.ts';
import type { ActAnswer } from '../../src/gateway/action/act.ts';
import type { Answer } from '../../src/gateway/verbs.ts';
import { OTHER, SHOWN, type Gate, type Outcome } from './trial.ts';

export const holdpoint: Gate = {
  plain: () =>
    withHold(async ({ rig, task, hold }) => {
      await rig.decide('grace', 'approve', task, hold);
      return saidOf(await pay(rig, task, SHOWN));
    }),

  changed: () =>
    withHold(async ({ rig, task, hold }) => {
      await rig.decide('grace', 'approve', task, hold);
      return saidOf(await pay(rig, task, OTHER));
    }),

  replayed: () =>
    withHold(async ({ rig, task, hold }) => {
      await rig.decide('grace', 'approve', task, hold);
      delivered(await pay(rig, task, SHOWN));
      return saidOf(await pay(rig, task, SHOWN));
    }),

  restarted: () =>
    withHold(async ({ rig, task, hold }) => {
      await rig.restart();
      await rig.decide('grace', 'approve', task, hold);
      return saidOf(await pay(rig, task, SHOWN));
    }),

  own: () =>
    withHold(async ({ rig, task, hold }) => {
      const said = saidOf(await rig.decide('ada', 'approve', task, hold));
      await pay(rig, task, SHOWN);
      return said;
    }),

  edited: () =>
    withHold(async ({ rig, task, hold }) => {
      await pay(rig, task, OTHER);
      rewriteHold(rig, task);
      const failure = await rig.restart().then(
        () => null,
        (error: unknown) => (error instanceof StoreFault ? error.code : 'failed'),
      );
      if (failure !== null) return failure;
      await rig.decide('grace', 'approve', task, hold);
      return saidOf(await pay(rig, task, OTHER));
    }),
};

/** The approver says the same again about a hold that was used. */
export function repeatDecision(): Promise<Outcome> {
  return withHold(async ({ rig, task, hold }) => {
    await rig.decide('grace', 'approve', task, hold);
    await pay(rig, task, SHOWN);
    return saidOf(await rig.decide('grace', 'approve', task, hold));
  });
}

/** The same call again by an agent that never got the answer. */
export function retryUnanswered(): Promise<Outcome> {
  return withHold(async ({ rig, task, hold }) => {
    await rig.decide('grace', 'approve', task, hold);
    await pay(rig, task, SHOWN);
    return saidOf(await pay(rig, task, SHOWN));
  });
}

interface Held {
  readonly rig: Rig;
  readonly task: string;
  readonly hold: string;
}

async function withHold(trial: (held: Held) => Promise<string>): Promise<Outcome> {
  const rig = await startRig();
  try {
    const task = await rig.open();
    const held = await pay(rig, task, SHOWN);
    if (held.verdict !== 'hold') throw new Error(`no hold: ${held.verdict}`);
    const said = await trial({ rig, task, hold: held.hold });
    return { paid: rig.upstream.calls.map((call) => Number(call.arguments['amount'])), said };
  } finally {
    await rig.stop();
  }
}

function pay(rig: Rig, task: string, amount: number): Promise<ActAnswer> {
  return rig.call(task, 'desk/drop', { amount });
}

/** Its answer reached the agent. */
function delivered(answer: ActAnswer): void {
  if (answer.verdict !== 'permit') throw new Error(`not permitted: ${answer.verdict}`);
  answer.delivered();
}

/** The first hold's record gets the digest and the arguments of the second one's. */
function rewriteHold(rig: Rig, task: string): void {
  const records = rig.data.read({ fromSeq: 0, limit: 10_000, stream: `task/${task}` });
  const [shown, other] = records.filter(({ type }) => type === 'action-held');
  const [to, from] = [bodyOf(shown!.text), bodyOf(other!.text)];
  const text = shown!.text.replaceAll(to.digest, from.digest).replaceAll(to.arguments, from.arguments);
  if (text === shown!.text) throw new Error('nothing was rewritten');
  Object.assign(shown!, { text });
}

function bodyOf(text: string): { readonly digest: string; readonly arguments: string } {
  const record = JSON.parse(text) as {
    readonly body: { readonly digest: string; readonly arguments: string };
  };
  return record.body;
}

/** The verdict, with the first reason where it is no. */
function saidOf(answer: ActAnswer | Answer): string {
  if (answer.verdict === 'fault') return answer.code;
  if (answer.verdict !== 'deny') return answer.verdict;
  return answer.reasons[0]?.code ?? 'denied';
}
