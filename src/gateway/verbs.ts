// What people ask of Holdpoint: each verb becomes one kernel request, with everything impure in it,
// and its answer is the recorded decision. Nothing here decides.

import type { Decision } from '../kernel/decision.ts';
import type { Principal } from '../kernel/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Reason } from '../kernel/reason.ts';
import type {
  Agent,
  AgentModel,
  CredentialRequirement,
  Effect,
  Operator,
  PolicySource,
  ToolProfile,
} from '../kernel/state.ts';
import { proposeTools } from '../catalog/proposal.ts';
import { utf8 } from '../ledger/bytes.ts';
import { digestOf } from '../ledger/digest.ts';
import { compileWorkflow, parseWorkflow } from '../workflow/spec.ts';
import { splitAsker } from './asker.ts';
import type { Core, Problem } from './core.ts';
import { loadKey } from './loading.ts';
import type { StoredPayload, UpstreamSpec, WrappedKey } from './ports.ts';
import type { Recorded, Undated } from './submission.ts';
import { describeReceipt, type Receipt } from './receipt.ts';

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
    return await core.queue.submit({ request: asked, task, payloads, keys });
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

export async function registerAgent(core: Core, actor: Principal, agent: Agent): Promise<Answer> {
  return toAnswer(core, await ask(core, { kind: 'register-agent', id: requestId(core), actor, agent }));
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

/** Replaces both lists of hosts. */
export async function declareDestinations(
  core: Core,
  actor: Principal,
  declared: { readonly own: readonly string[]; readonly listed: readonly string[] },
): Promise<Answer> {
  const request = { kind: 'declare-destinations', id: requestId(core), actor, ...declared } as const;
  return toAnswer(core, await ask(core, request));
}

export async function publishWorkflow(
  core: Core,
  actor: Principal,
  file: PolicySource,
): Promise<(Answer & { readonly workflow: string }) | Invalid> {
  const parsed = parseWorkflow(file.text, file.name);
  if ('problems' in parsed) {
    const problems = parsed.problems.map((problem) => ({
      severity: 'error' as const,
      source: file.name,
      line: problem.line,
      column: problem.column,
      message: problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`,
      help: problem.help ?? null,
    }));
    return { verdict: 'invalid', problems };
  }
  const spec = parsed.spec as unknown as JsonObject;
  const workflow = compileWorkflow(parsed.spec, {
    digest: (value) => digestOf(core.crypto, value),
    publisher: actor.id,
  });
  const recorded = await ask(core, { kind: 'publish-workflow', id: requestId(core), actor, workflow, spec });
  return { ...toAnswer(core, recorded), workflow: workflow.id };
}

export interface ConnectorInput {
  readonly id: string;
  readonly upstream: UpstreamSpec;
  readonly credential: CredentialRequirement | null;
}

/**
 * Records the intent, and only where that is permitted starts the upstream, asks it what it offers and
 * records that as the proposal. Throws `UpstreamFault`, `CredentialFault`.
 */
export async function proposeConnector(
  core: Core,
  actor: Principal,
  input: ConnectorInput,
): Promise<Answer & { readonly proposal: string }> {
  const intent = await propose(core, actor, input, {});
  if (intent.verdict !== 'permit') return intent;
  const definitions = await describeConnector(core, input);
  return propose(core, actor, input, definitions);
}

async function propose(
  core: Core,
  actor: Principal,
  { id: connector, upstream, credential }: ConnectorInput,
  definitions: { readonly [name: string]: JsonObject },
): Promise<Answer & { readonly proposal: string }> {
  const tools = proposeTools(definitions, { digest: (value) => digestOf(core.crypto, value) }, connector);
  const proposed = { upstream: upstream as unknown as JsonObject, credential, tools };
  const proposal = digestOf(core.crypto, proposed);
  const request = {
    kind: 'propose-connector',
    id: requestId(core),
    actor,
    connector,
    digest: proposal,
  } as const;
  return { ...toAnswer(core, await ask(core, { ...request, ...proposed, definitions })), proposal };
}

/** Longest life of a credential that only asks what a connector offers, seconds. */
const ASKING_SECONDS = 60;

/**
 * What the connector presents now. A credential it needs is minted for this question and revoked after it.
 */
async function describeConnector(
  core: Core,
  { id, upstream, credential: requirement }: ConnectorInput,
): Promise<{ readonly [name: string]: JsonObject }> {
  if (requirement === null) return (await core.upstream.describe(id, upstream, null)).definitions;
  const { audience, reference, inject, ttlSeconds } = requirement;
  const issuer = core.issuers[requirement.issuer];
  const lease = `lease_${core.ids.mint()}`;
  const issuedAt = core.clock.now();
  const expiresAt = issuedAt + Math.min(ttlSeconds, ASKING_SECONDS) * 1000;
  const holder = { lease, task: '', agent: 'holdpoint', connector: id };
  const { secret } = await issuer.mint({ ...holder, audience, reference, issuedAt, expiresAt });
  try {
    const credential = { lease, as: inject.as, name: inject.name, value: `${inject.prefix}${secret}` };
    return (await core.upstream.describe(id, upstream, credential)).definitions;
  } finally {
    await issuer.revoke({ id: lease, connector: id, expiresAt });
  }
}

export async function admitConnector(
  core: Core,
  actor: Principal,
  input: {
    readonly connector: string;
    readonly proposal: string;
    readonly effects: { readonly [tool: string]: readonly Effect[] };
    readonly profiles?: { readonly [tool: string]: ToolProfile };
  },
): Promise<Answer> {
  return toAnswer(core, await ask(core, { kind: 'admit-connector', id: requestId(core), actor, ...input }));
}

async function concealName(
  core: Core,
  { name, ...operator }: NewOperator,
): Promise<{ operator: Operator & { name: string }; extras: Extras }> {
  const scope = `operator/${operator.id}`;
  await loadKey(core, scope);
  const keys = core.vault.has(scope) ? [] : [core.vault.create(scope)];
  const bytes = utf8(name);
  const commitment = core.vault.commit(scope, 'name', bytes);
  const payloads = [core.vault.seal(scope, 'name', commitment, bytes)];
  return { operator: { ...operator, name: commitment }, extras: { payloads, keys } };
}
