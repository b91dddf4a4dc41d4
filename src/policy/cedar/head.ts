// What a policy's head says of one entity of the request, and an index over it: a request finds the heads
// that match by looking its own entities up, so what does not concern it costs nothing.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { Refusal } from './failure.ts';
import type { EntityUid } from './value.ts';
import { readUid } from './value-json.ts';

/** Matches an entity that is of the type, is the one (`equal`), or is it or below it (`within`). */
export interface Head {
  readonly type: string | null;
  readonly relation: 'any' | 'equal' | 'within';
  /** Key of the entity it is related to; empty for `any`. */
  readonly key: string;
}

/** What a template's slots stand for, as Cedar's JSON of a uid, by slot (`?principal`). */
export type SlotValues = { readonly [slot: string]: unknown };

type Constraint = PolicyJson['principal'] | PolicyJson['action'] | PolicyJson['resource'];

const ANY: Head = { type: null, relation: 'any', key: '' };

/** The alternatives of a head: one, but for an action in a list. Throws Refusal for what is not known. */
export function readHead(constraint: Constraint, slots: SlotValues): readonly Head[] {
  switch (constraint.op) {
    case 'All':
      return [ANY];
    case '==':
      return [{ type: null, relation: 'equal', key: keyIn(constraint, slots) }];
    case 'in':
      if (!('entities' in constraint)) return [{ ...ANY, relation: 'within', key: keyIn(constraint, slots) }];
      return constraint.entities.map((entity) => ({ ...ANY, relation: 'within', key: readUid(entity).key }));
    case 'is': {
      const type = constraint.entity_type;
      if (constraint.in === undefined) return [{ ...ANY, type }];
      return [{ type, relation: 'within', key: keyIn(constraint.in, slots) }];
    }
  }
  throw new Refusal('an unknown kind of head');
}

function keyIn(named: { readonly entity: unknown } | { readonly slot: string }, slots: SlotValues): string {
  return readUid('slot' in named ? slots[named.slot] : named.entity).key;
}

/** Entries by head. */
export class HeadIndex<Entry> {
  readonly #any = new Map<string | null, Entry>();
  readonly #equal = new Map<string, Entry>();
  readonly #within = new Map<string | null, Map<string, Entry>>();

  /** The entry of a head, made where there is none yet. */
  entry(head: Head, create: () => Entry): Entry {
    const { relation, type, key } = head;
    if (relation === 'any') return getOrCreate(this.#any, type, create);
    if (relation === 'equal') return getOrCreate(this.#equal, key, create);
    const ofType = getOrCreate(this.#within, type, () => new Map<string, Entry>());
    return getOrCreate(ofType, key, create);
  }

  /** The entries of all heads that match an entity with these ancestors; of each head once. */
  find(uid: EntityUid, ancestors: ReadonlySet<string>): readonly Entry[] {
    const found: Entry[] = [];
    addIfThere(found, this.#any.get(null));
    addIfThere(found, this.#any.get(uid.type));
    addWithin(found, this.#within.get(null), uid.key, ancestors);
    addWithin(found, this.#within.get(uid.type), uid.key, ancestors);
    addIfThere(found, this.#equal.get(uid.key));
    return found;
  }
}

function addWithin<Entry>(
  found: Entry[],
  within: ReadonlyMap<string, Entry> | undefined,
  key: string,
  ancestors: ReadonlySet<string>,
): void {
  if (within === undefined) return;
  addIfThere(found, within.get(key));
  for (const ancestor of ancestors) if (ancestor !== key) addIfThere(found, within.get(ancestor));
}

function addIfThere<Entry>(found: Entry[], entry: Entry | undefined): void {
  if (entry !== undefined) found.push(entry);
}

function getOrCreate<Key, Entry>(map: Map<Key, Entry>, key: Key, create: () => Entry): Entry {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = create();
  map.set(key, made);
  return made;
}
