// The life of an action (DESIGN §4): described, decided when asked for, recorded, only then done, and its
// outcome recorded before it is answered. A hold that moves leads to a fresh decision, never to the reuse
// of an old one.

import type { JsonObject } from '../../kernel/json.ts';
import type { Ask } from '../../kernel/hold/held.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { Reason } from '../../kernel/reason.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { actionDigest } from '../../ledger/digest.ts';
import { describeDestinations, loadAgentKey } from './destinations.ts';
import { keepsWords } from '../ledger/erase.ts';
import { saidOf, type Said } from '../hold/edit.ts';
import { observe } from './observe.ts';
import { describeObjects } from './objects.ts';
import { codeOf } from '../fault.ts';
import { describeGrounding } from '../grounding/describe-grounding.ts';
import type { CallAnswer, CallHooks } from './call-answer.ts';
import { readOutcome } from '../hold/call.ts';
import { describeSameCall } from './same-call.ts';
import { deliveryOf } from '../hold/kept-answer.ts';
import { perform } from './perform.ts';
import { isFree, readBack, type AskToRead } from './read-back.ts';
import { Overloaded } from '../loop/queue.ts';
import { describeReceipt, type Receipt } from '../ledger/receipt.ts';
import type { Recorded, Submission } from '../loop/submission.ts';
import { withdrawHold } from '../hold/withdraw.ts';
import type { Core } from '../core.ts';

export interface ActInput extends CallHooks {
  readonly agent: string;
  /** From the verified task token. */
  readonly task: string;
  readonly connector: string;
  readonly tool: string;
  readonly arguments: JsonObject;
  /** What the caller says that they carry: this only restricts. Absent: it says nothing. */
  readonly labels?: Labels;
  /** How long the caller waits on a hold, milliseconds; at most what the configuration allows. */
  readonly waitMs: number;
  /** The caller is gone: a call in flight is aborted. */
  readonly signal: AbortSignal;
}

export type ActAnswer =
  | ({ readonly verdict: 'permit'; readonly action: string; readonly receipt: Receipt } & CallAnswer & {
        /**
         * To be called when the answer has reached the caller: until then a held action's outcome is kept.
         */
        readonly delivered: () => void;
      })
  | {
      readonly verdict: 'hold';
      readonly hold: string;
      readonly asks: readonly Ask[];
      readonly expiresAt: number;
      readonly receipt: Receipt;
    }
  | {
      readonly verdict: 'deny';
      readonly reasons: readonly Reason[];
      readonly receipt: Receipt;
      /** What an approver said to the agent; absent: nothing. */
      readonly said?: Said;
    }
  /** Nothing was recorded, nothing was done. */
  | { readonly verdict: 'fault'; readonly code: string };

/** How long to wait for a record of another replica before looking again, milliseconds. */
const LONGEST_WAIT_MS = 1_000;

/** Under this name a connector's questions to people stand in its admitted tools. */
const ELICITATION = '@elicitation/create';

export async function act(core: Core, input: ActInput): Promise<ActAnswer> {
  const until = core.clock.now() + Math.min(input.waitMs, core.options.holdWaitMs);
  let waited: string | undefined;
  try {
    for (;;) {
      const answer = await ask(core, input, await describe(core, input, waited));
      if (answer.verdict !== 'hold') return answer;
      const leftMs = until - core.clock.now();
      if (leftMs <= 0 || !(await core.waiters.wait(answer.hold, leftMs, input.signal))) return answer;
      waited = answer.hold;
    }
  } catch (error) {
    core.log.warn({ task: input.task, code: codeOf(error) }, 'an action was not decided');
    return { verdict: 'fault', code: codeOf(error) };
  }
}

async function ask(core: Core, input: ActInput, submission: Submission): Promise<ActAnswer> {
  const unknown = core.replica.unknown();
  if (unknown !== null) throw unknown;
  // What runs ends in facts that are never refused: so only so much may run.
  if (core.flights.count() >= core.options.callLimit) throw new Overloaded(core.flights.count());
  return follow(core, await core.queue.submit(submission), input);
}

/** Steps 1 and 2: what the kernel will be asked, with everything impure already in it. */
async function describe(core: Core, input: ActInput, waited?: string): Promise<Submission> {
  await core.load(input.task);
  await loadAgentKey(core, input.agent);
  const { agent, task, connector, tool } = input;
  const known = keepsWords(core, task);
  const scope = `task/${task}`;
  const bytes = utf8(canonicalize(input.arguments));
  const argumentsCommitment = known ? core.vault.commit(scope, 'arguments', bytes) : '';
  const { observed, server = null } = await observe(core, connector, tool);
  const { connectors } = core.world.state(null);
  const { store, vault } = core;
  const definition = observed ?? '';
  const digest = actionDigest(core.crypto, {
    task,
    agent,
    connector,
    tool,
    definition,
    arguments: argumentsCommitment,
  });
  return {
    request: {
      kind: 'act',
      id: `req_${core.ids.mint()}`,
      actor: { kind: 'agent', id: agent },
      task,
      connector,
      tool,
      arguments: input.arguments,
      argumentsCommitment,
      digest,
      observed,
      server,
      destinations: describeDestinations({ vault, connectors }, input, known),
      ...(waited === undefined ? {} : { waited }),
      ...(await describeObjects({ store, vault, connectors }, input)),
      ...(known ? describeSameCall(vault, input) : {}),
      ...(await describeGrounding(core, input)),
    },
    task,
    payloads: known ? [core.vault.seal(scope, 'arguments', argumentsCommitment, bytes)] : [],
    keys: [],
  };
}

