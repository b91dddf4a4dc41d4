// What people see: read from the state and the ledger, decrypted for operators only. A view changes nothing.

import type { Labels } from '../kernel/flow/label.ts';
import { unendedLike } from '../kernel/chain/may-have-run.ts';
import { isTogether } from '../kernel/hold/batch.ts';
import { decidedLastHour } from '../kernel/hold/decided.ts';
import { isPending } from '../kernel/rules/approval.ts';
import type { Hold } from '../kernel/hold/held.ts';
import { shownOf } from '../kernel/hold/shown.ts';
import type { Shown } from '../kernel/hold/shown-action.ts';
import type { RoleQuorum } from '../kernel/policy.ts';
import type { ConnectorState, TaskState, Trigger } from '../kernel/state.ts';
import { decodeUtf8 } from '../ledger/bytes.ts';
import type { LedgerRecord } from '../ledger/record.ts';

import { listDownstream } from './causes/downstream.ts';
import type { Core } from './core.ts';
import { firesOf, missingOf, unmetOf } from './hold/asks.ts';
import { approversOf, type Approver } from './hold/duty.ts';
import { leadsOf, type Lead } from './hold/leads.ts';
import { codeOf } from './fault.ts';
import { explainGrounding, type GroundedArgument } from './grounding/hold-grounding.ts';
import { labelsOfHold, newestAsk, rolesOfHold, type CarriedArgument } from './grounding/hold-labels.ts';
import type { TaskSummary } from './models/task.ts';
import { commitmentsIn } from './ledger/payload-audit.ts';
import { formOfPayload, type PayloadForm } from './ports/vault.ts';

const PAGE = 1_000;

export interface HoldView extends Hold {
  readonly task: string;
  readonly agent: string;
  readonly requester: string;
  readonly workflow: string;
  /** What its asks still lack, all of them together; empty: nothing, or it waits no more. */
  readonly missing: readonly RoleQuorum[];
}

/** Pending holds, oldest first. */
export function listHolds(core: Core): HoldView[] {
  const now = core.clock.now();
  return core.world
    .live()
    .flatMap((task) => Object.values(task.holds).map((hold) => viewHold(core, task, hold)))
    .filter((hold) => hold.status === 'pending' && hold.expiresAt > now)
    .toSorted((a, b) => a.raisedAt - b.raisedAt);
}

export interface HoldDetail extends HoldView {
  /** The complete canonical arguments and the person's words; null where the key is gone. */
  readonly argumentsText: string | null;
  readonly promptText: string | null;
  /** Secrets were taken out of them before they were written: there is more than what is shown. */
  readonly isRedacted: boolean;
  /** Whom it asks while it waits: who may approve, and why the others may not. */
  readonly approvers: readonly Approver[];
  /** The other holds that wait for like actions, in the order in which they were raised: one word may do. */
  readonly together: readonly string[];
  /** Where the values that carry authority come from, and words that should not be passed on. */
  readonly grounding: readonly GroundedArgument[];
  /** What they carry, value by value and all together; null: nobody looked. */
  readonly carried: readonly CarriedArgument[];
  readonly sent: Labels | null;
  /** The record with which it was asked for last: what its values carry and come from is as of that. */
  readonly newest: string;
  /** Policies whose asks are not met yet. */
  readonly unmet: readonly string[];
  /** What the call may set off, and what that starts. */
  readonly fires: readonly Pick<Trigger, 'name' | 'starts'>[];
  /** Where its addresses lead, while it waits. */
  readonly leads: readonly Lead[];
  /** What an approval is bound to, as it stands now. */
  readonly shown: Shown;
  /** Calls of its tree that may have done the very same already, while it waits, oldest first. */
  readonly mayHaveRun: readonly Repeated[];
  /** Calls of its task so far whose results contradict what was asked. */
  readonly contradicted: number;
}

/** When the call was asked for, and in which task; null: of several. */
export interface Repeated {
  readonly task: string | null;
  readonly action: string | null;
  /** Unix milliseconds. */
  readonly at: number;
  /** It runs still. */
  readonly runs: boolean;
}

/** What tells a hold from others in a list: it asks for no more than is kept beside it. */
export async function tellHold(core: Core, id: string) {
  const found = await findHold(core, id);
  if (found === null) return null;
  const { task, hold } = found;
  const args = await open(core, hold.arguments, `task/${task.id}`);
  return { argumentsText: args?.text ?? null, grounding: await rolesOfHold(core, hold.record) };
}

async function findHold(
  core: Core,
  id: string,
): Promise<{ readonly task: TaskState; readonly hold: Hold } | null> {
  const summary = await core.models.hold(id);
  if (summary === null) return null;
  await core.load(summary.task);
  const task = core.world.task(summary.task);
  const hold = task?.holds[id];
  return task === null || hold === undefined ? null : { task, hold };
}

