// What it costs to say where a call's arguments come from, with more and more results read before, up to the
// bound of memory; beside the same with one result. Past the bound nothing new counts as seen, or the bench
// ends.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTaskGrounding, TASK_BYTES } from '../src/gateway/grounding/task-grounding.ts';
import type { GroundedTool, TaskGrounding } from '../src/gateway/grounding/task-grounding.ts';
import { toResult, type Bench, type Progress, type Result } from './result.ts';
import { microsecondsOf } from './turns.ts';

const COUNTS = [10, 100, 1_000, 10_000] as const;
const ROUNDS = 9;
/** So that counts alone are compared: 10,000 results need more than a task may remember. */
const ROOMY = 2 ** 30;
const CONNECTOR = 'mail';
const NO_LABELS = { sensitivity: 'public', categories: [], integrity: 'trusted' } as const;

const LIST: GroundedTool = {
  connector: CONNECTOR,
  name: 'list_messages',
  kind: 'tool',
  effects: ['read'],
  profile: { egress: 'none', roles: { '/folder': 'selector' }, output: NO_LABELS },
};
const SEND: GroundedTool = {
  connector: CONNECTOR,
  name: 'send_email',
  kind: 'tool',
  effects: ['send'],
  profile: {
    egress: 'external',
    roles: { '/to': 'destination', '/reply_to_id': 'selector', '/body': 'content' },
    output: NO_LABELS,
  },
};

const addressOf = (at: number): string => `person${at}@corp.example`;

export const grounding: Bench = {
  names: [...COUNTS.map((count) => `grounding-${count}`), 'grounding-full', 'grounding-memory'],
  run: ({ progress }) => Promise.resolve(measure(progress)),
};

function measure(progress: Progress): Result[] {
  const one = withResults(1, ROOMY);
  const filled = COUNTS.map((count) => ({ name: `grounding-${count}`, ...withResults(count, ROOMY) }));
  const full = { name: 'grounding-full', ...fill(progress) };
  const sides = [...filled, full].map((side) => ({ ...side, ours: [] as number[], other: [] as number[] }));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { told, read, ours, other } of sides) {
      const [mine, others] = [microsecondsOf(lookUp(told, read)), microsecondsOf(lookUp(one.told, 1))];
      // The first round warms up.
      if (round === 0) continue;
      ours.push(mine);
      other.push(others);
    }
    progress(`round ${round} of ${ROUNDS}`);
  }
  const kept = full.told.bytes() / 2 ** 20;
  return [
    ...sides.map(({ name, ours, other }) => toResult(name, 'µs', ours, other)),
    toResult('grounding-memory', 'MiB', [full.heapMiB], [kept]),
  ];
}

interface Told {
  readonly told: TaskGrounding;
  /** Results that it was given. */
  readonly read: number;
}

function withResults(count: number, bytes: number): Told {
  const told = createTaskGrounding(bytes);
  told.prompted('Answer the messages of this week.', 'prompt');
  for (let at = 0; at < count; at += 1) tell(told, at);
  return { told, read: count };
}

/** A mail of its own: nothing of it was seen before. */
function tell(told: TaskGrounding, at: number): void {
  const action = `act_${at}`;
  const input = { folder: 'inbox' };
  told.called({ action, tool: LIST, input, grounding: told.ground(LIST, input), approved: null });
  const mail = { id: `m-${at}-${at % 7}`, from: addressOf(at), subject: `Offer ${at} of week ${at % 52}` };
  const value = { messages: [{ ...mail, body: `About ${at}, order A${at}-77 costs ${at}.50 USD now.` }] };
  told.answered({ action, source: `rec_${at}`, values: [{ value, isAsDefined: true }], findings: [] });
}

/** Up to what a task may remember, and on: nobody vouches for what comes then. */
function fill(progress: Progress): Told & { readonly heapMiB: number } {
  const before = heapMiB();
  const { told } = withResults(0, TASK_BYTES);
  let count = 0;
  for (let bytes = -1; bytes < told.bytes(); count += 1) {
    bytes = told.bytes();
    tell(told, count);
  }
  const after = count + 1_000;
  for (let at = count; at < after; at += 1) tell(told, at);
  const levelOf = (at: number): string | undefined => told.ground(SEND, { to: addressOf(at) })[0]?.level;
  if (levelOf(after - 1) !== 'untrusted')
    throw new Error(`past the bound a value counts as ${levelOf(after - 1)}`);
  if (levelOf(0) === 'unseen') throw new Error('what was seen before the bound is forgotten');
  const mebibytes = TASK_BYTES / 2 ** 20;
  progress(
    `${mebibytes} MiB are full after ${count} results; the ${after - count} after that count as untrusted`,
  );
  return { told, read: count, heapMiB: heapMiB() - before };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapMiB(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/**
 * A mail that answers another: an address and an id that were seen, a text that was not. Never written
 * twice in the same way: what was just looked up is remembered until something new is read.
 */
function lookUp(told: TaskGrounding, among: number): () => boolean {
  let turn = 0;
  return () => {
    turn += 1;
    const at = (turn * 7) % among;
    const body = `Hello, about number ${turn}: we take it, and send the rest on Friday as agreed.`;
    const to = `Person ${turn} <${addressOf(at)}>`;
    const id = `m-${at}-${at % 7}${' '.repeat(turn % 199)}`;
    const found = told.ground(SEND, { to, reply_to_id: id, body });
    return found.length >= 3;
  };
}
