// A request of a client becomes one action. Where people must say something first, the client is asked to
// come back (2026-07-28) or waits a bounded time; what it sends back carries no authority, it only finds
// its place again.

import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type ClientCapabilities,
  type InputRequiredResult,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { ToolAddress } from '../../catalog/name.ts';
import { act, type ActAnswer } from '../../gateway/act.ts';
import type { Core } from '../../gateway/core.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { Cancellations } from './cancellations.ts';
import type { ParkedCall, Parking, Turn } from './parked.ts';
import { describeFault, describeHold, refuse, type Refused } from './reply.ts';
import type { Session } from './session.ts';

/** What a client carries between rounds: which question it was asked. */
export type RoundState = { readonly ask: 'hold' } | { readonly ask: 'person'; readonly parked: string };

export type CallResult =
  | { readonly kind: 'answer'; readonly answer: Extract<ActAnswer, { verdict: 'permit' }> }
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'input'; readonly input: InputRequiredResult };

export type Caller = (ctx: ServerContext, target: ToolAddress, args: JsonObject) => Promise<CallResult>;

const QUESTION = 'question';
const APPROVAL = 'approval';

export interface CallerOptions {
  readonly session: Session;
  readonly parking: Parking;
  readonly cancellations: Cancellations;
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
    const can = elicitation(ctx, options.modern);
    const resumed = round?.ask === 'person' ? takeUp(parking, round.parked, owner, ctx) : null;
    const waitMs = round === null && can.url ? 0 : core.options.holdWaitMs;
    const running = resumed ?? begin(core, options, { ctx, target, args, owner, waitMs, can });
    const { id, signal } = ctx.mcpReq;
    const request = { task: session.task, id, signal };
    const turn = await options.cancellations.run(request, (gone) => running.next(gone));
    return follow(options, ctx, turn, round, can);
  };
}

interface Beginning {
  readonly ctx: ServerContext;
  readonly target: ToolAddress;
  readonly args: JsonObject;
  readonly owner: string;
  readonly waitMs: number;
  readonly can: Elicitation;
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
      waitMs,
      signal,
      onProgress: (progress) => passProgress(ctx, progress),
      onElicit: (question) => (can.supports(question) ? ask(question) : declined),
    }),
  );
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

async function follow(
  options: CallerOptions,
  ctx: ServerContext,
  turn: Turn,
  round: RoundState | null,
  can: Elicitation,
): Promise<CallResult> {
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
      const url = `${options.url}/holds/${answer.hold}`;
      const refused = describeHold(answer, url);
      if (round !== null || !can.url) return { kind: 'refused', refused };
      const asked = inputRequired.elicitUrl({
        message: `A person must approve this action: ${answer.hold}`,
        url,
      });
      const requestState = await options.codec.mint({ ask: 'hold' }, ctx);
      return { kind: 'input', input: inputRequired({ inputRequests: { [APPROVAL]: asked }, requestState }) };
    }
  }
}

interface Elicitation {
  readonly url: boolean;
  supports(question: JsonObject): boolean;
}

/** What the client of this very request says it can ask a person. An empty declaration means forms. */
function elicitation(ctx: ServerContext, modern: boolean): Elicitation {
  const envelope = ctx.mcpReq.envelope as { readonly [key: string]: unknown } | undefined;
  const capabilities = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  const declared = modern ? capabilities?.elicitation : undefined;
  const url = declared?.url !== undefined;
  const form = declared !== undefined && (declared.form !== undefined || !url);
  return { url, supports: (question) => (question['mode'] === 'url' ? url : form) };
}

function passProgress(ctx: ServerContext, progress: JsonObject): void {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  const params = { ...progress, progressToken } as never;
  // A client that is gone needs no progress.
  ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
}
