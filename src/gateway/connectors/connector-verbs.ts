// A connector is started or asked only for what is recorded first; what it says is recorded as it said it.

import { proposeTools } from '../../catalog/proposal.ts';
import { redactText } from '../../flow/secrets.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Principal } from '../../kernel/event.ts';
import type { Seen, ServerIdentity } from '../../kernel/action/presented.ts';
import type { AdmitConnector } from '../../kernel/request.ts';
import type { CredentialRequirement } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import { reviewProposal, toReview } from './admission-review.ts';
import type { Core } from '../core.ts';
import { UpstreamFault, type Description, type LeftOut, type UpstreamSpec } from '../ports.ts';
import { keysForObjects } from '../action/objects.ts';
import { hearModel, type Heard } from '../proposer/hear-model.ts';
import { presentedDigest } from '../action/presented-digest.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

export interface ConnectorInput {
  readonly id: string;
  readonly upstream: UpstreamSpec;
  readonly credential: CredentialRequirement | null;
}

/** The proposal's digest, and what the connector could do and does not offer. */
export interface Proposed extends Answer {
  readonly proposal: string;
  readonly leftOut: readonly LeftOut[];
  /** The model that was asked, and why it was not heard; null: none was asked. */
  readonly model: Heard['model'] | null;
}

/** What is known before it is asked. */
const UNASKED = { definitions: {}, server: null };

/**
 * Records the intent, and only where that is permitted starts the upstream, asks it what it offers and
 * records that as the proposal. Throws `UpstreamFault`, `CredentialFault`.
 */
export async function proposeConnector(
  core: Core,
  actor: Principal,
  input: ConnectorInput,
  { isModelAsked = false }: { readonly isModelAsked?: boolean } = {},
): Promise<Proposed> {
  const intent = await propose(core, actor, input, UNASKED);
  if (intent.verdict !== 'permit') return intent;
  const description = await describeConnector(core, input);
  const heard = isModelAsked ? await hearModel(core, input.id, description.definitions) : null;
  return propose(core, actor, input, { ...description, heard });
}

/**
 * Proposes an admitted connector again, by the same way and with the same credential; what it presents that
 * was not admitted is recorded too. Null: it was not admitted. Throws `UpstreamFault`, `CredentialFault`.
 */
export async function refreshConnector(core: Core, actor: Principal, id: string): Promise<Proposed | null> {
  const input = admittedAs(core, id);
  if (input === null) return null;
  const intent = await propose(core, actor, input, UNASKED);
  if (intent.verdict !== 'permit') return intent;
  const description = await describeConnector(core, input);
  return propose(core, actor, input, { ...description, seen: seenIn(core, description) });
}

function seenIn(core: Core, { definitions, server }: Description): Seen {
  const tools = Object.entries(definitions).map(
    ([tool, definition]) => [wellFormed(tool), presentedDigest(core.crypto, definition)] as const,
  );
  return { tools, server: identityOf(server) };
}

interface Answered {
  readonly definitions: Description['definitions'];
  readonly server: ServerIdentity | null;
  readonly seen?: Seen;
  readonly leftOut?: readonly LeftOut[];
  readonly heard?: Heard | null;
}

async function propose(
  core: Core,
  actor: Principal,
  { id: connector, upstream, credential }: ConnectorInput,
  { definitions, server, seen, leftOut = [], heard = null }: Answered,
): Promise<Proposed> {
  const inferred = proposeTools(definitions, { digest: (value) => digestOf(core.crypto, value) }, connector);
  const tools = heard === null ? inferred : inferred.map(heard.widen);
  const identity = server && identityOf(server);
  const proposed = { upstream: upstream as unknown as JsonObject, credential, tools, server: identity };
  const proposal = digestOf(core.crypto, proposed);
  const keys = await keysForObjects(core, connector);
  const request = {
    kind: 'propose-connector',
    id: requestId(core),
    actor,
    connector,
    digest: proposal,
    ...(seen === undefined ? {} : { seen }),
    ...(heard === null ? {} : { modelSays: heard.words }),
  } as const;
  const answer = toAnswer(core, await ask(core, { ...request, ...proposed, definitions }, { keys }));
  return { ...answer, proposal, leftOut, model: heard?.model ?? null };
}

