import { useQuery } from '@tanstack/react-query';
import { Stamp } from 'lucide-react';
import type { CheckpointsView } from '../../../../src/surfaces/http/contract/ledger.ts';
import { checkpointsQuery } from '../../api/queries.ts';
import { Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { signersOf } from './kept.ts';

type Checkpoint = CheckpointsView['checkpoints'][number];

const COLUMNS: readonly Column<Checkpoint>[] = [
  { name: 'Records', width: '6rem', cell: ({ size }) => size.toLocaleString() },
  {
    name: 'Root',
    width: '1fr',
    cell: ({ note }) => <span className="font-mono text-xs">{note.split('\n')[2]}</span>,
  },
  {
    name: 'Signatures',
    width: '5rem',
    cell: ({ note }) => {
      const signers = signersOf(note);
      return <span title={signers.join('\n')}>{signers.length}</span>;
    },
  },
];

/** What was signed over how many records. */
export function Checkpoints() {
  const { data, error, isPending } = useQuery(checkpointsQuery);
  return (
    <Section title="Checkpoints kept">
      {isPending && <Loading what="Checkpoints" />}
      {error !== null && <Trouble error={error} what="The list of checkpoints" />}
      {data && (
        <Table
          label="Checkpoints, newest first"
          columns={COLUMNS}
          rows={data.checkpoints}
          keyOf={({ size }) => String(size)}
          empty={<Empty icon={Stamp} title="Nothing was signed yet" command="holdpoint init" />}
        />
      )}
    </Section>
  );
}
