// What whoever approves is told of where a value comes from: the words around it, as they are kept beside the
// ledger, and what would have let it pass without asking anybody.

import { createExcerpts } from '../../flow/grounding/excerpt.ts';
import { isLetter, thingsIn } from '../../flow/grounding/records.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import type { Event, EventOf } from '../../kernel/event.ts';
import { doubtfulRoles, type ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { UpstreamReply } from '../action/call-answer.ts';
import type { Core } from '../core.ts';
import { taskOf } from '../replay/history.ts';
import { toEvent, toItem } from '../loop/news.ts';
import { groundParts } from './grounded-part.ts';
import { isTelling, wordsOf } from './learn-record.ts';
import { findRemedies } from './naming.ts';
import { valuesIn } from './result-value.ts';
import { valueAt } from './value-at.ts';

/** A record in which a value was seen. */
export interface SeenIn {
  readonly record: string;
  /** `connector/tool` of the result; `prompt`, `input` or `approval`; null where the record is not there. */
  readonly from: string | null;
  /** The words around the value; null where they do not hold it as it is, or are gone. */
  readonly excerpt: string | null;
  /** What the scan found in the record, by rule id; absent: nothing. */
  readonly findings?: readonly string[];
  /** Tasks that wrote some of what it brought, and nobody vouched for that; absent: none is known. */
  readonly writtenBy?: readonly string[];
}

/** A link or an account in a text. */
export interface ExplainedPart extends Pick<ArgumentGrounding, 'level' | 'instructed'> {
  readonly value: string;
  readonly sources: readonly SeenIn[];
}

export interface GroundedArgument extends Omit<ArgumentGrounding, 'sources'> {
  readonly sources: readonly SeenIn[];
  /** What the person could have said to let it pass unasked; null where nothing does, or none is needed. */
  readonly remedy: string | null;
  /** Of a text: what in it is in doubt; absent: nothing is told apart in it. */
  readonly parts?: readonly ExplainedPart[];
}

type Reveal = (commitment: string) => Promise<string | null>;

export interface Found extends SeenIn {
  /** The field that holds the value whole, as the catalog would name it; null in what somebody wrote, too. */
  readonly field: string | null;
}

/**
 * Of the arguments of a held action that may carry authority, and of texts that should not be passed on.
 *
 * @param record with which it was asked for last
 * @param argumentsText null where it was erased
 * @param reveal the words behind a commitment of the task; null where they are gone
 */
export async function explainGrounding(
  core: Core,
  record: string,
  argumentsText: string | null,
  reveal: Reveal,
): Promise<readonly GroundedArgument[]> {
  const stored = await core.store.find(record);
  const item = stored === null ? null : toItem(stored);
  const held = item?.event;
  if (item === null || held?.type !== 'action-held') return [];
  const input = argumentsText === null ? null : (JSON.parse(argumentsText) as Json);
  const shown = (held.body.grounding ?? []).filter((one) => one.role !== 'content' || isDoubtful(one));
  // What is there only because some text asked for it is let pass by no word of anybody.
  const named = shown.filter((one) => isDoubtful(one) && !one.instructed);
  const remedies = await findRemedies(core, item, named);
  return Promise.all(
    shown.map(async (one) => {
      const value = valueAt(input, one.pointer);
      const parts = await explainParts(core, held, one, value, reveal);
      const sources = await seenIn(core, one.sources, [value], reveal);
      const remedy = remedies.get(one.pointer) ?? null;
      return { ...one, sources, remedy, ...(parts.length === 0 ? {} : { parts }) };
    }),
  );
}

async function explainParts(
  core: Core,
  { stream, body }: EventOf<'action-held'>,
  one: ArgumentGrounding,
  value: Json,
  reveal: Reveal,
): Promise<readonly ExplainedPart[]> {
  if (one.match !== 'embedded' || typeof value !== 'string' || !isDoubtful(one)) return [];
  const parts = await groundParts(core, taskOf(stream) ?? '', body, value);
  return Promise.all(
    parts
      .filter(({ found }) => isDoubtful(found))
      .map(async ({ value: part, found: { level, instructed, sources } }) => {
        // Another page of a site may be what was seen.
        const spellings = [part, part.replace(/[/?#].*$/s, '')];
        return { value: part, level, instructed, sources: await seenIn(core, sources, spellings, reveal) };
      }),
  );
}

/** What the records say of the first spelling that each holds. */
async function seenIn(
  core: Core,
  records: readonly string[],
  spellings: readonly Json[],
  reveal: Reveal,
): Promise<readonly SeenIn[]> {
  return Promise.all(
    records.map(async (record) => {
      const found = await Promise.all(spellings.map((one) => findIn(core, record, one, reveal)));
      const { field: _field, ...seen } = found.find(({ excerpt }) => excerpt !== null) ?? found[0]!;
      return seen;
    }),
  );
}

/** Whether it is one of the values that people are asked about. */
export function isDoubtful(one: ArgumentGrounding): boolean {
  return doubtfulRoles([one.role], [one]).length > 0;
}

/** What a record says about a value that was seen in it. Rejects with `StoreFault`. */
export async function findIn(
  core: Pick<Core, 'store'>,
  record: string,
  value: Json,
  reveal: Reveal,
): Promise<Found> {
  const event = await find(core, record);
  if (event === null || !isTelling(event)) return { record, from: null, excerpt: null, field: null };
  if (event.type === 'action-permitted') return { record, from: 'approval', excerpt: null, field: null };
  const commitment = wordsOf(event);
  const text = commitment === null ? null : await reveal(commitment);
  if (event.type === 'task-opened') {
    const from = event.body.trigger === 'person' ? 'prompt' : 'input';
    return { record, from, excerpt: excerptOf(value, text === null ? [] : [text]), field: null };
  }
  const values = text === null ? [] : valuesIn(JSON.parse(text) as UpstreamReply);
  const permitted = await find(core, event.causes[0] ?? '');
  const from =
    permitted?.type === 'action-permitted' ? `${permitted.body.connector}/${permitted.body.tool}` : null;
  const words = values.map((one) => one.value);
  const defined = values.filter(({ isAsDefined }) => isAsDefined).map((one) => one.value);
  const { findings = [] } = event.body;
  const seen = { record, from, excerpt: excerptOf(value, words), field: fieldOf(value, defined) };
  const named = permitted?.type === 'action-permitted' ? (permitted.body.unvouched?.tasks ?? []) : [];
  const writtenBy = [...new Set([...named, ...(event.body.unvouched?.tasks ?? [])])];
  return {
    ...seen,
    ...(findings.length === 0 ? {} : { findings }),
    ...(writtenBy.length === 0 ? {} : { writtenBy }),
  };
}

async function find({ store }: Pick<Core, 'store'>, record: string): Promise<Event | null> {
  const stored = await store.find(record);
  return stored === null ? null : toEvent(stored);
}

function excerptOf(value: Json, words: readonly Json[]): string | null {
  if (value === null) return null;
  const excerpts = createExcerpts();
  for (const one of words) excerpts.add('', one);
  return excerpts.around(asText(value))[0]?.text ?? null;
}

function fieldOf(value: Json, answers: readonly Json[]): string | null {
  const read = answers.map((one) => (typeof one === 'string' ? readStructured(one) : one));
  const kept = read.flatMap((one) => thingsIn(one).things).filter((thing) => !isLetter(thing));
  const leaves = kept.flatMap((thing) => thing.leaves);
  const whole = leaves.find(({ text, isProse }) => !isProse && text === asText(value));
  return whole === undefined ? null : generalPointer(whole.pointer);
}

/** As the catalog names it: every item of a list alike. */
export function generalPointer(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
