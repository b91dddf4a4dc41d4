// What all tasks of an agent may use together in a window of time. A task draws a block of it in advance, on
// the agent's own stream, so that tasks hardly meet there; what is drawn and not used is not given to others
// within the window, so no interleaving overspends.

import type { AdmittedTool, AskedAction } from '../action/action.ts';
import { recordOf } from '../answer.ts';
import { amountOf } from '../action/argument-role.ts';
import type { Event, EventOf } from '../event.ts';
import type { AgentAllowance, Amounts, Drawn } from './limits.ts';
import { entryOf } from '../lookup.ts';
import type { Act } from '../request.ts';
import type { State, TaskState } from '../state.ts';

/** A block is one part in so many of what the window allows, or what the call needs. */
const BLOCKS = 16;

const NOTHING: Amounts = { calls: 0, sends: 0, money: 0 };
const PARTS = ['calls', 'sends', 'money'] as const;

/** What a call takes of one window. */
export interface Draw {
  readonly allowance: AgentAllowance;
  /** First moment of the window, Unix milliseconds. */
  readonly from: number;
  /** What is left to the agent, and falls short of what the call needs; null: it does not. */
  readonly missing: { readonly of: keyof Amounts; readonly left: number } | null;
  /** What the task draws for it; null: it has enough. */
  readonly block: { readonly drawn: Amounts; readonly upTo: Amounts } | null;
}

/** For each window that the agent has. Two calls decided on the same state draw the same. */
export function planDraws({ state, task, agent, request, admitted }: AskedAction): readonly Draw[] {
  const { allowances } = agent;
  if (allowances === undefined || admitted === null) return NONE;
  const need = needOf(admitted, request);
  return allowances.map((allowance) => planDraw(state, task, agent.id, allowance, request.at, need));
}

const NONE: readonly Draw[] = [];

/** What a task of its own sends is drawn by that task. */
function needOf({ tool, outside }: AdmittedTool, { arguments: input }: Act): Amounts {
  const sends = outside.effects.includes('send') ? 1 : 0;
  return { calls: 1, sends, money: amountOf(tool.profile, input) };
}

function planDraw(
  state: State,
  { id, usage }: TaskState,
  agent: string,
  allowance: AgentAllowance,
  at: number,
  need: Amounts,
): Draw {
  const from = windowOf(allowance.windowSeconds, at);
  const window = entryOf(state.draws, agent)?.find((one) => isWindow(one, allowance.windowSeconds, from));
  const used = usage.everything;
  const ceiling = entryOf(window?.ceilings ?? {}, id) ?? used;
  const drawn = { ...NOTHING };
  let missing: Draw['missing'] = null;
  for (const part of PARTS) {
    const limit = allowance[part];
    const short = need[part] - (ceiling[part] - used[part]);
    if (limit === undefined || short <= 0) continue;
    const left = Math.max(0, limit - (window?.drawn[part] ?? 0));
    if (short > left) missing ??= { of: part, left };
    drawn[part] = Math.min(left, Math.max(short, Math.ceil(limit / BLOCKS)));
  }
  const isEnough = PARTS.every((part) => drawn[part] === 0);
  return { allowance, from, missing, block: isEnough ? null : { drawn, upTo: addTo(ceiling, drawn) } };
}

/** Windows follow each other from the epoch on: an hour begins on the hour, a day at midnight, UTC. */
function windowOf(seconds: number, at: number): number {
  return at - (at % (seconds * 1_000));
}

function isWindow(drawn: Drawn, windowSeconds: number, from: number): boolean {
  return drawn.windowSeconds === windowSeconds && drawn.from === from;
}

function addTo(one: Amounts, other: Amounts): Amounts {
  return {
    calls: one.calls + other.calls,
    sends: one.sends + other.sends,
    money: one.money + other.money,
  };
}

/** Records of what the task draws for a call that is permitted, beside the permit. */
export function drawAllowances(
  asked: AskedAction,
  permitted: EventOf<'action-permitted'>,
  first: number,
): readonly Event[] {
  const { request, task, agent } = asked;
  const blocks = planDraws(asked).flatMap(({ allowance: { windowSeconds }, from, block }) =>
    block === null ? [] : [{ agent: agent.id, task: task.id, windowSeconds, from, ...block }],
  );
  return blocks.map((body, place) => {
    const draft = {
      stream: `agent/${agent.id}`,
      type: 'allowance-drawn',
      causes: [permitted.id],
      body,
    } as const;
    return recordOf(request, draft, first + place);
  });
}

/** Of each window of an agent only the newest is remembered. */
export function evolveDraws(draws: State['draws'], event: Event): State['draws'] {
  if (event.type !== 'allowance-drawn') return draws;
  const { agent, task, windowSeconds, from, drawn, upTo } = event.body;
  const windows = entryOf(draws, agent) ?? [];
  const before = windows.find((one) => isWindow(one, windowSeconds, from));
  const after: Drawn = {
    windowSeconds,
    from,
    drawn: addTo(before?.drawn ?? NOTHING, drawn),
    ceilings: { ...before?.ceilings, [task]: upTo },
  };
  const others = windows.filter((one) => one.windowSeconds !== windowSeconds);
  return { ...draws, [agent]: [...others, after] };
}
