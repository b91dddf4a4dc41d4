// A gateway in a process of its own, to be killed: agents open tasks, act, and people close and erase them,
// several at a time, until it ends. Each answer is said on standard output as soon as it is given.

import { guardRuntime } from '../../src/adapters/host/runtime.ts';
import { seededRandom } from '../../src/gateway/fakes.contract.ts';
import { eraseTask } from '../../src/gateway/ledger/erase.ts';
import { codeOf } from '../../src/gateway/fault.ts';
import type { Receipt } from '../../src/gateway/ledger/receipt.ts';
import { ADA, openSite } from './site.ts';

/** What the process says, one line each. */
export type Said =
  | { readonly receipt: Pick<Receipt, 'record' | 'seq' | 'hash'> }
  | { readonly erased: string }
  | { readonly fault: string };

const LANES = 4;
const [home, seed] = process.argv.slice(2) as [string, string];
const random = seededRandom(Number(seed));
const upTo = (most: number): number => 1 + Math.floor(random() * most);

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

function acknowledge({ receipt: { record, seq, hash } }: { readonly receipt: Receipt }): void {
  say({ receipt: { record, seq, hash } });
}

guardRuntime();
const site = await openSite(home);
const { answer } = site.upstream;
// Calls take a while: some are under way whenever the process ends.
site.upstream.answer = async (call) => {
  await new Promise((resolve) => setTimeout(resolve, upTo(4)));
  return answer(call);
};

/** The ledger takes nothing more: there is nothing to do and nothing to wait for. */
function giveUp(code: string): never {
  say({ fault: code });
  process.exit();
}

async function callSome(task: string): Promise<void> {
  for (let left = upTo(4); left > 0; left--) {
    const answered = await site.call(task, random() < 0.5 ? 'notes/read' : 'desk/look', left);
    if (answered.verdict === 'fault') giveUp(answered.code);
    acknowledge(answered);
  }
}

/** One task after the other; people who look after them do not wait for calls. */
async function work(lane: number): Promise<void> {
  for (;;) {
    const task = await site.openTask('Look after it');
    if (lane > 0) await callSome(task);
    acknowledge(await site.closeTask(task));
    if (random() < 0.5) continue;
    const erasure = await eraseTask(site.core, ADA, task);
    acknowledge(erasure);
    if (erasure.erased) say({ erased: task });
  }
}

await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane))).catch((error: unknown) =>
  giveUp(codeOf(error)),
);
