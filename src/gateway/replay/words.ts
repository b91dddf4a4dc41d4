// Arguments are read from where they are kept, for as long as they are looked at, and what was taken out of
// them is never guessed. A key that was fetched for it goes again.

import { decodeUtf8 } from '../../ledger/bytes.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';
import { loadKey } from '../loading.ts';
import { formOfPayload } from '../vault-ports.ts';
import type { Decided } from './decided.ts';
import { taskOf } from './history.ts';

/**
 * Why the arguments are not to be had whole: they are gone with their key, secrets were taken out before
 * they were written, or what is stored does not open.
 */
export type Missing = 'erased' | 'redacted' | 'damaged';

export interface Lacking {
  readonly why: Missing;
  /** What is left of them; null: nothing. */
  readonly text: string | null;
}

export type ReadArguments = { readonly arguments: JsonObject } | Lacking;

export class Words {
  readonly #core: Pick<Core, 'store' | 'vault' | 'world' | 'log'>;
  readonly #fetched = new Set<string>();

  constructor(core: Pick<Core, 'store' | 'vault' | 'world' | 'log'>) {
    this.#core = core;
  }

  /** Rejects with `StoreFault`. */
  async read({ stream, body }: Decided): Promise<ReadArguments> {
    const { store, vault, log } = this.#core;
    const payload = body.arguments === '' ? null : await store.payload(body.arguments, stream);
    if (payload === null) return { why: 'erased', text: null };
    await this.#fetch(stream);
    try {
      const decoded = decodeUtf8(vault.open(payload));
      if (!('text' in decoded)) return { why: 'damaged', text: null };
      if (formOfPayload(payload) === 'redacted') return { why: 'redacted', text: decoded.text };
      return { arguments: JSON.parse(decoded.text) as JsonObject };
    } catch (error) {
      const code = codeOf(error);
      log.warn({ stream, code }, 'the arguments of a decision cannot be read');
      return { why: code === 'payload-key-missing' ? 'erased' : 'damaged', text: null };
    }
  }

  /** Lets go of the keys that were fetched, but for those of tasks that came back to life here. */
  release(): void {
    for (const scope of this.#fetched) {
      if (this.#core.world.task(taskOf(scope)!) === null) this.#core.vault.forget(scope);
    }
    this.#fetched.clear();
  }

  async #fetch(scope: string): Promise<void> {
    if (this.#core.vault.has(scope)) return;
    await loadKey(this.#core, scope);
    this.#fetched.add(scope);
  }
}
