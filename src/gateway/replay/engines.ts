// A set is built once for each catalog that it meets: what was in force then is asked as it was then.

import type { Json } from '../../kernel/json.ts';
import type { PolicyEngine } from '../../kernel/policy.ts';
import type { PublishedPolicy, State } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import { loadPolicies, type CompiledPolicies } from '../../policy/compile.ts';
import type { Core } from '../core.ts';

type Connectors = State['connectors'];
export type LoadedSet = Exclude<CompiledPolicies, { readonly errors: unknown }>;

/** A replay goes forwards, so what it built last is what it needs next. */
const KEPT = 8;

export class Engines {
  readonly #core: Pick<Core, 'crypto' | 'options'>;
  readonly #built = new Map<string, LoadedSet | null>();
  readonly #catalogs = new WeakMap<Connectors, string>();

  constructor(core: Pick<Core, 'crypto' | 'options'>) {
    this.#core = core;
  }

  /** Null: there is no set, or it does not load, so that everything is denied. */
  load(set: Pick<PublishedPolicy, 'digest' | 'sources'> | null, connectors: Connectors): LoadedSet | null {
    if (set === null) return null;
    const key = `${set.digest} ${this.#nameOf(connectors)}`;
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const built = this.#build(set, connectors);
    for (const oldest of [...this.#built.keys()].slice(0, this.#built.size + 1 - KEPT)) {
      this.#built.delete(oldest);
    }
    this.#built.set(key, built);
    return built;
  }

  engine(
    set: Pick<PublishedPolicy, 'digest' | 'sources'> | null,
    connectors: Connectors,
  ): PolicyEngine | null {
    return this.load(set, connectors)?.engine ?? null;
  }

  #build({ sources }: Pick<PublishedPolicy, 'sources'>, connectors: Connectors): LoadedSet | null {
    const { crypto, options } = this.#core;
    const digest = (value: Json): string => digestOf(crypto, value);
    const compiled = loadPolicies(sources, { connectors }, { digest, engine: options.policyEngine });
    return 'errors' in compiled ? null : compiled;
  }

  /** By the records that admitted what is in it: no two catalogs have the same. */
  #nameOf(connectors: Connectors): string {
    const name =
      this.#catalogs.get(connectors) ??
      Object.values(connectors)
        .map(({ admitted }) => admitted?.record ?? '')
        .join(' ');
    this.#catalogs.set(connectors, name);
    return name;
  }
}
