// A task's life from its opening to its end, and the people's say in between. What containment promises is
// answered twice: recorded (no permit under the old state any more), then quiesced (nothing runs any more).

import type { KillTarget, Principal, Statement } from '../kernel/event.ts';
import { entryOf } from '../kernel/lookup.ts';
import { utf8 } from '../ledger/bytes.ts';
import { decodeBase64Url } from '../ledger/base64.ts';
import { verifyStatement } from '../ledger/statement.ts';
import type { Core } from './core.ts';
import type { StoredPayload, WrappedKey } from './ports.ts';
import type { Recorded } from './submission.ts';
import { isStatementSigned, withCount, type PasskeyProof } from './passkeys.ts';
import { keepsWords } from './erase.ts';
import { loadKey } from './loading.ts';
import type { ContainTarget } from './flights.ts';
import { coveredNow, quiesce, type ContainmentStep } from './quiesce.ts';
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
  const target = { kind: 'task', id: task } as const;
  const asked = coveredNow(core, target);
  const recorded = await ask(core, { kind: 'close-task', id: requestId(core), actor, task });
  if (recorded.decision.verdict === 'permit') {
    await quiesce(core, target, asked, core.clock.now());
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

/** The reason's words stand in the record as a commitment under the task's key. */
export async function quarantine(
  core: Core,
  actor: Principal,
  { task, reason, tree }: { readonly task: string; readonly reason: string; readonly tree?: true },
): Promise<Contained> {
  await core.load(task);
  const known = keepsWords(core, task);
  const words = known ? conceal(core, `task/${task}`, reason) : { commitment: '', payloads: [] };
  const body = { task, reason: words.commitment, ...(tree === true ? { tree } : {}) };
  const request = { kind: 'quarantine', id: requestId(core), actor, ...body } as const;
  return contain(core, { kind: 'task', id: task }, () => ask(core, request, words));
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
  const asked = coveredNow(core, target);
  const recorded = await request();
  const recordedMs = core.clock.now() - askedAt;
  const command = recorded.decision.commands.find((one) => one.kind === 'contain');
  const end = async (): Contained['quiesced'] => {
    const steps = command === undefined ? [] : await quiesce(core, target, asked, askedAt);
    await core.sweeper.all();
    const aborted = steps.find(({ step }) => step === 'calls-ended')?.count ?? 0;
    return { quiescedMs: core.clock.now() - askedAt, aborted, steps };
  };
  const voidHolds = countVoid(core, recorded);
  return { answer: toAnswer(core, recorded), recordedMs, voidHolds, quiesced: end() };
}

/** Those of a task that this very record ended. */
function countVoid({ world }: Core, { decision, request }: Recorded): number {
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
}

const OF_ONE = { v: 1, type: 'holdpoint/approval@v1' } as const;
const OF_SEVERAL = { v: 2, type: 'holdpoint/approval@v2' } as const;

/** What the operator is to sign: the reason in it is a commitment to the words given. Null: no such hold. */
export async function draftStatement(
  core: Core,
  operator: string,
  input: HoldDecision & { readonly reason: string },
): Promise<Statement | null> {
  // The hold may have been raised a moment ago in another replica.
  await core.catchUp();
  await core.load(input.task);
  const holds = core.world.task(input.task)?.holds ?? {};
  const hold = entryOf(holds, input.hold);
  const others = (input.also ?? []).map((id) => entryOf(holds, id));
  if (hold === null || others.includes(null) || !keepsWords(core, input.task)) return null;
  const also = others.flatMap((one) => (one === null ? [] : [{ hold: one.id, digest: one.digest }]));
  const at = core.clock.now();
  return {
    ...(also.length === 0 ? OF_ONE : { ...OF_SEVERAL, also }),
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
  const verified = reasonHolds && isSigned(core, actor.id, input);
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
  const payloads = reasonHolds ? [core.vault.seal(scope, 'reason', statement.reason, bytes)] : [];
  return toAnswer(core, await ask(core, request, { payloads }));
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
