// Calls that are said to have succeeded, and that what came of them contradicts: what was expected and what
// was found. Values are those of agents and tools: made visible.

import type { ContradictionView } from '../../http/contract/contradiction.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';

const GONE = 'not known any more';

/** Null: nothing contradicts any. */
export function renderContradictions(contradictions: readonly ContradictionView[]): string | null {
  const rows = contradictions.flatMap(({ connector, tool, record, by, compared }) =>
    by.map((check) => {
      const { expected = GONE, found = GONE } = compared.find((one) => one.check === check) ?? {};
      return [`${connector}/${tool}`, check, expected, found, record].map(printable);
    }),
  );
  return renderTable(['contradicted', 'check', 'expected', 'found', 'record'], rows);
}
