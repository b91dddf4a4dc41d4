// Read models in memory: rows and cursor move together.

import type { ViewQuery, ViewRow, Views } from '../../../gateway/ports.ts';

export class MemoryViews {
  cursor = 0;
  readonly #models = new Map<string, Map<string, ViewRow>>();

  get(model: string, ids: readonly string[]): ViewRow[] {
    return ids.flatMap((id) => this.#models.get(model)?.get(id) ?? []);
  }

  list({ model, status, task, before = Number.POSITIVE_INFINITY, limit }: ViewQuery): ViewRow[] {
    return [...(this.#models.get(model)?.values() ?? [])]
      .filter((row) => row.sort < before && isOf(row.status, status) && isOf(row.task, task))
      .toSorted((a, b) => b.sort - a.sort)
      .slice(0, limit);
  }

  write({ from, to, rows }: Parameters<Views['write']>[0]): boolean {
    if (from !== this.cursor) return false;
    for (const row of rows) {
      const model = this.#models.get(row.model) ?? new Map<string, ViewRow>();
      this.#models.set(row.model, model.set(row.id, row));
    }
    this.cursor = to;
    return true;
  }

  clear(): void {
    this.#models.clear();
    this.cursor = 0;
  }
}

function isOf(value: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
