// After the record, the effect, once: a permitted call starts in time or not at all, and its outcome is
// recorded before it is answered. Whatever goes wrong here becomes an outcome, never a second try.

import type { Command } from '../../kernel/command.ts';
import { isDeeper, MAX_ANSWER_DEPTH } from '../../kernel/depth.ts';
import { setsUp } from '../../kernel/effect.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ConstraintEngine, Obligation } from '../../kernel/policy.ts';
import type { Fact } from '../../kernel/action/fact.ts';
import type { Tool } from '../../kernel/state.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { withKept, withWritten } from './answered-objects.ts';
import { hearAsides } from './asides.ts';
import type { CallAnswer, CallHooks, Remarks } from './call-answer.ts';
import type { RecordFact } from '../loop/facts.ts';
import { codeOf } from '../fault.ts';
import type { Flight, Flights } from './flights.ts';
import { createFulfilment, withoutWords, type Fulfilment } from './fulfilment.ts';
import type { Groundings } from '../grounding/groundings.ts';
import type { Leases } from './leases.ts';
import type {
  Log,
  Clock,
  Credential,
  StoredPayload,
  Upstream,
  UpstreamOutcome,
  UpstreamSpec,
} from '../ports.ts';
import { valuesIn } from '../grounding/result-value.ts';
import { createGuard } from './guard.ts';
import { hasUnreadLabels, labelAnswer, labelsOfResult } from './labelling.ts';
import { describeMade } from './objects.ts';
import { withUnvouched } from './unvouched-objects.ts';
import { remarksOn } from './remarks.ts';
import { measureAnswer } from './result-measure.ts';
import type { Recorded } from '../loop/submission.ts';
import { verifyAnswer } from './verifying.ts';
import type { World } from '../loop/world.ts';
import type { Vault } from '../ports/vault.ts';

export interface PerformDeps {
  readonly clock: Clock;
  readonly world: World;
  readonly crypto: LedgerCrypto;
  readonly constraints: ConstraintEngine;
  readonly vault: Vault;
  readonly upstream: Upstream;
  readonly leases: Leases;
  readonly flights: Flights;
  readonly groundings: Pick<Groundings, 'brought'>;
  readonly record: RecordFact;
  readonly log: Log;
}

type Call = Extract<Command, { kind: 'call' }>;

/** Carries out a recorded permit. Resolves with how it ended, after that is durable. */
export async function perform(
  deps: PerformDeps,
  recorded: Recorded,
  args: JsonObject,
  hooks: CallHooks,
): Promise<CallAnswer> {
  const { commands } = recorded.decision;
  const call = commands.find((command) => command.kind === 'call')!;
  const flight = deps.flights.get(call.action)!;
  const startedAt = deps.clock.now();
  const told = await start(deps, recorded, call, flight, args, hooks).catch(() => UNREADABLE);
  const durationMs = Math.max(0, deps.clock.now() - startedAt);
  const { answer: came, fact, payloads } = settlementOf(deps, flight.task, call.action, told, durationMs);
  const answer = tellLabels(recorded, came);
  try {
    await deps.record(flight.task, fact, payloads);
  } finally {
    flight.end(answer);
  }
  return answer;
}

/** Its caller hears what the record of the permit and that of the outcome say together. */
function tellLabels({ decision }: Recorded, answer: CallAnswer): CallAnswer {
  const permitted = decision.events.find(({ type }) => type === 'action-permitted');
  if (answer.reply === null || permitted?.type !== 'action-permitted') return answer;
  const { remarks = {} } = answer;
  return { ...answer, remarks: { ...remarks, labels: labelsOfResult(permitted.body, remarks) } };
}

/** The call may have been made, and nothing that came of it can be used. */
const UNREADABLE: CallAnswer = { outcome: 'unknown', reply: null, code: 'upstream-nonsense' };

async function start(
  deps: PerformDeps,
  recorded: Recorded,
  call: Call,
  flight: Flight,
  args: JsonObject,
  hooks: CallHooks,
): Promise<CallAnswer> {
  // The ledger's time may be ahead of the clock: a claim is no longer for that.
  const { clock } = deps;
  const startBefore = Math.min(call.startBefore, clock.now() + call.startBefore - recorded.request.at);
  const isOver = (): boolean => flight.signal.aborted || clock.now() > startBefore;
  let credential: Credential | null;
  try {
    if (isOver()) return notStarted('upstream-aborted');
    credential = await release(deps, recorded, call, flight);
  } catch (error) {
    return notStarted(codeOf(error));
  }
  const admitted = deps.world.state(null).connectors[call.connector]?.admitted ?? null;
  const tool = admitted?.tools[call.tool];
  if (isOver()) return notStarted('upstream-aborted');
  if (admitted === null || tool === undefined || admitted.record !== call.admission) {
    return notStarted('definition-changed');
  }
  const fulfil = createFulfilment(tool.kind, obligationsOf(recorded), args);
  const finish = (answer: CallAnswer): CallAnswer =>
    finishAnswer(deps, call, tool, { fulfil, args, task: flight.task }, answer);
  // A question to a person is a call whose upstream is that person.
  if (tool.kind === 'elicitation') {
    const reply = { result: await hooks.onElicit(args) };
    return finish({ outcome: 'succeeded', reply, code: null });
  }
  const guard = createGuard(deps.crypto, tool, admitted.server);
  const asides = hearAsides({
    onProgress: (told) => hooks.onProgress(call.clearance ? withoutWords(told) : fulfil.progress(told)),
    onElicit: hooks.onElicit,
  });
  const outcome = await deps.upstream.call({
    connector: call.connector,
    spec: admitted.upstream as unknown as UpstreamSpec,
    task: flight.task,
    action: call.action,
    tool: call.tool,
    kind: tool.kind,
    arguments: args,
    credential,
    expects: guard.expects,
    inTime: () => clock.now() <= startBefore,
    timeoutMs: call.timeoutMs,
    signal: flight.signal,
    onProgress: asides.onProgress,
    onElicit: asides.onElicit,
  });
  const presented = 'code' in outcome ? guard.presented() : null;
  const found = presented === null ? remarksIn(deps, call, tool, args, outcome, hooks) : { presented };
  return finish({ ...toAnswer(outcome), remarks: asides.remarkedIn(found) });
}

