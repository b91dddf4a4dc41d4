import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Ghost } from 'lucide-react';
import type { ShadowReportView } from '../../../../src/surfaces/http/contract/replay.ts';
import { shadowQuery } from '../../api/queries.ts';
import { Ago } from '../../parts/clock.tsx';
import { RECORD, TOOL, verdictColumn } from '../../parts/decision-columns.tsx';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';

type Row = ShadowReportView['rows'][number];

const COLUMNS: readonly Column<Row>[] = [
  verdictColumn('In force', ({ verdict }) => verdict),
  verdictColumn('Shadow', ({ shadow }) => shadow),
  TOOL,
  { name: 'When', width: '6rem', cell: ({ time }) => <Ago at={time} /> },
  RECORD,
];

/** Where the set that is only tried says otherwise. */
export function Shadow() {
  const { data, error, isPending } = useQuery(shadowQuery);
  if (isPending) return <Loading what="The shadow" />;
  if (error !== null) return <Trouble error={error} what="The shadow" />;
  if (data.report === null) {
    return (
      <Empty icon={Ghost} title="No set is tried" command="holdpoint policy shadow --help">
        A set in the shadow is asked beside the one in force, and decides nothing. Where they differ is listed
        here.
      </Empty>
    );
  }
  const { decisions, disagreements, since, rows } = data.report;
  return (
    <Section title="Where the shadow says otherwise">
      <p className="mb-2 text-sm text-ink-soft tabular">
        {disagreements.toLocaleString()} of {decisions.toLocaleString()} decisions, tried{' '}
        <Ago at={since.time} />
      </p>
      <Table
        label="Disagreements"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ record }) => record}
        empty={<Empty icon={CircleCheck} title="They agree so far" />}
      />
    </Section>
  );
}
