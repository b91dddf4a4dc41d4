// The read models' rows move together with their cursor, or not at all.

import type { ViewQuery, ViewRow, Views } from '../../../gateway/ports.ts';
import { forPostgres } from '../sql/dialect.ts';
import { viewOf, type ViewColumns } from '../sql/rows.ts';
import { listViews, WRITES } from '../sql/statements.ts';
import type { Access } from './access.ts';
import { encodeColumns, VIEWS } from './columns.ts';
import { SQL } from './statements.ts';

export class PostgresViews implements Views {
  readonly #access: () => Access;

  /** @param access throws once the store is closed */
  constructor(access: () => Access) {
    this.#access = access;
  }

  async cursor(): Promise<number> {
    const [row] = await this.#access().query<[number]>(SQL.viewCursor, []);
    return row![0];
  }

  async get(model: string, ids: readonly string[]): Promise<ViewRow[]> {
    const rows = await this.#access().query<ViewColumns>(SQL.views, [model, ids]);
    return rows.map(viewOf);
  }

  async list(query: ViewQuery): Promise<ViewRow[]> {
    const { text, values } = listViews(query);
    const rows = await this.#access().query<ViewColumns>({ text: forPostgres(text) }, values);
    return rows.map(viewOf);
  }

  async write({ from, to, rows }: Parameters<Views['write']>[0]): Promise<boolean> {
    const values = [from, to, ...encodeColumns(VIEWS, rows)];
    const [count] = await this.#access().query<[number]>(SQL.writeViews, values);
    return count![0] === 1;
  }

  async clear(): Promise<void> {
    // The cursor first: whoever writes rows at the time has it, and those rows are then seen here.
    await this.#access().use((session) => session.run(WRITES.resetViewCursor, WRITES.clearViews));
  }
}