/** Longer names and versions are cut: they are shown and compared, nothing else. */
const MAX_IDENTITY = 200;

/** What the ledger keeps of who answered. */
export function identityOf({ name, version }: ServerIdentity): ServerIdentity {
  const cut = (text: string): string => wellFormed(text.slice(0, MAX_IDENTITY));
  return { name: cut(name), version: cut(version) };
}

/** Half a character cannot be recorded. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

/** Longest life of a credential that only asks what a connector offers, seconds. */
const ASKING_SECONDS = 60;

/**
 * What the connector presents now. A credential it needs is minted for this question and revoked after it.
 */
async function describeConnector(core: Core, input: ConnectorInput): Promise<Description> {
  try {
    return await askDescription(core, input);
  } catch (error) {
    if (!(error instanceof UpstreamFault)) throw error;
    // It may quote what the server said, and that what it should not.
    const clean = (text: string): string => redactText(text, []).value;
    const problems = error.problems.map((one) => ({ ...one, message: clean(one.message) }));
    throw new UpstreamFault(error.code, clean(error.message), { cause: error, problems });
  }
}

async function askDescription(
  core: Core,
  { id, upstream, credential: requirement }: ConnectorInput,
): Promise<Description> {
  if (requirement === null) return core.upstream.describe(id, upstream, null);
  const { audience, reference, inject, ttlSeconds } = requirement;
  const issuer = core.issuers[requirement.issuer];
  const lease = `lease_${core.ids.mint()}`;
  const issuedAt = core.clock.now();
  const expiresAt = issuedAt + Math.min(ttlSeconds, ASKING_SECONDS) * 1000;
  const holder = { lease, task: '', agent: 'holdpoint', connector: id };
  const { secret } = await issuer.mint({ ...holder, audience, reference, issuedAt, expiresAt });
  try {
    const credential = { lease, as: inject.as, name: inject.name, value: `${inject.prefix}${secret}` };
    return await core.upstream.describe(id, upstream, credential);
  } finally {
    await issuer.revoke({ id: lease, connector: id, expiresAt });
  }
}

export type AdmitInput = Omit<AdmitConnector, 'kind' | 'id' | 'at' | 'actor' | 'provedAt' | 'review'>;

export async function admitConnector(core: Core, actor: Principal, input: AdmitInput): Promise<Answer> {
  const connector = core.world.state(null).connectors[input.connector];
  const reviewed = connector === undefined ? null : await reviewProposal(core, connector);
  const review = reviewed === null ? NOT_REVIEWED : toReview(reviewed);
  const request = { kind: 'admit-connector', id: requestId(core), actor, ...input, review } as const;
  return toAnswer(core, await ask(core, request));
}

const NOT_REVIEWED = { of: null, against: null, isReachedAlike: false, tools: {} };

/**
 * Has an admitted connector asked what it presents now, and records what of it is not what was admitted.
 * Throws `UpstreamFault`, `CredentialFault`.
 */
export async function checkConnector(core: Core, actor: Principal, id: string): Promise<Answer> {
  const request = { kind: 'observe-connector', actor, connector: id } as const;
  const asked = toAnswer(core, await ask(core, { ...request, id: requestId(core), seen: null }));
  const admitted = admittedAs(core, id);
  if (asked.verdict !== 'permit' || admitted === null) return asked;
  const seen = seenIn(core, await describeConnector(core, admitted));
  return toAnswer(core, await ask(core, { ...request, id: requestId(core), seen }));
}

function admittedAs(core: Core, id: string): ConnectorInput | null {
  const admitted = core.world.state(null).connectors[id]?.admitted ?? null;
  if (admitted === null) return null;
  return { id, upstream: admitted.upstream as unknown as UpstreamSpec, credential: admitted.credential };
}