/** What is given of what came, and all that is recorded of it. */
function finishAnswer(
  deps: PerformDeps,
  call: Call,
  tool: Tool,
  { fulfil, args, task }: { readonly fulfil: Fulfilment; readonly args: JsonObject; readonly task: string },
  came: CallAnswer,
): CallAnswer {
  if (isDeeper(came.reply, MAX_ANSWER_DEPTH + 1)) return UNREADABLE;
  const { connector } = call;
  if (came.reply !== null && 'result' in came.reply && hasUnreadLabels(came.reply.result['_meta']))
    deps.log.warn({ connector, tool: call.tool }, 'what a connector says of a result cannot be read');
  const told = withUnvouched(deps, task, { connector, tool }, withWritten(deps, call, tool, args, came));
  const given = measureAnswer(tool.kind, call, fulfil.answer(told));
  return labelAnswer(withKept(deps, connector, tool, came), came, given, call, args);
}

/** What is odd about it, and whether it says that what was asked is done. */
function remarksIn(
  { constraints, vault }: PerformDeps,
  call: Call,
  tool: Tool,
  args: JsonObject,
  outcome: UpstreamOutcome,
  { onAnswered }: CallHooks,
): Remarks {
  onAnswered?.(outcome);
  const answers = 'result' in outcome && setsUp(tool.effects) ? valuesIn({ result: outcome.result }) : [];
  const made = describeMade(
    { vault },
    call,
    answers.map(({ value }) => value),
  );
  return {
    ...remarksOn(outcome, tool, constraints),
    ...verifyAnswer(tool, args, outcome),
    ...(made.length === 0 ? {} : { made }),
  };
}

/** What the permit comes with: as recorded. */
function obligationsOf({ decision }: Recorded): readonly Obligation[] {
  return decision.events.flatMap((event) =>
    event.type === 'action-permitted' ? event.body.obligations : [],
  );
}

function notStarted(code: string): CallAnswer {
  return { outcome: 'not-started', reply: null, code };
}

async function release(
  deps: PerformDeps,
  recorded: Recorded,
  call: Call,
  flight: Flight,
): Promise<Credential | null> {
  if (call.lease === null) return null;
  const mint = recorded.decision.commands.find((command) => command.kind === 'mint');
  if (mint === undefined) return deps.leases.credential(call.lease);
  return deps.leases.mint(
    mint,
    { lease: call.lease, task: flight.task, agent: flight.agent },
    recorded.request.at,
  );
}

function toAnswer(outcome: UpstreamOutcome): CallAnswer {
  if ('result' in outcome) return { outcome: outcome.outcome, reply: { result: outcome.result }, code: null };
  if ('error' in outcome) return { outcome: 'failed', reply: { error: outcome.error }, code: null };
  return { outcome: outcome.outcome, reply: null, code: outcome.code };
}

interface Settlement {
  readonly answer: CallAnswer;
  readonly fact: Fact;
  readonly payloads: readonly StoredPayload[];
}

/** What is recorded of an answer. Total: of one that cannot be, that nothing is known. */
function settlementOf(
  deps: PerformDeps,
  task: string,
  action: string,
  answer: CallAnswer,
  durationMs: number,
): Settlement {
  const scope = `task/${task}`;
  const said = { fact: 'call', action, durationMs } as const;
  try {
    // Of what was erased meanwhile, the outcome is recorded without its words.
    const isKept = answer.reply !== null && deps.vault.has(scope);
    const bytes = isKept ? utf8(JSON.stringify(answer.reply)) : new Uint8Array();
    const result = isKept ? deps.vault.commit(scope, 'result', bytes) : null;
    const { outcome, code } = answer;
    const fact = { ...answer.remarks, ...said, outcome, result, bytes: bytes.length, code };
    if (answer.reply !== null) deps.groundings.brought(task, action, answer.reply);
    const payloads = result === null ? [] : [deps.vault.seal(scope, 'result', result, bytes)];
    return { answer, fact, payloads };
  } catch {
    const { outcome, code } = UNREADABLE;
    const fact = { ...said, outcome, result: null, bytes: 0, code };
    return { answer: UNREADABLE, fact, payloads: [] };
  }
}
