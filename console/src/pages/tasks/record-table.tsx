import { Search } from 'lucide-react';
import type { RecordView } from '../../../../src/surfaces/http/contract.ts';
import { Chip } from '../../parts/chip.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { offsetOf } from './offset.ts';
import { subjectOf, wordsOfRecord } from './words.ts';
import type { Act, Story } from './story.ts';

interface RecordTableProps {
  readonly acts: readonly Act[];
  readonly story: Story;
  readonly at: string | undefined;
  readonly select: (record: string) => void;
  readonly from: number;
}

/** Every record, in the ledger's order. */
export function RecordTable({ acts, story, at, select, from }: RecordTableProps) {
  const records = acts.flatMap((act) => act.records).toSorted((one, other) => one.seq - other.seq);
  const columns: readonly Column<RecordView>[] = [
    {
      name: 'No.',
      width: '3rem',
      cell: ({ id, seq }) => (
        <button
          type="button"
          aria-pressed={id === at}
          onClick={() => select(id)}
          className="rounded px-1 text-accent tabular underline underline-offset-2
            aria-pressed:bg-accent-soft"
        >
          {seq}
        </button>
      ),
    },
    {
      name: 'What',
      width: '8.5rem',
      cell: (record) => {
        const { icon, tone, says } = wordsOfRecord(record);
        return (
          <Chip icon={icon} tone={tone}>
            {says}
          </Chip>
        );
      },
    },
    {
      name: 'About',
      width: '2fr',
      isMain: true,
      cell: ({ id }) => (
        <span className="font-mono text-xs">
          <UntrustedLine text={subjectOf(story.actOf.get(id)!)} most={120} />
        </span>
      ),
    },
    { name: 'By', width: '1fr', wideOnly: true, cell: ({ actor }) => actor.id },
    { name: 'After', width: '5.5rem', cell: ({ time }) => offsetOf(time, from) },
  ];
  return (
    <Table
      label="Records of this task"
      columns={columns}
      rows={records}
      keyOf={({ id }) => id}
      empty={<Empty icon={Search} title="No record fits the search" />}
    />
  );
}
