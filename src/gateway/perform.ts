// After the record, the effect, once: a permitted call starts in time or not at all, and its outcome is
// recorded before it is answered. Whatever goes wrong here becomes an outcome, never a second try.

import type { Command } from '../kernel/command.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Obligation } from '../kernel/policy.ts';
import type { Fact } from '../kernel/request.ts';
import { utf8 } from '../ledger/bytes.ts';
import { digestOf } from '../ledger/digest.ts';
import type { LedgerCrypto } from '../ledger/crypto.ts';
import type { CallAnswer, CallHooks } from './call-answer.ts';
import type { RecordFact } from './facts.ts';
import { codeOf } from './fault.ts';
import type { Flight, Flights } from './flights.ts';
import { createFulfilment } from './fulfilment.ts';
import type { Leases } from './leases.ts';
import type { Clock, Credential, Upstream, UpstreamOutcome, UpstreamSpec } from './ports.ts';
import type { Recorded } from './submission.ts';
import type { World } from './world.ts';
import type { Vault } from './vault-ports.ts';

export interface PerformDeps {
  readonly clock: Clock;
  readonly world: World;
  readonly crypto: LedgerCrypto;
  readonly vault: Vault;
  readonly upstream: Upstream;
  readonly leases: Leases;
  readonly flights: Flights;
  readonly record: RecordFact;
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
  const answer = await start(deps, recorded, call, flight, args, hooks);
  const durationMs = Math.max(0, deps.clock.now() - startedAt);
  try {
    await settle(deps, flight.task, call.action, answer, durationMs);
  } finally {
    flight.end(answer);
  }
  return answer;
}

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
  // A question to a person is a call whose upstream is that person.
  if (tool.kind === 'elicitation') {
    return fulfil.answer({ outcome: 'succeeded', reply: { result: await hooks.onElicit(args) }, code: null });
  }
  const outcome = await deps.upstream.call({
    connector: call.connector,
    spec: admitted.upstream as unknown as UpstreamSpec,
    task: flight.task,
    action: call.action,
    tool: call.tool,
    kind: tool.kind,
    arguments: args,
    credential,
    expects: (definition) => definition !== null && digestOf(deps.crypto, definition) === tool.definition,
    inTime: () => clock.now() <= startBefore,
    timeoutMs: call.timeoutMs,
    signal: flight.signal,
    onProgress: (progress) => hooks.onProgress(fulfil.progress(progress)),
    onElicit: hooks.onElicit,
  });
  return fulfil.answer(toAnswer(outcome));
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

async function settle(
  deps: PerformDeps,
  task: string,
  action: string,
  answer: CallAnswer,
  durationMs: number,
): Promise<void> {
  const scope = `task/${task}`;
  // Of what was erased meanwhile, the outcome is recorded without its words.
  const isKept = answer.reply !== null && deps.vault.has(scope);
  const bytes = isKept ? utf8(JSON.stringify(answer.reply)) : null;
  const result = bytes === null ? null : deps.vault.commit(scope, 'result', bytes);
  const fact: Fact = {
    fact: 'call',
    action,
    outcome: answer.outcome,
    result,
    durationMs,
    bytes: bytes?.length ?? 0,
    code: answer.code,
  };
  await deps.record(task, fact, bytes === null ? [] : [deps.vault.seal(scope, 'result', result!, bytes)]);
}
