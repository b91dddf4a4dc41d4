// The entities of one request. An entity that is not in the store has no attributes and is in itself only.

import type { CedarRecord, EntityUid } from './value.ts';

export interface Entity {
  readonly uid: EntityUid;
  readonly attributes: CedarRecord;
  readonly tags: CedarRecord;
  readonly parents: readonly EntityUid[];
}

const NONE: ReadonlySet<string> = new Set();

export class EntityStore {
  readonly #entities: ReadonlyMap<string, Entity>;
  readonly #base: EntityStore | null;
  readonly #ancestors = new Map<string, ReadonlySet<string>>();

  /**
   * @param entities by the key of their uid.
   * @param base what is the same in every request; nothing in it may be below what is in `entities`.
   */
  constructor(entities: ReadonlyMap<string, Entity>, base: EntityStore | null = null) {
    this.#entities = entities;
    this.#base = base;
  }

  /** By the key of its uid. */
  get(key: string): Entity | undefined {
    return this.#entities.get(key) ?? this.#base?.get(key);
  }

  /** Keys of all that an entity is in, at any distance; itself only where the hierarchy has a cycle. */
  ancestors(key: string): ReadonlySet<string> {
    const known = this.#ancestors.get(key);
    if (known !== undefined) return known;
    const entity = this.#entities.get(key);
    if (entity === undefined) return this.#base?.ancestors(key) ?? NONE;
    const found = new Set<string>();
    const reached = [...entity.parents];
    for (const { key: parent } of reached) {
      if (found.has(parent)) continue;
      found.add(parent);
      const above = this.get(parent);
      if (above !== undefined) reached.push(...above.parents);
    }
    this.#ancestors.set(key, found);
    return found;
  }
}
