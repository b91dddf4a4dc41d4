// One connection in use: what happened to a commit is never guessed.

import { DatabaseError, type ClientBase } from 'pg';
import { StoreFault } from '../../../gateway/ports.ts';
import { faultOf } from './faults.ts';

export interface Statement {
  /** Statements with a name are prepared once in each connection. */
  readonly name?: string;
  readonly text: string;
}

/** A row as an array of its columns. The statement's text says which. */
export type Row = readonly unknown[];

/** Everything it throws is a `StoreFault`, or an ordinary error for a statement that is wrong. */
export class Session {
  readonly #client: ClientBase;
  readonly #where: string;
  #isLost = false;
  #hasFailed = false;
  readonly #lose = (): void => {
    this.#isLost = true;
  };

  constructor(client: ClientBase, where: string) {
    this.#client = client;
    this.#where = where;
    client.on('error', this.#lose);
    client.on('end', this.#lose);
  }

  /** Whether the connection is not to be used again. */
  get hasFailed(): boolean {
    return this.#hasFailed || this.#isLost;
  }

  async query<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    return this.#ask(async () => {
      const { rows } = await this.#client.query({ ...statement, values: [...values], rowMode: 'array' });
      return rows as unknown as R[];
    });
  }

  /** Statements without parameters, in one round trip; the rows of the last. */
  async run<R extends Row>(...statements: readonly string[]): Promise<R[]> {
    return this.#ask(async () => {
      const results: unknown = await this.#client.query({ text: statements.join(';'), rowMode: 'array' });
      const last: unknown = Array.isArray(results) ? results.at(-1) : results;
      return (last as { rows: R[] }).rows;
    });
  }

  /**
   * Durable when it resolves. Throws `store-in-doubt` where it was sent and the answer is not certain; after
   * any other fault nothing was written.
   */
  async commit(): Promise<void> {
    if (this.hasFailed) throw this.#fault('the connection was lost before the commit');
    const warnings: string[] = [];
    const hear = ({ message }: { message?: string | undefined }): number => warnings.push(message ?? '');
    this.#client.on('notice', hear);
    try {
      const { command } = await this.#client.query('commit');
      if (command !== 'COMMIT') throw this.#fault('the server rolled a commit back');
    } catch (error) {
      this.#hasFailed = true;
      // A session that goes on after an error has rolled back; one that ended may have committed before.
      if (error instanceof StoreFault) throw error;
      if (error instanceof DatabaseError && (await this.#goesOn())) throw faultOf(error, this.#where);
      throw this.#doubt(faultOf(error, this.#where).message);
    } finally {
      this.#client.off('notice', hear);
    }
    // A standby that was to have it too has not confirmed it.
    if (warnings.length > 0) throw this.#doubt(`${this.#where}: ${warnings.join('; ')}`);
  }

  async rollback(): Promise<void> {
    await this.run('rollback');
  }

  /** Lets go of the connection; gives whether it can be used again. */
  end(): void {
    this.#client.off('error', this.#lose);
    this.#client.off('end', this.#lose);
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#hasFailed = true;
      throw faultOf(error, this.#where);
    }
  }

  async #goesOn(): Promise<boolean> {
    return this.#client.query('select 1').then(
      () => true,
      () => false,
    );
  }

  #doubt(says: string): StoreFault {
    this.#hasFailed = true;
    return new StoreFault('store-in-doubt', `a commit was sent and not confirmed: ${says}`);
  }

  #fault(says: string): StoreFault {
    this.#hasFailed = true;
    return new StoreFault('store-unavailable', `${this.#where}: ${says}`);
  }
}