async function follow(core: Core, recorded: Recorded, input: ActInput): Promise<ActAnswer> {
  const { decision } = recorded;
  const receipt = describeReceipt(core, recorded);
  if (decision.verdict === 'deny') {
    // A breaker that tripped: what the task still holds is not left to the next round.
    const isOver = decision.events.some(({ type }) => type === 'task-quarantined');
    if (isOver) void core.sweeper.task(input.task);
    const said = await saidOf(core, input.task, decision.reasons);
    return { verdict: 'deny', reasons: decision.reasons, receipt, ...(said === null ? {} : { said }) };
  }
  if (decision.verdict === 'hold') {
    const held = decision.events.find(
      (event): event is EventOf<'action-held'> => event.type === 'action-held',
    )!;
    const { hold, asks, expiresAt } = held.body;
    return { verdict: 'hold', hold, asks, expiresAt, receipt };
  }
  const replay = decision.commands.find((command) => command.kind === 'replay');
  const action = replay?.action ?? decision.action!;
  const ended =
    replay === undefined
      ? await make(core, recorded, action, input)
      : await kept(core, input.task, action, input.signal);
  return { verdict: 'permit', action, receipt, ...ended, delivered: deliveryOf(core, input.task, action) };
}

async function make(core: Core, recorded: Recorded, action: string, input: ActInput): Promise<CallAnswer> {
  const abort = (): void => core.flights.abort(action);
  input.signal.addEventListener('abort', abort);
  if (input.signal.aborted) abort();
  try {
    const answer = await perform(core, recorded, input.arguments, {
      ...input,
      // A permitted question goes to the person; it is not asked about again.
      onElicit: input.tool === ELICITATION ? input.onElicit : (question) => elicit(core, input, question),
    });
    await readBack(core, { ...input, action, answer }, readerFor(core, input));
    return answer;
  } finally {
    input.signal.removeEventListener('abort', abort);
    // A lease of its own dies with its action.
    void core.sweeper.task(input.task);
  }
}

/**
 * What a connector wants to ask a person is an action of its own: decided, recorded, and declined unless
 * permitted.
 */
async function elicit(core: Core, input: ActInput, question: JsonObject): Promise<JsonObject> {
  const asked = await act(core, { ...input, tool: ELICITATION, arguments: question, waitMs: 0 });
  const reply = asked.verdict === 'permit' ? asked.reply : null;
  return reply !== null && 'result' in reply ? reply.result : { action: 'decline' };
}

/** With what the task may do and no more; nothing of what is read is told to whoever called. */
function readerFor(core: Core, input: ActInput): AskToRead {
  const onElicit = (): Promise<JsonObject> => Promise.resolve({ action: 'decline' });
  return async (tool, args, onAnswered) => {
    const asked = { tool, arguments: args, waitMs: 0, onProgress: () => undefined, onElicit, onAnswered };
    const reading = { ...input, ...asked };
    try {
      const submission = await describe(core, reading);
      if (!isFree(core, submission)) return null;
      const read = await ask(core, reading, submission);
      if (read.verdict === 'hold') {
        // Policy moved just now: nobody waits for it, so people are not to decide it.
        await withdrawHold(core, { kind: 'agent', id: input.agent }, { task: input.task, hold: read.hold });
      }
      if (read.verdict !== 'permit') return null;
      read.delivered();
      return read.action;
    } catch (error) {
      core.log.warn({ task: input.task, code: codeOf(error) }, 'what was done was not read back');
      return null;
    }
  };
}

/** The outcome of an action that already ran, or runs: it is never made again. */
async function kept(core: Core, task: string, action: string, signal: AbortSignal): Promise<CallAnswer> {
  const flight = core.flights.get(action);
  if (flight !== null) return flight.answer;
  // It may run in another replica: its end is news here.
  while (core.world.durable(task).task?.actions[action]?.status === 'running' && !signal.aborted) {
    if (core.stopping.aborted) return { outcome: 'unknown', reply: null, code: 'store-unavailable' };
    await core.waiters.wait(action, LONGEST_WAIT_MS, signal);
  }
  const outcome = core.world.durable(task).task?.actions[action]?.outcome ?? 'unknown';
  try {
    // Its caller is told what the records say: the state forgets what was given away.
    return (await readOutcome(core, task, action)) ?? { outcome, reply: null, code: 'claim-lapsed' };
  } catch (error) {
    return { outcome, reply: null, code: codeOf(error) };
  }
}
