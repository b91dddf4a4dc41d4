// What people ask of Holdpoint: each verb becomes one kernel request, with everything impure in it,
// and its answer is the recorded decision. Nothing here decides.

import type { Decision } from '../kernel/decision.ts';
import type { Principal } from '../kernel/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { ChangeAgentAllowance, DeclareDestinations, LimitAgentHolds } from '../kernel/request.ts';
import type { Reason } from '../kernel/reason.ts';
import type { Agent, AgentModel, Operator } from '../kernel/org/registered.ts';
import type { OrgState, PolicySource } from '../kernel/state.ts';
import { utf8 } from '../ledger/bytes.ts';
import { keyForDestinations } from './action/destinations.ts';
import { splitAsker } from './asker.ts';
import type { Core, Problem } from './core.ts';
import { keyFor } from './loop/loading.ts';
import type { StoredPayload, WrappedKey } from './ports.ts';
import { keepsKeys, type Recorded, type Undated } from './loop/submission.ts';
import { describeReceipt, type Receipt } from './ledger/receipt.ts';
import { readWorkflow } from './policies/workflow-check.ts';

export interface Answer {
  readonly verdict: Decision['verdict'];
  readonly reasons: readonly Reason[];
  readonly receipt: Receipt;
}

/** A file that a person wrote does not hold: nothing was asked, nothing recorded. */
export interface Invalid {
  readonly verdict: 'invalid';
  readonly problems: readonly Problem[];
}

export interface NewOperator extends Omit<Operator, 'id'> {
  readonly id: string;
  /** The person's name: kept encrypted, recorded as a commitment. */
  readonly name: string;
}

type Extras = { readonly payloads?: readonly StoredPayload[]; readonly keys?: readonly WrappedKey[] };

/** Records one request about no task, or about a loaded one. */
export async function ask(core: Core, request: Undated, extras: Extras = {}): Promise<Recorded> {
  const task = 'task' in request ? request.task : null;
  if (task !== null) await core.load(task);
  const { payloads = [], keys = [] } = extras;
  try {
    const asked = { ...request, ...splitAsker(request.actor) };
    const submission = { request: asked, task, payloads, keys };
    const recorded = await core.queue.submit(submission);
    if (!keepsKeys(submission, recorded)) for (const { scope } of keys) core.vault.forget(scope);
    return recorded;
  } catch (error) {
    // Whatever were sealed later under a key that was never stored could not be opened after a restart.
    for (const { scope } of keys) core.vault.forget(scope);
    throw error;
  }
}

export function toAnswer(core: Core, recorded: Recorded): Answer {
  const { verdict, reasons } = recorded.decision;
  return { verdict, reasons, receipt: describeReceipt(core, recorded) };
}

export function requestId(core: Core): string {
  return `req_${core.ids.mint()}`;
}

/** The genesis record: the first operator, the mode, the first policy. */
export async function found(
  core: Core,
  input: {
    readonly mode: 'separated' | 'solo';
    readonly operator: NewOperator;
    readonly sources: readonly PolicySource[];
  },
): Promise<Answer | Invalid> {
  const { engine, problems } = core.compile(input.sources, {});
  if (engine === null) return { verdict: 'invalid', problems };
  const { operator, extras } = await concealName(core, input.operator);
  const recorded = await ask(
    core,
    {
      kind: 'found',
      id: requestId(core),
      actor: { kind: 'operator', id: operator.id },
      mode: input.mode,
      origin: core.signer.origin,
      vkey: core.signer.vkey,
      operator,
      policy: { digest: engine.digest, sources: input.sources },
    },
    extras,
  );
  return toAnswer(core, recorded);
}

export async function addOperator(core: Core, actor: Principal, added: NewOperator): Promise<Answer> {
  const { operator, extras } = await concealName(core, added);
  return toAnswer(
    core,
    await ask(core, { kind: 'add-operator', id: requestId(core), actor, operator }, extras),
  );
}

