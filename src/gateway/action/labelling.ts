// What a result carries is what its tool was admitted with, what its fields hold, what is found in it, and
// what its connector says of it: each of these can only add. It is told of what is given back, after all that
// was taken out of it.

import { isKnownCategory, labelsOf } from '../../flow/category.ts';
import { blank } from '../../flow/detect/blank.ts';
import { detect } from '../../flow/detect/detect.ts';
import type { HoldingField } from '../../flow/field-label.ts';
import { cutOfFields, fieldsIn, holdingFields, isFilled } from '../../flow/field-label.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import { cutResult } from '../../flow/result-cut.ts';
import type { Detected, Finding } from '../../flow/detect/detect.ts';
import { isCleared } from '../../kernel/flow/clearance.ts';
import { listOf, objectOf } from '../../catalog/member.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { joinLabels, NO_DATA, SENSITIVITIES, suspect } from '../../kernel/flow/label.ts';
import type { Clearance, Labels, Sensitivity } from '../../kernel/flow/label.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { Tool, ToolProfile } from '../../kernel/state.ts';
import type { ResultValue } from '../grounding/result-value.ts';
import { valuesIn } from '../grounding/result-value.ts';
import type { CallAnswer, Remarks, UpstreamReply } from './call-answer.ts';
import { isWithheld, OBLIGATIONS_KEY, withheld } from './fulfilment.ts';

/** In a `_meta`: what the result, or the arguments, carry. */
export const LABELS_KEY = 'holdpoint/labels';
/** SEP-3193: whose data it is made of, as far as that is known. */
export const ORIGIN_KEY = 'io.modelcontextprotocol/flowOrigin';

/** More of what a connector says is not read. */
const MAX_CATEGORIES = 32;
const MAX_CATEGORY = 64;

/**
 * The answer with what it carries among its remarks; as it is, where nothing came. What the model behind the
 * agent is not cleared for is taken out, or the whole is withheld.
 *
 * @param came the answer as the connector gave it: what it says of it holds for what is left of it
 * @param call without a clearance, whatever it carries may be given
 * @param asked its arguments
 */
export function labelAnswer(
  { kind, profile }: Pick<Tool, 'kind' | 'profile'>,
  came: CallAnswer,
  given: CallAnswer,
  { clearance }: { readonly clearance?: Clearance },
  asked: JsonObject,
): CallAnswer {
  if (came.reply === null || given.reply === null) return given;
  const said = 'result' in came.reply ? labelsSaidIn(came.reply.result['_meta']) : NO_DATA;
  const declared = joinLabels(profile.output, said);
  const fields = isWithheld(given.reply, came.reply) ? [] : holdingFields(profile);
  const tell = (reply: UpstreamReply, labels: Labels): CallAnswer => ({
    ...given,
    reply,
    remarks: { ...given.remarks, labels },
  });
  const { found, labels } = carriedBy(given.reply, declared, fields);
  if (clearance === undefined || isCleared(clearance, labels)) return tell(given.reply, labels);
  const held = isCleared(clearance, declared)
    ? withoutFields(kind, given.reply, fields, clearance, asked)
    : null;
  const left = held && withoutFound(held, held === given.reply ? found : detect(held), clearance);
  const carried = left && carriedBy(left, declared, fields).labels;
  return left && carried && isCleared(clearance, carried)
    ? tell(left, carried)
    : tell(withheld(kind, NOT_CLEARED), declared);
}

function carriedBy(
  reply: UpstreamReply,
  declared: Labels,
  fields: readonly HoldingField[],
): { readonly found: Detected; readonly labels: Labels } {
  const found = detect(reply);
  const held = labelsOf(filledIn(valuesIn(reply), fields).flatMap(({ categories }) => categories));
  return { found, labels: [held, found.labels].reduce(joinLabels, declared) };
}

/** What values of a tool's results hold by themselves, and by the fields that they stand in. */
export function labelsOfValues(profile: ToolProfile, values: readonly ResultValue[]): Labels {
  const held = filledIn(values, holdingFields(profile)).flatMap(({ categories }) => categories);
  return values.map(({ value }) => detect(value).labels).reduce(joinLabels, labelsOf(held));
}

/** In words that are no values, nobody can say where a field is: they may hold any. */
function filledIn(said: readonly ResultValue[], fields: readonly HoldingField[]): readonly HoldingField[] {
  if (fields.length === 0) return fields;
  const value = said.find(({ isAsDefined }) => isAsDefined)?.value ?? null;
  const read = typeof value === 'string' ? readStructured(value) : value;
  if (typeof read === 'object' && read !== null) return fieldsIn(read, fields);
  return said.some((one) => isFilled(one.value)) ? fields : [];
}

const NOT_CLEARED =
  'The call was made. Its result is withheld: it carries data that the model behind this agent is not ' +
  'cleared for.';

