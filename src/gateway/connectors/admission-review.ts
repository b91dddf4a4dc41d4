// What a person admits is judged here, of the definitions in the ledger, beside those that were admitted
// before: nobody who asks says how harmless it is.

import { diffTools, type FieldChange } from '../../catalog/diff.ts';
import { judgeDrift } from '../../catalog/drift/judge.ts';
import type { DriftReason } from '../../catalog/drift/reason.ts';
import type { Finding } from '../../catalog/poison/finding.ts';
import { neighbourhoodOf, scanAmong, type Neighbourhood } from '../../catalog/poison/scan.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Review, ToolReview, ToolVerdict } from '../../kernel/org/review.ts';
import type { Admission, ConnectorState, Proposal, Tool } from '../../kernel/state.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { Core } from '../core.ts';
import { toEvent } from '../loop/news.ts';
import { StoreFault } from '../ports.ts';

export interface ReviewedTool extends ToolReview {
  readonly name: string;
  /** Why a change is not harmless. */
  readonly reasons: readonly DriftReason[];
  /** What the definition says that it did not say when it was admitted. */
  readonly newSentences: readonly string[];
  readonly fields: readonly FieldChange[];
  readonly found: readonly Finding[];
}

export interface ReviewedProposal {
  /** Its record. */
  readonly of: string;
  readonly against: string | null;
  readonly isReachedAlike: boolean;
  /** In the order of the proposal. */
  readonly tools: readonly ReviewedTool[];
  /** Admitted tools that it does not list. */
  readonly gone: readonly string[];
}

interface Definitions {
  readonly [name: string]: JsonObject;
}

/** The connector's proposal beside its admission; null: nothing is proposed. Rejects with `StoreFault`. */
export async function reviewProposal(
  core: Core,
  { id, proposal, admitted }: ConnectorState,
): Promise<ReviewedProposal | null> {
  if (proposal === null) return null;
  const now = await definitionsOf(core, proposal.record);
  const before = admitted === null ? {} : await admittedDefinitions(core, admitted);
  const strangers = Object.values(core.world.state(null).connectors).flatMap((other) =>
    other.id === id ? [] : Object.keys(other.admitted?.tools ?? {}),
  );
  const names = proposal.tools.map(({ name }) => name);
  const around = {
    siblings: names,
    strangers,
    neighbourhood: neighbourhoodOf({ siblings: names, strangers }),
  };
  const judge = (tool: Tool): ReviewedTool => {
    const known = admitted === null ? null : entryOf(admitted.tools, tool.name);
    const after = entryOf(now, tool.name) ?? {};
    if (known?.definition === tool.definition) return { name: tool.name, ...UNCHANGED };
    const then = known === null ? null : entryOf(before, tool.name);
    return tool.kind === 'tool' ? judgeTool(id, tool.name, then, after, around) : judgeOperation(tool, then);
  };
  return {
    of: proposal.record,
    against: admitted?.record ?? null,
    isReachedAlike: admitted !== null && isReachedAlike(proposal, admitted),
    tools: proposal.tools.map(judge),
    gone: Object.keys(admitted?.tools ?? {}).filter((name) => !names.includes(name)),
  };
}

/** As the kernel takes it. */
export function toReview({ of, against, isReachedAlike: alike, tools }: ReviewedProposal): Review {
  const said = tools.map(
    ({ name, verdict, findings, unread }) => [name, { verdict, findings, unread }] as const,
  );
  return { of, against, isReachedAlike: alike, tools: Object.fromEntries(said) };
}

const NOTHING = { reasons: [], newSentences: [], fields: [], found: [], findings: [], unread: [] };
const UNCHANGED = { ...NOTHING, verdict: 'same' } as const;

/** The protocol's own operations: we wrote their definitions. */
function judgeOperation({ name }: Tool, then: JsonObject | null): ReviewedTool {
  return { ...NOTHING, name, verdict: then === null ? 'new' : 'review' };
}

interface Around {
  /** Names of all tools of the connector. */
  readonly siblings: readonly string[];
  /** Names of tools of other connectors. */
  readonly strangers: readonly string[];
  readonly neighbourhood: Neighbourhood;
}

function judgeTool(
  server: string,
  name: string,
  then: JsonObject | null,
  after: JsonObject,
  { siblings, strangers, neighbourhood }: Around,
): ReviewedTool {
  const found = scanAmong(name, after, neighbourhood);
  const findings = [...new Set(found.map(({ rule }) => rule))];
  const errors = found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  if (then === null) {
    return { ...NOTHING, name, verdict: 'new', found, findings, unread: [...new Set(errors)] };
  }
  const others = siblings.filter((other) => other !== name);
  const judged = judgeDrift(then, after, { name, server, siblings: others, strangers });
  const { verdict, reasons } = judged;
  const newSentences = judged.newSentences.map(({ text }) => text);
  const fields = diffTools({ [name]: then }, { [name]: after }).changed.flatMap((one) => one.fields);
  const unread = unreadOf(verdict, errors, reasons);
  return { name, verdict, reasons, newSentences, fields, found, findings, unread };
}

/** Of a change that is blocked: what the scan calls an attack, or else all that is said against it. */
function unreadOf(verdict: ToolVerdict, errors: readonly string[], reasons: readonly DriftReason[]) {
  if (verdict !== 'block') return [];
  return [...new Set(errors.length > 0 ? errors : reasons.map(({ rule }) => rule))];
}

function isReachedAlike(proposal: Proposal, admitted: Admission): boolean {
  const how = ({ upstream, credential, server }: Proposal | Admission): string =>
    canonicalize({ upstream, credential: credential && { ...credential }, server: server?.name ?? '' });
  return how(proposal) === how(admitted);
}

/** What is proposed, or else what was admitted. Rejects with `StoreFault`. */
export async function definitionsIn(
  core: Core,
  { proposal, admitted }: ConnectorState,
): Promise<Definitions> {
  if (proposal !== null) return definitionsOf(core, proposal.record);
  return admitted === null ? {} : admittedDefinitions(core, admitted);
}

/** What a model said of each tool of the proposal, beyond the rules. Rejects with `StoreFault`. */
export async function modelWordsIn(
  core: Core,
  { proposal }: ConnectorState,
): Promise<{ readonly [tool: string]: readonly string[] }> {
  if (proposal === null) return {};
  const event = await find(core, proposal.record);
  return event.type === 'connector-proposed' ? (event.body.modelSays ?? {}) : {};
}

/** What was admitted, as it was proposed. Rejects with `StoreFault`. */
export async function admittedDefinitions(core: Core, { record }: Admission): Promise<Definitions> {
  const event = await find(core, record);
  if (event.type !== 'connector-admitted') throw changed(record);
  return definitionsOf(core, event.body.proposal);
}

/** Rejects with `StoreFault`. */
export async function definitionsOf(core: Core, record: string): Promise<Definitions> {
  const event = await find(core, record);
  if (event.type !== 'connector-proposed') throw changed(record);
  return event.body.definitions as Definitions;
}

async function find(core: Core, record: string) {
  const stored = await core.store.find(record);
  if (stored === null) throw changed(record);
  return toEvent(stored);
}

function changed(record: string): StoreFault {
  return new StoreFault('store-corrupt', `the record ${record} was changed: see holdpoint ledger verify`);
}
