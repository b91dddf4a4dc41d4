// Columns that tables of decisions are made of, whoever judged them.

import type { DecisionSummary } from '../../../src/surfaces/http/contract/lists.ts';
import { HoldFate } from './hold-fate.tsx';
import { Ago } from './clock.tsx';
import { RecordLink } from './record-link.tsx';
import { ContradictedBy, VerdictChip } from './signs.tsx';
import type { Column } from './table.tsx';
import { UntrustedLine } from './untrusted.tsx';

export function verdictColumn<Row>(
  name: string,
  verdictOf: (row: Row) => DecisionSummary['verdict'],
): Column<Row> {
  return { name, width: '5.75rem', cell: (row) => <VerdictChip verdict={verdictOf(row)} /> };
}

export const TOOL: Column<Pick<DecisionSummary, 'connector' | 'tool'>> = {
  name: 'Tool',
  width: '2fr',
  isMain: true,
  cell: ({ connector, tool }) => (
    <span className="font-mono text-xs">
      <UntrustedLine text={`${connector}/${tool}`} />
    </span>
  ),
};

export const RECORD: Column<{ readonly record: string; readonly seq: number }> = {
  name: 'Record',
  width: '3.5rem',
  cell: ({ record, seq }) => <RecordLink id={record}>{seq}</RecordLink>,
};

export const OUTCOME: Column<DecisionSummary> = {
  name: 'Outcome',
  width: '2fr',
  wideOnly: true,
  cell: (decision) => <OutcomeCell decision={decision} />,
};

function OutcomeCell({ decision }: { readonly decision: DecisionSummary }) {
  const { verdict, hold, outcome, reasons, contradicted } = decision;
  if (contradicted !== undefined) return <ContradictedBy checks={contradicted} />;
  if (verdict === 'hold' && hold !== null) return <HoldFate hold={hold} />;
  return <span className="text-ink-soft">{outcome ?? reasons.join(', ')}</span>;
}

export const DECIDED: Column<DecisionSummary> = {
  name: 'When',
  width: '6rem',
  cell: ({ decidedAt }) => <Ago at={decidedAt} />,
};