/** As it is, where it has none that may not be given; null where they cannot be taken out. */
function withoutFields(
  kind: Tool['kind'],
  reply: UpstreamReply,
  fields: readonly HoldingField[],
  clearance: Clearance,
  asked: JsonObject,
): UpstreamReply | null {
  const out = filledIn(valuesIn(reply), fields).filter(
    ({ categories }) => !isCleared(clearance, labelsOf(categories)),
  );
  if (out.length === 0) return reply;
  const result = 'result' in reply ? cutResult(kind, reply.result, cutOfFields(out), asked) : null;
  if (result === null || !('result' in reply)) return null;
  const done = objectOf(reply.result['_meta'])[OBLIGATIONS_KEY];
  return { result: done === undefined ? result : { ...result, _meta: { [OBLIGATIONS_KEY]: done } } };
}

/** Null where not all of it can be taken out. */
function withoutFound(reply: UpstreamReply, found: Detected, clearance: Clearance): UpstreamReply | null {
  const isOut = ({ category }: Finding): boolean => !isCleared(clearance, labelsOf([category]));
  return blank(reply, found, isOut) as unknown as UpstreamReply | null;
}

/**
 * All that the ledger says a result carries: what was known of it when it was permitted, what the call gave
 * away and may come back, and what came.
 */
export function labelsOfResult(
  { output, sent = NO_DATA }: Pick<EventOf<'action-permitted'>['body'], 'output' | 'sent'>,
  { labels = NO_DATA, findings = [] }: Pick<Remarks, 'labels' | 'findings'>,
): Labels {
  const all = [sent, labels].reduce(joinLabels, output);
  return findings.length === 0 ? all : suspect(all);
}

/** What is told of a result to whoever asked for it, as members of its `_meta`. */
export function labelsAsMeta({ sensitivity, categories, integrity }: Labels): JsonObject {
  return { [LABELS_KEY]: { sensitivity, categories, integrity } };
}

/** Whether a `_meta` says of labels what cannot be read. */
export function hasUnreadLabels(meta: Json | undefined): boolean {
  const said = objectOf(meta)[LABELS_KEY];
  return said !== undefined && !isReadable(said);
}

/** What a `_meta` says: a connector's of its result, a client's of the arguments that it sends. */
export function labelsSaidIn(meta: Json | undefined): Labels {
  const said = objectOf(meta);
  return joinLabels(readLabels(said[LABELS_KEY]), readOrigin(said[ORIGIN_KEY]));
}

const UNTRUSTED: Labels = { ...NO_DATA, integrity: 'untrusted' };

/** Of another form than ours: as sensitive as can be, and anybody's. */
const UNREADABLE: Labels = { ...UNTRUSTED, sensitivity: 'restricted' };

function readLabels(said: Json | undefined): Labels {
  if (said === undefined) return NO_DATA;
  const { sensitivity, categories, integrity } = objectOf(said);
  const own: Labels = {
    sensitivity: isSensitivity(sensitivity) ? sensitivity : 'restricted',
    categories: categoriesIn(categories).toSorted(),
    integrity: integrity === 'trusted' ? 'trusted' : 'untrusted',
  };
  return isReadable(said) ? own : joinLabels(own, UNREADABLE);
}

/** Those that rules are written about before anybody's own words. */
function categoriesIn(said: Json | undefined): readonly string[] {
  const named = new Set((typeof said === 'string' ? [said] : listOf(said)).filter(isCategory));
  const [known, own] = [
    [...named].filter(isKnownCategory),
    [...named].filter((one) => !isKnownCategory(one)),
  ];
  return [...known, ...own].slice(0, MAX_CATEGORIES);
}

function isCategory(said: Json): said is string {
  return typeof said === 'string' && said !== '' && said.length <= MAX_CATEGORY;
}

/** Without categories it says that there are none; without integrity, that anybody may have written it. */
function isReadable(said: Json): boolean {
  const { sensitivity, categories = [], integrity = 'untrusted' } = objectOf(said);
  const isWhole = Array.isArray(categories) && categories.every(isCategory);
  return (
    isSensitivity(sensitivity) &&
    (integrity === 'trusted' || integrity === 'untrusted') &&
    isWhole &&
    new Set(categories).size <= MAX_CATEGORIES
  );
}

function isSensitivity(said: Json | undefined): said is Sensitivity {
  return SENSITIVITIES.some((one) => one === said);
}

/** Whoever else had a hand in it, or may have had, is nobody who answers for the task. */
function readOrigin(said: Json | undefined): Labels {
  if (said === undefined) return NO_DATA;
  const { contributors, complete } = objectOf(said);
  const isOwn = listOf(contributors).every((one) => objectOf(one)['assurance'] === 'user');
  return Array.isArray(contributors) && isOwn && complete === true ? NO_DATA : UNTRUSTED;
}
