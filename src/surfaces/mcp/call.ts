// A request of a client becomes one action. Where people must say something first, the client is asked to
// come back (2026-07-28) or waits a bounded time; what it sends back carries no authority, it only finds
// its place again.

import {
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type InputRequiredResult,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { ToolAddress } from '../../catalog/name.ts';
import { act, type ActAnswer } from '../../gateway/action/act.ts';
import { labelsSaidIn } from '../../gateway/action/labelling.ts';
import type { Core } from '../../gateway/core.ts';
import type { Deferrals } from '../../gateway/hold/deferred.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { Cancellations } from './cancellations.ts';
import { declaredBy, type Declared } from './declared.ts';
import { linkTo, taskOf } from './hold-reply.ts';
import type { ParkedCall, Parking, Turn } from './parked.ts';
import { describeFault, describeHold, refuse, type Refused } from './reply.ts';
import type { Session } from './session.ts';

/** What a client carries between rounds: which question it was asked. */
export type RoundState = { readonly ask: 'hold' } | { readonly ask: 'person'; readonly parked: string };

export type CallResult =
  | { readonly kind: 'answer'; readonly answer: Extract<ActAnswer, { verdict: 'permit' }> }
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** What stands in a result's place: a question to the client, or a task that it comes back for. */
  | { readonly kind: 'input'; readonly input: InputRequiredResult };

export type Caller = (ctx: ServerContext, target: ToolAddress, args: JsonObject) => Promise<CallResult>;

type Held = Extract<ActAnswer, { verdict: 'hold' }>;

const QUESTION = 'question';
const APPROVAL = 'approval';

export interface CallerOptions {
  readonly session: Session;
  readonly parking: Parking;
  readonly cancellations: Cancellations;
  readonly deferrals: Deferrals;
  readonly url: string;
  readonly modern: boolean;
  readonly codec: RequestStateCodec<RoundState>;
}

export function createCaller(core: Core, options: CallerOptions): Caller {
  const { session, parking } = options;
  return async (ctx, target, args) => {
    const owner = digestOf(core.crypto, { task: session.task, target, args });
    const state = ctx.mcpReq.requestState<RoundState>();
    const round = options.modern ? (state ?? null) : null;
    const can = declaredBy(ctx, options.modern);
    const resumed = round?.ask === 'person' ? takeUp(parking, round.parked, owner, ctx) : null;
    const waitMs = waits(ctx, round, can) ? core.options.holdWaitMs : 0;
    const running = resumed ?? begin(core, options, { ctx, target, args, owner, waitMs, can });
    const { id, signal } = ctx.mcpReq;
    const request = { task: session.task, id, signal };
    const turn = await options.cancellations.run(request, (gone) => running.next(gone));
    return follow(options, { ctx, target, args, round, can }, turn);
  };
}

/** Who can be told later is told at once, and so is who would not look. */
function waits(ctx: ServerContext, round: RoundState | null, can: Declared): boolean {
  if (defers(ctx, can)) return false;
  return round?.ask === 'hold' ? isAccepted(ctx.mcpReq.inputResponses?.[APPROVAL]) : !can.url;
}

function isAccepted(response: unknown): boolean {
  return (response as { readonly action?: unknown } | undefined)?.action === 'accept';
}

/** The extension knows tasks of tool calls alone. */
function defers(ctx: ServerContext, can: Declared): boolean {
  return can.tasks && ctx.mcpReq.method === 'tools/call';
}

interface Beginning {
  readonly ctx: ServerContext;
  readonly target: ToolAddress;
  readonly args: JsonObject;
  readonly owner: string;
  readonly waitMs: number;
  readonly can: Declared;
}

function begin(core: Core, { session, parking }: CallerOptions, beginning: Beginning): ParkedCall {
  const { ctx, target, args, owner, waitMs, can } = beginning;
  const declined = Promise.resolve({ action: 'decline' });
  return parking.start(owner, (ask, signal) =>
    act(core, {
      agent: session.agent,
      task: session.task,
      connector: target.connector,
      tool: target.tool,
      arguments: args,
      labels: saidBy(ctx),
      waitMs,
      signal,
      onProgress: (progress) => passProgress(ctx, progress),
      onElicit: (question) => (can.supports(question) ? ask(question) : declined),
    }),
  );
}

/** What the client says of the arguments that it sends. */
function saidBy(ctx: ServerContext): Labels {
  return labelsSaidIn(ctx.mcpReq._meta as Json | undefined);
}

/** An answer that comes too late, or twice, answers nothing: above all it does not make the call again. */
function takeUp(parking: Parking, id: string, owner: string, ctx: ServerContext): ParkedCall {
  const parked = parking.take(id, owner);
  if (parked === null) {
    const reason = 'invalid_request_state';
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid or expired requestState', { reason });
  }
  parked.reply((ctx.mcpReq.inputResponses?.[QUESTION] ?? { action: 'cancel' }) as JsonObject);
  return parked;
}

interface Round extends Pick<Beginning, 'ctx' | 'target' | 'args' | 'can'> {
  readonly round: RoundState | null;
}

async function follow(options: CallerOptions, asked: Round, turn: Turn): Promise<CallResult> {
  const { ctx, round, can } = asked;
  if ('question' in turn) {
    const requestState = await options.codec.mint({ ask: 'person', parked: turn.parked }, ctx);
    const request = { method: 'elicitation/create', params: turn.question } as never;
    return { kind: 'input', input: inputRequired({ inputRequests: { [QUESTION]: request }, requestState }) };
  }
  const { answer } = turn;
  switch (answer.verdict) {
    case 'permit':
      options.session.deliveries.push(answer.delivered);
      return { kind: 'answer', answer };
    case 'deny':
      return { kind: 'refused', refused: refuse(answer) };
    case 'fault':
      return { kind: 'refused', refused: describeFault(answer.code) };
    case 'hold': {
      const url = linkTo(answer.hold, options.url);
      if (round === null && can.url)
        return { kind: 'input', input: await showLink(options, ctx, answer, url) };
      const task = defers(ctx, can) ? await defer(options, asked, answer.hold) : null;
      return task ?? { kind: 'refused', refused: describeHold(answer, url) };
    }
  }
}

async function showLink(
  { codec }: CallerOptions,
  ctx: ServerContext,
  { hold }: Held,
  url: string,
): Promise<InputRequiredResult> {
  const message = `A person must approve this action: ${hold}`;
  const asked = inputRequired.elicitUrl({ message, url });
  const requestState = await codec.mint({ ask: 'hold' }, ctx);
  return inputRequired({ inputRequests: { [APPROVAL]: asked }, requestState });
}

/** Null: the hold is not to be found any more. */
async function defer(
  { deferrals, session, url }: CallerOptions,
  { ctx, target, args, can }: Round,
  hold: string,
): Promise<CallResult | null> {
  const { agent, task } = session;
  const caller = { agent, task, supports: can.supports };
  await deferrals.defer(caller, hold, { ...target, arguments: args, labels: saidBy(ctx) });
  const deferred = await deferrals.read(caller, hold);
  if (deferred === null) return null;
  // The SDK has no type for it, and passes it on.
  const made: unknown = { resultType: 'task', status: 'working', ...taskOf(deferred, url) };
  return { kind: 'input', input: made as InputRequiredResult };
}

function passProgress(ctx: ServerContext, progress: JsonObject): void {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  const params = { ...progress, progressToken } as never;
  // A client that is gone needs no progress.
  ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
}