/** Any hold that was ever raised. */
export async function showHold(core: Core, id: string): Promise<HoldDetail | null> {
  const found = await findHold(core, id);
  if (found === null) return null;
  const { task, hold } = found;
  const scope = `task/${task.id}`;
  const args = await open(core, hold.arguments, scope);
  const prompt = task.prompt === null ? null : await open(core, task.prompt, scope);
  const newest = await newestAsk(core, hold);
  return {
    ...viewHold(core, task, hold),
    newest,
    unmet: unmetOf(core, hold),
    fires: firesOf(core, hold, args?.text ?? null),
    leads: await leadsOf(core, task, hold, args?.text ?? null),
    argumentsText: args?.text ?? null,
    promptText: prompt?.text ?? null,
    isRedacted: [args, prompt].some((one) => one?.form === 'redacted'),
    approvers: approversOf(core, task, hold),
    together: waitingWith(task, hold, core.clock.now()),
    mayHaveRun: repeatedBy(core, task, hold),
    contradicted: task.usage.contradicted,
    shown: shownOf(core.world.state(task.id), task, hold),
    ...(await labelsOfHold(core, newest, task, core.clock.now())),
    grounding: await explainGrounding(core, newest, args?.text ?? null, (one) => reveal(core, one, scope)),
  };
}

function repeatedBy({ world, clock }: Core, task: TaskState, hold: Hold): readonly Repeated[] {
  if (!isPending(hold, clock.now())) return [];
  return unendedLike(world.state(null), task, hold).map(({ tasks, action, at, isOver }) => ({
    task: tasks?.[0] ?? null,
    action,
    at,
    runs: !isOver,
  }));
}

function waitingWith(task: TaskState, hold: Hold, now: number): string[] {
  const others = Object.values(task.holds).filter((one) => one !== hold && isTogether(one, hold));
  return others.filter((one) => isPending(one, now)).map(({ id }) => id);
}

function viewHold(core: Core, { id: task, agent, requester, workflow }: TaskState, hold: Hold): HoldView {
  return { ...hold, task, agent, requester, workflow: workflow.id, missing: missingOf(core, hold) };
}

export interface TraceView {
  readonly summary: TaskSummary;
  readonly records: readonly LedgerRecord[];
  /** Of other streams: what it set off, and the openings of the tasks that go back to that. */
  readonly downstream: readonly LedgerRecord[];
  /** The words behind the commitments, by commitment; null where the key is gone. */
  readonly payloads: { readonly [commitment: string]: string | null };
}

/** Everything the ledger holds about a task, in order, with what its commitments stand for. */
export async function trace(core: Core, task: string): Promise<TraceView | null> {
  const summary = await core.models.task(task);
  if (summary === null) return null;
  await core.load(task);
  const records = await readStream(core, `task/${task}`);
  const payloads: Record<string, string | null> = {};
  for (const commitment of records.flatMap((record) => commitmentsIn(record.body))) {
    payloads[commitment] ??= await reveal(core, commitment, `task/${task}`);
  }
  const downstream = await listDownstream(core.store, task, records);
  return { summary, records, downstream, payloads };
}

export async function readStream(core: Core, stream: string): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for (let fromSeq = 0; ; fromSeq = records.at(-1)!.seq + 1) {
    const page = await core.store.read({ fromSeq, limit: PAGE, stream });
    records.push(...page.map((stored) => JSON.parse(stored.text) as LedgerRecord));
    if (page.length < PAGE) return records;
  }
}

/** The bytes behind a commitment as text; null where they or their key are gone. */
export async function reveal(core: Core, commitment: string, scope: string): Promise<string | null> {
  return (await open(core, commitment, scope))?.text ?? null;
}

interface OpenedPayload {
  readonly text: string;
  readonly form: PayloadForm;
}

async function open(core: Core, commitment: string, scope: string): Promise<OpenedPayload | null> {
  const payload = await core.store.payload(commitment, scope);
  if (payload === null) return null;
  try {
    if (!core.vault.has(scope)) {
      const key = await core.store.key(scope);
      if (key === null) return null;
      core.vault.load(key);
    }
    const decoded = decodeUtf8(core.vault.open(payload));
    return 'text' in decoded ? { text: decoded.text, form: formOfPayload(payload) } : null;
  } catch (error) {
    core.log.warn({ scope, code: codeOf(error) }, 'a payload cannot be shown');
    return null;
  }
}

export interface ConnectorView extends ConnectorState {
  readonly killed: boolean;
}

export function listConnectors(core: Core): ConnectorView[] {
  const { org, connectors } = core.world.state(null);
  return Object.values(connectors).map((one) => ({ ...one, killed: org.killed.connectors.includes(one.id) }));
}

/** Everybody, with their names where those are not erased, and what they decided within the hour before. */
export async function listOperators(core: Core) {
  const { org } = core.world.state(null);
  const at = core.clock.now();
  const names = await namesOfOperators(core);
  const named = Object.values(org.operators).map(async ({ passkeys = {}, ...one }) => ({
    ...one,
    name: await revealName(core, names, one.id),
    passkeys: Object.keys(passkeys).length,
    decidedLastHour: decidedLastHour(org, one.id, at),
  }));
  return Promise.all(named);
}

/** The person's name behind an operator's id; null where it was erased. */
export async function operatorName(core: Core, id: string): Promise<string | null> {
  return revealName(core, await namesOfOperators(core), id);
}

/** Commitments to them, by the operators' ids. */
async function namesOfOperators(core: Core): Promise<ReadonlyMap<string, string>> {
  const records = await readStream(core, 'org');
  const added = records.filter(({ type }) => type === 'founded' || type === 'operator-added');
  const operators = added.map(({ body }) => body['operator'] as unknown as { id: string; name: string });
  return new Map(operators.map(({ id, name }) => [id, name]));
}

async function revealName(
  core: Core,
  names: ReadonlyMap<string, string>,
  id: string,
): Promise<string | null> {
  const name = names.get(id);
  return name === undefined ? null : reveal(core, name, `operator/${id}`);
}
