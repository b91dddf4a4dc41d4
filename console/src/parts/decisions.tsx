import type { ReactNode } from 'react';
import type { DecisionSummary } from '../../../src/surfaces/http/contract/lists.ts';
import { DECIDED, OUTCOME, TOOL, verdictColumn } from './decision-columns.tsx';
import { usePhone } from './phone.ts';
import { ContradictedChip, VerdictChip } from './signs.tsx';
import { Table, type Column } from './table.tsx';

const VERDICT: Column<DecisionSummary> = {
  ...verdictColumn<DecisionSummary>('Verdict', ({ verdict }) => verdict),
  cell: (decision) => <Judged {...decision} />,
};
const AGENT: Column<DecisionSummary> = {
  name: 'Agent',
  width: '1fr',
  wideOnly: true,
  cell: ({ agent }) => agent,
};
const OF_ALL = [VERDICT, TOOL, AGENT, OUTCOME, DECIDED];
const OF_ONE = [VERDICT, TOOL, OUTCOME, DECIDED];

/** A phone has no column for what became of it: what must not be missed stands beside the verdict. */
function Judged({ verdict, contradicted }: DecisionSummary) {
  const isPhone = usePhone();
  return (
    <span className="inline-flex gap-1.5">
      <VerdictChip verdict={verdict} />
      {isPhone && contradicted !== undefined && <ContradictedChip />}
    </span>
  );
}

interface DecisionsTableProps {
  readonly decisions: readonly DecisionSummary[];
  /** All are of one agent, which the page names. */
  readonly isOfOneAgent?: boolean;
  readonly empty: ReactNode;
}

/** What was decided, as the server orders it. */
export function DecisionsTable({ decisions, isOfOneAgent = false, empty }: DecisionsTableProps) {
  return (
    <Table
      label="Decisions, newest first"
      columns={isOfOneAgent ? OF_ONE : OF_ALL}
      rows={decisions}
      keyOf={({ record }) => record}
      empty={empty}
    />
  );
}
