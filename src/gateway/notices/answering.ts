// What somebody says in a channel is a request like any other: who that is here and what may be said there
// the configuration says, and whether it counts the kernel decides. Nothing is waited for before it is
// taken.

import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';
import { wordEnd } from '../hold/end.ts';
import type { ChannelAnswer, Hearing, Hearsay } from '../ports/notifier.ts';
import { ask, requestId } from '../verbs.ts';

/** `done`: when it is decided and whoever said it knows what came of it. Never rejects. */
export type HeardAnswer =
  | { readonly verdict: 'not-authentic' }
  | { readonly verdict: 'taken'; readonly done: Promise<void> };

export async function hearAnswer(
  core: Core,
  channel: string,
  hearing: Hearing,
  said: Hearsay,
): Promise<HeardAnswer> {
  const heard = await hearing.hear(said, core.clock.now());
  if (heard.kind === 'not-authentic') return { verdict: heard.kind };
  if (heard.kind === 'nothing') return { verdict: 'taken', done: Promise.resolve() };
  return { verdict: 'taken', done: carryOut(core, channel, hearing, heard.answer) };
}

async function carryOut(core: Core, channel: string, hearing: Hearing, answer: ChannelAnswer): Promise<void> {
  const says = await decide(core, channel, hearing, answer).catch((error: unknown) => {
    core.log.error({ channel, code: codeOf(error) }, 'what somebody said in a channel was not decided');
    return 'Nothing was decided: Holdpoint could not. Open the hold and try there.';
  });
  const failure = await hearing.reply(answer, says, core.stopping);
  if (failure !== null) core.log.warn({ channel, code: failure }, 'somebody was not told what came of it');
}

async function decide(
  core: Core,
  channel: string,
  { effects }: Hearing,
  { task, hold: id, account, operator }: ChannelAnswer,
): Promise<string> {
  if (operator === null)
    return 'Nobody here goes by your account: ask an admin to enter you. Nothing was decided.';
  await core.catchUp();
  await core.load(task);
  const hold = await core.models.hold(id);
  if (hold === null || hold.task !== task) return 'There is no such hold. Nothing was decided.';
  if (hold.effects.length === 0 || !hold.effects.every((effect) => effects.includes(effect))) {
    return 'This is too grave to be rejected here: open the hold and reject it there. Nothing was decided.';
  }
  const actor = { kind: 'operator', id: operator } as const;
  const about = { task, hold: id, channel, account };
  const { decision } = await ask(core, { kind: 'reject-in-channel', id: requestId(core), actor, ...about });
  if (decision.verdict === 'permit') return 'You rejected it.';
  const [first] = decision.reasons;
  const ended = wordEnd(decision.reasons);
  if (ended !== null) return `Not rejected: ${ended}.`;
  return `Not rejected: ${first?.code ?? 'denied'}. ${first?.lift ?? ''}`.trim();
}
