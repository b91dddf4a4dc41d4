// What contradicts a call is shown to people with what was expected and what was found: from the words that
// are kept, and by the checks that the record names. The record itself has no value.

import { differences, type Difference } from '../../flow/verification.ts';
import type { Event, EventOf } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import { objectOf } from '../../catalog/member.ts';
import { taskStream } from '../../ledger/stream.ts';
import type { Core } from '../core.ts';
import { readStream, reveal } from '../views.ts';
import { jsonIn } from './remarks.ts';
import { answeredBy } from './verifying.ts';

/** More of one task are counted, and listed by its trace. */
const MOST = 100;
/** Characters of a value. */
const LONGEST = 200;

export interface Contradiction {
  /** The record that says so. */
  readonly record: string;
  /** That of the call's permit. */
  readonly decision: string;
  readonly connector: string;
  readonly tool: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Whether it was found by reading back, not in the call's own result. */
  readonly isReadBack: boolean;
  /** The checks that say so. */
  readonly by: readonly string[];
  /** As far as the words are kept and the checks are admitted still. */
  readonly compared: readonly Compared[];
}

export interface Compared {
  readonly check: string;
  readonly expected: string;
  readonly found: string;
}

/** The first 100 of a task, in the ledger's order. Throws `StoreFault`. */
export async function listContradictions(core: Core, task: string): Promise<readonly Contradiction[]> {
  const events = (await readStream(core, taskStream(task))) as unknown as readonly Event[];
  const permits = byAction(events.filter((one) => one.type === 'action-permitted'));
  const settled = byAction(events.filter((one) => one.type === 'action-settled'));
  const found = events.filter(isContradiction).slice(0, MOST);
  const told = found.map(async (event): Promise<readonly Contradiction[]> => {
    const isReadBack = event.type === 'outcome-read-back';
    const permit = permits.get(event.body.action);
    const answer = isReadBack ? settled.get(event.body.read ?? '') : event;
    if (permit === undefined) return [];
    const { connector, tool, arguments: given } = permit.body;
    const { by } = event.body.verified!;
    const all = await compareAgain(core, task, { connector, tool, given, isReadBack, answer });
    const compared = all.filter(({ check }) => by.includes(check));
    return [
      { record: event.id, decision: permit.id, connector, tool, at: event.time, isReadBack, by, compared },
    ];
  });
  return (await Promise.all(told)).flat();
}

type Finding = EventOf<'action-settled'> | EventOf<'outcome-read-back'>;

function isContradiction(event: Event): event is Finding {
  const isFinding = event.type === 'action-settled' || event.type === 'outcome-read-back';
  return isFinding && event.body.verified?.verdict === 'contradicted';
}

function byAction<One extends { readonly body: { readonly action: string } }>(events: readonly One[]) {
  return new Map(events.map((event) => [event.body.action, event] as const));
}

interface Called {
  readonly connector: string;
  readonly tool: string;
  /** Commitment to its arguments. */
  readonly given: string;
  readonly isReadBack: boolean;
  /** What the checks looked at. */
  readonly answer: EventOf<'action-settled'> | undefined;
}

async function compareAgain(
  core: Core,
  task: string,
  { connector, tool, given, isReadBack, answer }: Called,
): Promise<readonly Compared[]> {
  const tools = core.world.state(null).connectors[connector]?.admitted?.tools ?? {};
  const { verify = [], readBack } = entryOf(tools, tool)?.profile ?? {};
  const checks = isReadBack ? (readBack?.checks ?? []) : verify;
  const wordsOf = async (commitment: string | null | undefined): Promise<Json | null> =>
    jsonIn((commitment && (await reveal(core, commitment, taskStream(task)))) || '');
  const [asked, reply] = [await wordsOf(given), await wordsOf(answer?.body.result)];
  if (asked === null || reply === null) return [];
  const result = objectOf(objectOf(reply)['result']);
  const answered = answeredBy({ outcome: 'succeeded', result })?.result;
  const before = isReadBack ? `${readBack?.tool} ` : '';
  return differences(checks, asked, answered).map((one) => ({
    check: before + one.check,
    expected: expectedIn(one),
    found: textOf(one.found),
  }));
}

function expectedIn({ kind, expected }: Difference): string {
  if (kind === 'receipt') return 'something';
  return kind === 'at-most' ? `at most ${textOf(expected)}` : textOf(expected);
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
