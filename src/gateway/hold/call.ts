// What a held action asked for, and how it ended, as the ledger has it: enough to go on with it, or to tell
// of it, after everything else is forgotten.

import type { Event, EventOf, EventType } from '../../kernel/event.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import { completePermitted } from '../../kernel/evolve/older.ts';
import { hex, utf8 } from '../../ledger/bytes.ts';
import type { CallAnswer } from '../action/call-answer.ts';
import { labelsOfResult } from '../action/labelling.ts';
import type { Core } from '../core.ts';
import { keptAnswer } from './kept-answer.ts';
import { newestCheckpoint } from '../ledger/newest-checkpoint.ts';
import { toEvent } from '../loop/news.ts';
import type { StoredRecord } from '../ports.ts';
import type { Receipt } from '../ledger/receipt.ts';
import { reveal } from '../views.ts';

export interface HeldCall {
  readonly connector: string;
  readonly tool: string;
  readonly arguments: JsonObject;
  /** What its caller said that the arguments carry; absent: nothing. */
  readonly labels?: Labels;
}

const PAGE = 500;

/**
 * As it was asked for, whatever an approver wrote since. Null: its words are gone, or a secret was taken out
 * of them before they were kept. Rejects with `StoreFault`.
 */
export async function recallCall(core: Core, task: string, hold: string): Promise<HeldCall | null> {
  const raised = await findFirst(core, hold, 'action-held');
  if (raised === null) return null;
  const { connector, tool, arguments: commitment, carried = [] } = raised.event.body;
  const text = await reveal(core, commitment, `task/${task}`);
  const isWhole = text !== null && core.vault.commit(`task/${task}`, 'arguments', utf8(text)) === commitment;
  if (!isWhole) return null;
  // What was said of all of it stands with what no value alone carried.
  const labels = carried.find(({ pointer }) => pointer === '')?.labels;
  const call = { connector, tool, arguments: JSON.parse(text) as JsonObject };
  return labels === undefined ? call : { ...call, labels };
}

export interface HeldOutcome extends CallAnswer {
  readonly action: string;
  readonly receipt: Receipt;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * The action that the hold led to, the first where it may be used again: which used it, or was permitted
 * without it after policy had moved. Null: none. Rejects with `StoreFault`.
 */
export async function findAction(core: Core, { id }: Hold): Promise<string | null> {
  const raised = await findFirst(core, id, 'action-held');
  if (raised === null) return null;
  const { digest } = raised.event.body;
  const isMade = (event: Event): event is EventOf<'action-permitted'> =>
    event.type === 'action-permitted' &&
    (event.body.hold === id || (event.body.hold === null && event.body.digest === digest));
  return (await findAfter(core, raised.stored, isMade))?.body.action ?? null;
}

/** How an action ended; null: it runs. Rejects with `StoreFault`. */
export async function readOutcome(core: Core, task: string, id: string): Promise<HeldOutcome | null> {
  const permitted = await findFirst(core, id, 'action-permitted');
  if (permitted === null) return null;
  const { event, stored } = permitted;
  const { action } = event.body;
  const isEnd = (later: Event): later is EventOf<'action-settled'> =>
    later.type === 'action-settled' && later.body.action === action;
  const first = await findAfter(core, stored, isEnd);
  if (first === null) return null;
  // What was given up on may have ended after all, and that is said later.
  const isKnown = (later: Event): later is EventOf<'action-settled'> =>
    isEnd(later) && later.body.outcome !== 'unknown';
  const settled =
    first.body.outcome === 'unknown' ? ((await findAfter(core, stored, isKnown)) ?? first) : first;
  const { outcome, result, findings } = settled.body;
  const labels = labelsOfResult(completePermitted(event.body), settled.body);
  const remarks = { labels, ...(findings === undefined ? {} : { findings }) };
  const answer = await keptAnswer(core, task, { outcome, result, remarks });
  return { ...answer, action, receipt: await receiptOf(core, stored), at: settled.time };
}

/** What a request created shares its name with its records, and the first of them says so. */
export function firstRecordOf(created: string): string {
  return `rec_${created.slice(created.indexOf('_') + 1)}.0`;
}

async function findFirst<Type extends EventType>(
  core: Core,
  created: string,
  type: Type,
): Promise<{ readonly event: EventOf<Type>; readonly stored: StoredRecord } | null> {
  const stored = await core.store.find(firstRecordOf(created));
  const event = stored === null ? null : toEvent(stored);
  return stored !== null && event?.type === type ? { event: event as EventOf<Type>, stored } : null;
}

/** The first such record of the stream after the sequence number. Rejects with `StoreFault`. */
export async function findAfter<Found extends Event>(
  core: Core,
  { seq, stream }: Pick<StoredRecord, 'seq' | 'stream'>,
  isIt: (event: Event) => event is Found,
): Promise<Found | null> {
  for (let fromSeq = seq + 1; ;) {
    const page = await core.store.read({ fromSeq, limit: PAGE, stream });
    const found = page.map(toEvent).find(isIt);
    const last = page.at(-1);
    if (found !== undefined || last === undefined || page.length < PAGE) return found ?? null;
    fromSeq = last.seq + 1;
  }
}

async function receiptOf(core: Core, { id, seq, hash }: StoredRecord): Promise<Receipt> {
  return {
    ledger: core.signer.origin,
    mode: core.world.state(null).org.mode ?? 'separated',
    record: id,
    seq,
    hash: hex(hash),
    checkpoint: (await newestCheckpoint(core))?.note ?? '',
    inclusion: null,
  };
}
