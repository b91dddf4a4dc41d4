// What whoever approves is told of where a value comes from: the words around it, as they are kept beside the
// ledger, and what would have let it pass without asking anybody.

import { createSearched } from '../../flow/grounding/excerpt.ts';
import { isLetter, thingsIn } from '../../flow/grounding/records.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import type { Event, EventOf } from '../../kernel/event.ts';
import { doubtfulRoles, type ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { UpstreamReply } from '../action/call-answer.ts';
import type { Core } from '../core.ts';
import { taskOf } from '../replay/history.ts';
import { createPace } from '../replay/pace.ts';
import { toEvent, toItem } from '../loop/news.ts';
import { groundParts } from './grounded-part.ts';
import { isTelling, wordsOf } from './learn-record.ts';
import { findRemedies } from './naming.ts';
import { valuesIn, type ResultValue } from './result-value.ts';
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

/** Values of one hold whose words are looked for; of others, the records are named. */
const MAX_LOOKED_UP = 16;

interface Found {
  /** As of `SeenIn`. */
  readonly from: string | null;
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
  const sources = createSources(core, reveal);
  const doubtful = shown.filter(isDoubtful);
  const first = [...doubtful, ...shown.filter((one) => !doubtful.includes(one))].slice(0, MAX_LOOKED_UP);
  const explained: GroundedArgument[] = [];
  // One after the other: each may take a while, and others have their turns between.
  for (const one of shown) {
    const isLookedUp = first.includes(one);
    const value = valueAt(input, one.pointer);
    const parts = isLookedUp ? await explainParts(core, sources, held, one, value) : [];
    const seen = await seenIn(sources, one.sources, isLookedUp ? [value] : [null]);
    const remedy = remedies.get(one.pointer) ?? null;
    explained.push({ ...one, sources: seen, remedy, ...(parts.length === 0 ? {} : { parts }) });
  }
  return explained;
}

async function explainParts(
  core: Core,
  sources: Sources,
  { stream, body }: EventOf<'action-held'>,
  one: ArgumentGrounding,
  value: Json,
): Promise<readonly ExplainedPart[]> {
  if (one.match !== 'embedded' || typeof value !== 'string' || !isDoubtful(one)) return [];
  const parts = await groundParts(core, taskOf(stream) ?? '', body, value);
  const explained: ExplainedPart[] = [];
  for (const { value: part, found } of parts.filter((each) => isDoubtful(each.found))) {
    const { level, instructed } = found;
    // Another page of a site may be what was seen.
    const spellings = [...new Set([part, part.replace(/[/?#].*$/s, '')])];
    explained.push({
      value: part,
      level,
      instructed,
      sources: await seenIn(sources, found.sources, spellings),
    });
  }
  return explained;
}

/** What the records say of the first spelling that each holds. */
async function seenIn(
  sources: Sources,
  records: readonly string[],
  spellings: readonly Json[],
): Promise<readonly SeenIn[]> {
  const all: SeenIn[] = [];
  for (const record of records) {
    const { seen, excerptOf } = await sources.of(record);
    let excerpt: string | null = null;
    for (const one of spellings) excerpt ??= await excerptOf(one);
    all.push({ ...seen, excerpt });
  }
  return all;
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
  const { from, values } = await readSource(core, record, reveal);
  const defined = values.filter(({ isAsDefined }) => isAsDefined).map((one) => one.value);
  return { from, field: fieldOf(value, defined) };
}

interface Source extends Omit<SeenIn, 'excerpt'> {
  readonly values: readonly ResultValue[];
}

interface Sources {
  /** Read once, however many values were seen in it. Rejects with `StoreFault`. */
  readonly of: (record: string) => Promise<{
    readonly seen: Omit<SeenIn, 'excerpt'>;
    readonly excerptOf: (value: Json) => Promise<string | null>;
  }>;
}

function createSources(core: Pick<Core, 'store' | 'stopping'>, reveal: Reveal): Sources {
  const pace = createPace(core.stopping);
  const read = async (record: string) => {
    const { values, ...seen } = await readSource(core, record, reveal);
    const texts = values.map((one) => createSearched(one.value));
    const excerptOf = async (value: Json): Promise<string | null> => {
      if (value === null) return null;
      for (const text of texts) {
        const found = text.around(asText(value));
        await pace();
        if (found !== null) return found;
      }
      return null;
    };
    return { seen, excerptOf };
  };
  const known = new Map<string, ReturnType<typeof read>>();
  return {
    of: (record) => {
      const found = known.get(record) ?? read(record);
      known.set(record, found);
      return found;
    },
  };
}

async function readSource(core: Pick<Core, 'store'>, record: string, reveal: Reveal): Promise<Source> {
  const event = await find(core, record);
  if (event === null || !isTelling(event)) return { record, from: null, values: [] };
  if (event.type === 'action-permitted') return { record, from: 'approval', values: [] };
  const commitment = wordsOf(event);
  const text = commitment === null ? null : await reveal(commitment);
  if (event.type === 'task-opened') {
    const from = event.body.trigger === 'person' ? 'prompt' : 'input';
    return { record, from, values: text === null ? [] : [{ value: text, isAsDefined: false }] };
  }
  const values = text === null ? [] : valuesIn(JSON.parse(text) as UpstreamReply);
  const permitted = await find(core, event.causes[0] ?? '');
  const from =
    permitted?.type === 'action-permitted' ? `${permitted.body.connector}/${permitted.body.tool}` : null;
  const { findings = [] } = event.body;
  const named = permitted?.type === 'action-permitted' ? (permitted.body.unvouched?.tasks ?? []) : [];
  const writtenBy = [...new Set([...named, ...(event.body.unvouched?.tasks ?? [])])];
  return {
    record,
    from,
    values,
    ...(findings.length === 0 ? {} : { findings }),
    ...(writtenBy.length === 0 ? {} : { writtenBy }),
  };
}

async function find({ store }: Pick<Core, 'store'>, record: string): Promise<Event | null> {
  const stored = await store.find(record);
  return stored === null ? null : toEvent(stored);
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