/** Registers whom the configured identity provider vouches for; nobody here asks for it. */
export async function provisionOperator(
  core: Core,
  added: NewOperator & { readonly identity: NonNullable<NewOperator['identity']> },
): Promise<Answer> {
  const { operator, extras } = await concealName(core, added);
  const actor = { kind: 'system', id: 'holdpoint' } as const;
  const provisioned = { ...operator, identity: added.identity };
  const request = { kind: 'provision-operator', id: requestId(core), actor } as const;
  return toAnswer(core, await ask(core, { ...request, operator: provisioned }, extras));
}

export async function registerAgent(core: Core, actor: Principal, agent: Agent): Promise<Answer> {
  const request = { kind: 'register-agent', id: requestId(core), actor, agent } as const;
  return toAnswer(core, await ask(core, request, { keys: await keyForDestinations(core, agent.id) }));
}

/** Says which model is behind a registered agent now. */
export async function changeAgentModel(
  core: Core,
  actor: Principal,
  changed: { readonly agent: string; readonly model: AgentModel | null },
): Promise<Answer> {
  const request = { kind: 'change-agent-model', id: requestId(core), actor, ...changed } as const;
  return toAnswer(core, await ask(core, request));
}

/** Says what all tasks of an agent may use together in each window of a length. */
export async function changeAgentAllowance(
  core: Core,
  actor: Principal,
  changed: Pick<ChangeAgentAllowance, 'agent' | 'windowSeconds' | 'limit'>,
): Promise<Answer> {
  const request = { kind: 'change-agent-allowance', id: requestId(core), actor, ...changed } as const;
  return toAnswer(core, await ask(core, request));
}

/** Says how much the tasks of an agent may have waiting for people at once. */
export async function limitAgentHolds(
  core: Core,
  actor: Principal,
  limited: Pick<LimitAgentHolds, 'agent' | 'holds'>,
): Promise<Answer> {
  const request = { kind: 'limit-agent-holds', id: requestId(core), actor, ...limited } as const;
  return toAnswer(core, await ask(core, request));
}

/** Replaces both lists of hosts; of what is not said, none is cleared for more or less than is usual. */
export async function declareDestinations(
  core: Core,
  actor: Principal,
  declared: Pick<DeclareDestinations, 'own' | 'listed' | 'fact'> &
    Partial<Pick<DeclareDestinations, 'cleared'>>,
): Promise<Answer> {
  const request = {
    kind: 'declare-destinations',
    id: requestId(core),
    actor,
    cleared: {},
    ...declared,
  } as const;
  return toAnswer(core, await ask(core, request));
}

/** Replaces what models may be given. */
export async function declareClearances(
  core: Core,
  actor: Principal,
  models: OrgState['clearances'],
): Promise<Answer> {
  const request = { kind: 'declare-clearances', id: requestId(core), actor, models } as const;
  return toAnswer(core, await ask(core, request));
}

export async function publishWorkflow(
  core: Core,
  actor: Principal,
  file: PolicySource,
): Promise<(Answer & { readonly workflow: string }) | Invalid> {
  const read = readWorkflow(core, actor.id, file);
  if ('problems' in read) return { verdict: 'invalid', problems: read.problems };
  const { workflow } = read;
  const spec = read.spec as unknown as JsonObject;
  const recorded = await ask(core, { kind: 'publish-workflow', id: requestId(core), actor, workflow, spec });
  return { ...toAnswer(core, recorded), workflow: workflow.id };
}

async function concealName(
  core: Core,
  { name, ...operator }: NewOperator,
): Promise<{ operator: Operator & { name: string }; extras: Extras }> {
  const { commitment, extras } = await concealWords(core, operator.id, name);
  return { operator: { ...operator, name: commitment }, extras };
}

/** A commitment to what an operator, or a thing of theirs, is called; with what keeps the words. */
export async function concealWords(
  core: Core,
  operator: string,
  words: string,
): Promise<{ readonly commitment: string; readonly extras: Extras }> {
  const scope = `operator/${operator}`;
  const keys = await keyFor(core, scope);
  const bytes = utf8(words);
  const commitment = core.vault.commit(scope, 'name', bytes);
  const payloads = [core.vault.seal(scope, 'name', commitment, bytes)];
  return { commitment, extras: { payloads, keys } };
}
