// The facts of a request that a verdict hangs on: which of them are one fact, and who could change it.

import type { JsonObject } from '../../kernel/json.ts';
import type { PolicyQuery } from '../../kernel/policy.ts';
import { Decimal } from '../cedar/decimal.ts';
import { CedarSet, EntityUid, Extension, isRecord } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';
import type { Atom } from './atom.ts';
import type { Term } from './term.ts';
import { showValue } from './words.ts';

/**
 * Who can change a fact. `asker`: by other arguments; `task`: only another task has it otherwise; `time`: it
 * passes; `admin`: by groups, registration, review, catalog or policy; `person`: another one has to ask;
 * `approver`: by approving.
 */
export type Changer = 'asker' | 'approver' | 'time' | 'task' | 'admin' | 'person';

/** How far a fact reaches: what lies inside of it changes with it. */
const DEPTHS: ReadonlyMap<string, number> = new Map([
  ['input', 3],
  ['args', 3],
  ['destination', 2],
  ['model', 2],
]);

/** Names the fact that an atom is about. Memberships are a fact each. */
export function factOf({ term, test }: Atom): string {
  if (test.kind === 'within') return `${term.text} in ${test.uid.key}`;
  return factOfTerm(term);
}

export function factOfTerm({ path, text }: Term): string {
  if (path === null || path[0] !== 'context') return text;
  return path.slice(0, DEPTHS.get(path[1] ?? '') ?? path.length).join('.');
}

const BY_SECTION: ReadonlyMap<string, Changer> = new Map([
  ['input', 'asker'],
  ['args', 'asker'],
  ['destination', 'asker'],
  ['task', 'task'],
  ['data', 'task'],
  ['chain', 'task'],
  ['approvals', 'approver'],
  ['model', 'admin'],
  ['scope', 'admin'],
  ['approver', 'person'],
]);
const WINDOWS: readonly string[] = ['lastMinute', 'lastHour', 'lastDay'];

/** From what is easily changed to what is not. */
export const CHANGERS: readonly Changer[] = ['asker', 'approver', 'time', 'task', 'admin', 'person'];

/** Who can change what an atom evaluates to, as easily as possible; null: nobody, as things stand. */
export function changerOf(atom: Atom): Changer | null {
  const changers = atom.term.reads().map((place) => changerOfPlace(place, atom));
  return CHANGERS.find((changer) => changers.includes(changer)) ?? null;
}

function changerOfPlace(term: Term, { test }: Atom): Changer | null {
  const [root, section = '', name = ''] = term.path ?? [];
  // Nobody is told to become somebody else.
  if (root === 'principal') return section === '' && test.kind !== 'within' ? null : 'admin';
  if (root !== 'context') return null;
  if (WINDOWS.includes(term.path?.at(-1) ?? '')) return 'time';
  if (section === 'task' && name === 'requester') return 'person';
  if (section === 'task' && name === 'environment') return 'admin';
  return BY_SECTION.get(section) ?? null;
}

/** A term with the value it is to have; null: it is to be absent. */
export interface Assignment {
  readonly atom: Atom;
  readonly value: Value | null;
}

/** The query with other facts; null where one of them cannot be put into a query. */
export function withFacts(query: PolicyQuery, assignments: readonly Assignment[]): PolicyQuery | null {
  let changed = query;
  for (const { atom, value } of assignments) {
    const [root, ...names] = atom.term.path ?? [];
    const json = value === null ? undefined : jsonOf(value, names[0] === 'input');
    if (json === null) return null;
    if (root === 'context') changed = { ...changed, context: put(changed.context, names, json) };
    else if (root === 'principal' && names.length > 0) {
      const attributes = put(changed.principal.attributes, names, json);
      changed = { ...changed, principal: { ...changed.principal, attributes } };
    } else return null;
  }
  return changed;
}

/** The query whose principal is, or is not, in a group or role. */
export function withMembership(query: PolicyQuery, { id }: EntityUid, isMember: boolean): PolicyQuery {
  const others = query.principal.parents.filter((parent) => parent !== id);
  const parents = isMember ? [...others, id] : others;
  return { ...query, principal: { ...query.principal, parents } };
}

function put(holder: JsonObject, [name = '', ...rest]: readonly string[], json: unknown): JsonObject {
  const { [name]: inner, ...others } = holder;
  if (rest.length > 0) return { ...others, [name]: put((inner ?? {}) as JsonObject, rest, json) };
  return json === undefined ? others : ({ ...others, [name]: json } as JsonObject);
}

/** Null for what has no form there. Arguments are plain JSON; the rest of the context is Cedar's. */
function jsonOf(value: Value, isArgument: boolean): unknown {
  if (typeof value === 'bigint') return null;
  if (typeof value !== 'object') return value;
  if (value instanceof Decimal) {
    const text = showValue(value);
    if (isArgument) return Number(text);
    return { __extn: { fn: 'decimal', arg: text.includes('.') ? text : `${text}.0` } };
  }
  if (value instanceof CedarSet) {
    const items = value.elements.map((element) => jsonOf(element, isArgument));
    return items.includes(null) ? null : items;
  }
  if (value instanceof EntityUid || value instanceof Extension || isRecord(value)) return null;
  return null;
}
