// A task's life from its opening to its end, and the people's say in between. What containment promises is
// answered twice: recorded (no permit under the old state any more), then quiesced (nothing runs any more).

import type { KillTarget, Principal } from '../kernel/event.ts';
import type { Statement } from '../kernel/hold/statement.ts';
import type { RejectionCategory } from '../kernel/hold/held.ts';
import type { JsonObject } from '../kernel/json.ts';
import { entryOf } from '../kernel/lookup.ts';
import { shownOf } from '../kernel/hold/shown.ts';
import { utf8 } from '../ledger/bytes.ts';
import { decodeBase64Url } from '../ledger/base64.ts';
import { isStatement, verifyStatement } from '../ledger/statement.ts';
import type { Core } from './core.ts';
import type { StoredPayload, WrappedKey } from './ports.ts';
import type { Recorded } from './loop/submission.ts';
import { isStatementSigned, withCount, type PasskeyProof } from './passkeys.ts';
import { keepsWords } from './ledger/erase.ts';
import { describeEdit, sealEdit } from './hold/edit.ts';
import { loadKey } from './loop/loading.ts';
import { coverOf, type ContainTarget } from './action/flights.ts';
import { coveredNow, quiesce, type ContainmentStep } from './loop/quiesce.ts';
import { ask, requestId, toAnswer, type Answer } from './verbs.ts';

/** Longest that a signed statement may wait before it reaches the ledger, milliseconds. */
const STATEMENT_LIFE_MS = 5 * 60_000;

