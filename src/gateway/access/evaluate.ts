// Whoever enforces elsewhere asks here. Each question becomes part of one kernel request, and its answer is
// what was recorded: nothing here decides, and nothing is answered before it is durable.

import { argumentsOf, targetOf } from '../../kernel/access/question.ts';
import { mayExplain } from '../../kernel/access/evaluate.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import type { AccessQuestion, Evaluate } from '../../kernel/request.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { bindAccess, type Bindable } from './binding.ts';
import { withKnownNames } from './names.ts';
import { splitAsker, type Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { describeDestinations, loadAgentKey } from '../action/destinations.ts';
import { keepsWords } from '../ledger/erase.ts';
import { describeGrounding } from '../grounding/describe-grounding.ts';
import { loadKey } from '../loop/loading.ts';
import type { Recorded, Undated } from '../loop/submission.ts';
import { requestId, toAnswer, type Answer } from '../verbs.ts';

/** A question as it is asked. */
export type AccessInput = Omit<AccessQuestion, 'destinations' | 'described' | 'digest' | 'binding'> &
  Bindable;

export interface Evaluated extends Pick<
  EventOf<'access-evaluated'>['body'],
  'verdict' | 'determining' | 'reasons' | 'obligations' | 'requestable' | 'approval'
> {
  /** Id of the record. */
  readonly record: string;
}

/** Whoever asks may not. */
export interface Refused {
  readonly refused: Answer;
}

export interface Evaluation {
  /** In the order of the questions; fewer where one of them ended it. */
  readonly answers: readonly Evaluated[];
  /** Whether the exact reasons are for the asker's eyes. */
  readonly isExplained: boolean;
}

/** Answers questions, each against the state that it names. Rejects with `Overloaded`, `StoreFault`. */
export async function evaluateAccess(
  core: Core,
  asker: Asker,
  inputs: readonly AccessInput[],
  until: Evaluate['until'],
): Promise<Evaluation | Refused> {
  const answers: Evaluated[] = [];
  let last: Recorded | null = null;
  for (const run of runsOf(inputs)) {
    const questions = await describeQuestions(core, asker, run);
    const asked = { kind: 'evaluate-access', id: requestId(core), ...splitAsker(asker) } as const;
    const recorded: Recorded = await submitAbout(core, { ...asked, questions, until }, run[0]!.about);
    last = recorded;
    if (recorded.decision.verdict === 'deny') return { refused: toAnswer(core, recorded) };
    const answered = recorded.decision.events.flatMap(toEvaluated);
    answers.push(...answered);
    if (endsAt(until, answered.at(-1)!)) break;
  }
  const isRefusal = answers.some(({ verdict }) => verdict !== 'permit');
  const isExplained = isRefusal && mayExplain(core.world.state(null), last!.request);
  return { answers, isExplained };
}

/** Questions that follow each other and name the same task are decided together. */
function runsOf(inputs: readonly AccessInput[]): AccessInput[][] {
  const runs: AccessInput[][] = [];
  for (const input of inputs) {
    const last = runs.at(-1);
    if (last?.[0]?.about === input.about) last?.push(input);
    else runs.push([input]);
  }
  return runs;
}

function endsAt(until: Evaluate['until'], { verdict }: Evaluated): boolean {
  return until !== null && (until === 'permit') === (verdict === 'permit');
}

function toEvaluated(event: Recorded['decision']['events'][number]): Evaluated[] {
  if (event.type !== 'access-evaluated') return [];
  return [{ record: event.id, ...event.body }];
}

/** Asks the queue; where the question names a task that exists, with that task's state. */
export async function submitAbout(core: Core, request: Undated, about: string | null): Promise<Recorded> {
  if (about !== null) await core.load(about);
  const task = about !== null && core.world.task(about) !== null ? about : null;
  return core.queue.submit({ request, task, payloads: [], keys: [] });
}

/** What the kernel is asked, with everything impure in it: questions about one task, or about none. */
export async function describeQuestions(
  core: Core,
  asker: Asker,
  inputs: readonly AccessInput[],
): Promise<readonly AccessQuestion[]> {
  const about = inputs[0]?.about ?? null;
  if (about !== null) await core.load(about);
  const sign = await signerOf(core, asker, about);
  const { connectors } = core.world.state(null);
  const describe = async (asked: AccessInput): Promise<AccessQuestion> => {
    const { bound: _, ...input } = asked;
    const target = targetOf(input);
    const task = input.about ?? '';
    const agent = input.subject.id;
    const call = target.kind === 'verb' ? null : { ...target, agent, task, arguments: argumentsOf(input) };
    if (call !== null) await loadAgentKey(core, agent);
    const { vault } = core;
    const destinations =
      call === null ? [] : describeDestinations({ vault, connectors }, call, keepsWords(core, task));
    const described = call === null ? {} : await describeGrounding(core, call);
    const digest = sign?.('question', input) ?? null;
    const named = withKnownNames(connectors, input, (name) => sign?.('question', name) ?? '');
    const binding = asker.kind === 'operator' ? bindAccess(core, asked)?.digest : undefined;
    const tied = binding === undefined ? {} : { binding };
    return { ...named, destinations, described, digest, ...tied };
  };
  return Promise.all(inputs.map(describe));
}

type Sign = (kind: 'question' | 'page', value: Json) => string;

const PREFIX = 'hmac-sha256:';

/**
 * Keyed digests under the operator's own key or, of what an agent asks, the task's: no commitments, since the
 * words behind them are kept nowhere. Null where there is no such key.
 */
export async function signerOf(core: Core, { kind, id }: Asker, about: string | null): Promise<Sign | null> {
  const scope = kind === 'agent' ? `task/${about}` : `${kind}/${id}`;
  await loadKey(core, scope);
  if (!core.vault.has(scope)) return null;
  return (what, value) => core.vault.commit(scope, what, utf8(canonicalize(value))).slice(PREFIX.length);
}
