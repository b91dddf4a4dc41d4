// One decision that costs all that a decision costs and calls nothing: the action is outside its task's
// scope, so it is described, judged by every rule and by policy, recorded, answered, and refused.

import { act, type ActAnswer } from '../src/gateway/action/act.ts';
import type { Core } from '../src/gateway/core.ts';
import type { Receipt } from '../src/gateway/ledger/receipt.ts';
import { loadFor, rateOf } from './concurrent.ts';
import { AGENT, CONNECTOR, TOOL } from './home.ts';

/** Resolves once it is durable. Anything but that denial ends the bench. */
export async function decideOnce(core: Core, task: string): Promise<Receipt> {
  // Longer than the workflow allows, and different each time, as real arguments are.
  const answer = await callOnce(core, task, core.ids.mint().padEnd(1001, '.'));
  if (answer.verdict !== 'deny') throw new Error(`not denied but ${JSON.stringify(answer)}`);
  return answer.receipt;
}

/** One action as an agent asks for it, whatever becomes of it. */
export function callOnce(core: Core, task: string, text: string): Promise<ActAnswer> {
  return act(core, {
    agent: AGENT,
    task,
    connector: CONNECTOR,
    tool: TOOL,
    arguments: { text },
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  });
}

export interface Decided {
  /** Decisions a second. */
  readonly rate: number;
  /** Into how many commits they went. */
  readonly commits: number;
}

/** So many callers, for so long. */
export async function decideFor(
  core: Core,
  task: string,
  concurrency: number,
  durationMs: number,
): Promise<Decided> {
  const checkpoints = new Set<string>();
  const load = await loadFor(durationMs, concurrency, async () => {
    checkpoints.add((await decideOnce(core, task)).checkpoint);
  });
  return { rate: rateOf(load), commits: checkpoints.size };
}