export interface Token {
  readonly token: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface OpenInput {
  readonly workflow: string;
  readonly agent: string;
  /** The person's own words; null where nobody asked in words. */
  readonly prompt: string | null;
  /** The action that set it off; absent: nobody says. */
  readonly cause?: string;
}

/** Opens a task under a published workflow. `token` names the one task, for its agent. */
export async function openTask(
  core: Core,
  actor: Principal,
  { prompt, ...input }: OpenInput,
): Promise<Answer & { readonly task: string | null; readonly token: Token | null }> {
  const id = requestId(core);
  const task = `task_${id.slice('req_'.length)}`;
  const scope = `task/${task}`;
  const key: WrappedKey = core.vault.create(scope);
  const bytes = prompt === null ? null : utf8(prompt);
  const commitment = bytes === null ? null : core.vault.commit(scope, 'prompt', bytes);
  const payloads = bytes === null ? [] : [core.vault.seal(scope, 'prompt', commitment!, bytes)];
  const request = { kind: 'open-task', id, actor, ...input, prompt: commitment } as const;
  const recorded = await ask(core, request, { payloads, keys: [key] });
  const opened = recorded.decision.verdict === 'permit';
  if (!opened) core.vault.forget(scope);
  return { ...toAnswer(core, recorded), task: opened ? task : null, token: await issue(core, recorded) };
}

/** A new token for a task that goes on: decided like everything else. */
export async function renew(
  core: Core,
  actor: Principal,
  task: string,
): Promise<Answer & { readonly token: Token | null }> {
  const recorded = await ask(core, { kind: 'renew', id: requestId(core), actor, task });
  return { ...toAnswer(core, recorded), token: await issue(core, recorded) };
}

async function issue(core: Core, recorded: Recorded): Promise<Token | null> {
  const command = recorded.decision.commands.find((one) => one.kind === 'token');
  if (command === undefined) return null;
  const { task, agent, expiresAt } = command;
  const issuedAt = recorded.request.at;
  return {
    token: await core.tokens.issue({ use: 'task', subject: agent, task, issuedAt, expiresAt }),
    expiresAt,
  };
}

/** Resolves once every revocation that the end of the task owes was tried. */
export async function closeTask(core: Core, actor: Principal, task: string): Promise<Answer> {
  const covers = coverOf([{ kind: 'task', id: task }]);
  const asked = coveredNow(core, covers);
  const recorded = await ask(core, { kind: 'close-task', id: requestId(core), actor, task });
  if (recorded.decision.verdict === 'permit') {
    await quiesce(core, covers, asked, core.clock.now());
    await core.sweeper.task(task);
  }
  return toAnswer(core, recorded);
}

export interface Contained {
  readonly answer: Answer;
  /** Milliseconds from the request until it was recorded: from then on nothing new starts. */
  readonly recordedMs: number;
  /** Holds that became void with the record: those of a task that it ends. */
  readonly voidHolds: number;
  /** When nothing it stops runs any more, and every lease it ends was tried for revocation. */
  readonly quiesced: Promise<{
    readonly quiescedMs: number;
    readonly aborted: number;
    readonly steps: readonly ContainmentStep[];
  }>;
}

export interface QuarantineInput {
  readonly task: string;
  readonly reason: string;
  /** Nothing that it may have set off begins by itself any more. */
  readonly tree?: true;
}

export function quarantine(core: Core, actor: Principal, input: QuarantineInput): Promise<Contained> {
  return contain(core, { kind: 'task', id: input.task }, () => recordQuarantine(core, actor, input));
}

/** The reason's words stand in the record as a commitment under the task's key. */
export async function recordQuarantine(
  core: Core,
  actor: Principal,
  { task, reason, tree }: QuarantineInput,
): Promise<Recorded> {
  await core.load(task);
  const known = keepsWords(core, task);
  const words = known ? conceal(core, `task/${task}`, reason) : { commitment: '', payloads: [] };
  const body = { task, reason: words.commitment, ...(tree === true ? { tree } : {}) };
  return ask(core, { kind: 'quarantine', id: requestId(core), actor, ...body }, words);
}

/** The reason's words stand in the record as a commitment under the operator's own key. */
export async function kill(
  core: Core,
  actor: Principal,
  input: { readonly target: KillTarget; readonly lift: boolean; readonly reason: string },
): Promise<Contained> {
  const scope = `operator/${actor.id}`;
  await loadKey(core, scope);
  const words = conceal(core, scope, input.reason);
  const request = { kind: 'kill', id: requestId(core), actor, ...input, reason: words.commitment } as const;
  return contain(core, input.target, () => ask(core, request, words));
}

/** Words of somebody, as what a record commits to them by. */
export function conceal(
  core: Core,
  scope: string,
  words: string,
): { readonly commitment: string; readonly payloads: readonly StoredPayload[] } {
  const bytes = utf8(words);
  const commitment = core.vault.commit(scope, 'reason', bytes);
  return { commitment, payloads: [core.vault.seal(scope, 'reason', commitment, bytes)] };
}

async function contain(
  core: Core,
  target: ContainTarget,
  request: () => Promise<Recorded>,
): Promise<Contained> {
  const askedAt = core.clock.now();
  const covers = coverOf([target]);
  const asked = coveredNow(core, covers);
  const recorded = await request();
  const recordedMs = core.clock.now() - askedAt;
  const stops = recorded.decision.commands.some(({ kind }) => kind === 'contain');
  const steps = stops ? quiesce(core, covers, asked, askedAt) : Promise.resolve([]);
  const voidHolds = countVoid(core, recorded);
  return {
    answer: toAnswer(core, recorded),
    recordedMs,
    voidHolds,
    quiesced: settleDown(core, askedAt, steps),
  };
}

/** When a containment is over, by the steps it comes to. */
export async function settleDown(
  core: Core,
  askedAt: number,
  coming: Promise<readonly ContainmentStep[]>,
): Contained['quiesced'] {
  const steps = await coming;
  await core.sweeper.all();
  const aborted = steps.find(({ step }) => step === 'calls-ended')?.count ?? 0;
  return { quiescedMs: core.clock.now() - askedAt, aborted, steps };
}

/** Those of a task that this very record ended. */
export function countVoid({ world }: Core, { decision, request }: Recorded): number {
  const task = decision.task === null ? null : world.durable(decision.task).task;
  if (task === null || decision.verdict !== 'permit' || task.endedAt !== request.at) return 0;
  return Object.values(task.holds).filter(({ status }) => status === 'void').length;
}

export interface HoldDecision {
  readonly task: string;
  readonly hold: string;
  readonly verdict: 'approve' | 'reject';
  /** Other holds of like actions that were shown with it; absent: none. */
  readonly also?: readonly string[];
  /** For how many identical actions; absent: one. */
  readonly times?: number;
  /** Other arguments, that are approved in place of those that wait; absent: those. */
  readonly edit?: JsonObject;
  /** What is wrong with what is rejected, and whether the agent may read the reason; absent: nothing, no. */
  readonly category?: RejectionCategory;
  readonly tell?: true;
}

/** What the operator is to sign: the reason in it is a commitment to the words given. Null: no such hold. */
export async function draftStatement(
  core: Core,
  operator: string,
  input: HoldDecision & { readonly reason: string },
): Promise<Statement | null> {
  // The hold may have been raised a moment ago in another replica.
  await core.catchUp();
  await core.load(input.task);
  const state = core.world.state(input.task);
  const { task } = state;
  const hold = task === null ? null : entryOf(task.holds, input.hold);
  if (task === null || hold === null || !keepsWords(core, input.task)) return null;
  const others = (input.also ?? []).map((id) => entryOf(task.holds, id));
  if (others.includes(null)) return null;
  const also = others.flatMap((one) =>
    one === null ? [] : [{ hold: one.id, digest: one.digest, shown: shownOf(state, task, one) }],
  );
  const { edit, times = 1, category, tell } = input;
  const edited = edit === undefined ? null : await describeEdit(core, task, hold, edit);
  if (edit !== undefined && edited === null) return null;
  const at = core.clock.now();
  return {
    v: 3,
    type: 'holdpoint/approval@v3',
    ...(also.length === 0 ? {} : { also }),
    shown: shownOf(state, task, hold),
    times,
    ...(edited === null ? {} : { edited }),
    ...(category === undefined ? {} : { category }),
    ...(tell === undefined ? {} : { tell }),
    ledger: core.signer.origin,
    task: input.task,
    hold: input.hold,
    digest: hold.digest,
    policies: hold.asks.map(({ policyDigest }) => policyDigest),
    verdict: input.verdict,
    reason: core.vault.commit(`task/${input.task}`, 'reason', utf8(input.reason)),
    operator,
    at,
    expiresAt: at + STATEMENT_LIFE_MS,
  };
}

export interface SignedDecision {
  readonly statement: Statement;
  readonly signature: string;
  /** It is a passkey's signature; absent: one of the operator's key. */
  readonly passkey?: Omit<PasskeyProof, 'signature'>;
  readonly reason: string;
  /** The other arguments that the statement commits to; absent: it does to none. */
  readonly edit?: JsonObject;
}

/** Approves or rejects with a signed statement, and the words its reason commits to. */
export async function decideHold(core: Core, actor: Principal, input: SignedDecision): Promise<Answer> {
  const { statement, signature } = input;
  const { task, hold, verdict } = statement;
  await core.load(task);
  const scope = `task/${task}`;
  const known = keepsWords(core, task);
  const bytes = utf8(input.reason);
  const reasonHolds = known && core.vault.commit(scope, 'reason', bytes) === statement.reason;
  const editHolds = await isOfEdit(core, input);
  const verified = reasonHolds && editHolds && isStatement(statement) && isSigned(core, actor.id, input);
  const request = {
    kind: verdict,
    id: requestId(core),
    actor,
    task,
    hold,
    statement,
    signature,
    ...(input.passkey === undefined ? {} : { assertion: withCount(input.passkey.assertion) }),
    verified,
  } as const;
  const said = reasonHolds ? [core.vault.seal(scope, 'reason', statement.reason, bytes)] : [];
  const { edit } = input;
  const isEdit = edit !== undefined && statement.edited !== undefined && verified;
  const written = isEdit ? [sealEdit(core, task, statement.edited, edit)] : [];
  return toAnswer(core, await ask(core, request, { payloads: [...said, ...written] }));
}

/** Whether the statement commits to these very arguments, as an action of this moment; or to none. */
async function isOfEdit(core: Core, { statement, edit }: SignedDecision): Promise<boolean> {
  const { task } = core.world.state(statement.task);
  const hold = task === null ? null : entryOf(task.holds, statement.hold);
  if (statement.edited === undefined || edit === undefined || task === null || hold === null) {
    return statement.edited === edit;
  }
  if (!keepsWords(core, task.id)) return false;
  const edited = await describeEdit(core, task, hold, edit);
  return edited?.digest === statement.edited.digest && edited.arguments === statement.edited.arguments;
}

function isSigned(core: Core, operator: string, signed: SignedDecision): boolean {
  const { statement, signature, passkey } = signed;
  if (passkey !== undefined) {
    return statement.operator === operator && isStatementSigned(core, statement, { ...passkey, signature });
  }
  const key = core.world.state(null).org.operators[operator]?.publicKey ?? null;
  const publicKey = key === null ? null : decodeBase64Url(key);
  if (publicKey === null || statement.ledger !== core.signer.origin) return false;
  return verifyStatement(core.crypto, { statement, signature, publicKey });
}
