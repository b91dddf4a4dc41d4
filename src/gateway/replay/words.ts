// Arguments are read from where they are kept, for as long as they are looked at, and what was taken out of
// them is never guessed. A key that was fetched for it goes again.

import { decodeUtf8 } from '../../ledger/bytes.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';
import { loadKey } from '../loop/loading.ts';
import { formOfPayload } from '../ports/vault.ts';
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
    const read = await this.open(stream, body.arguments);
    return 'why' in read ? read : { arguments: JSON.parse(read.text) as JsonObject };
  }

  /** What a stream's commitment stands for; the empty one for nothing. Rejects with `StoreFault`. */
  async open(stream: string, commitment: string): Promise<{ readonly text: string } | Lacking> {
    const { store, vault, log } = this.#core;
    const payload = commitment === '' ? null : await store.payload(commitment, stream);
    if (payload === null) return { why: 'erased', text: null };
    await this.fetch(stream);
    try {
      const decoded = decodeUtf8(vault.open(payload));
      if (!('text' in decoded)) return { why: 'damaged', text: null };
      if (formOfPayload(payload) === 'redacted') return { why: 'redacted', text: decoded.text };
      return { text: decoded.text };
    } catch (error) {
      const code = codeOf(error);
      log.warn({ stream, code }, 'what was kept of an action cannot be read');
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

  /** Brings the key of a stream, until it is let go. Rejects with `StoreFault`. */
  async fetch(scope: string): Promise<void> {
    if (this.#core.vault.has(scope)) return;
    await loadKey(this.#core, scope);
    this.#fetched.add(scope);
  }
}
