import { getRouteApi } from '@tanstack/react-router';
import {
  ChevronDown,
  CircleDashed,
  FileQuestion,
  ShieldCheck,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ControlView } from '../../../../src/surfaces/http/contract/evidence.ts';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { Ago } from '../../parts/clock.tsx';
import { RecordLink } from '../../parts/record-link.tsx';
import { Empty } from '../../parts/state.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';

type Exhibit = ControlView['records'][number];

const STANDINGS: {
  readonly [standing in ControlView['standing']]: readonly [LucideIcon, Tone, string];
} = {
  met: [ShieldCheck, 'permit', 'met'],
  open: [TriangleAlert, 'hold', 'open'],
  none: [CircleDashed, 'neutral', 'nothing yet'],
};

const COLUMNS: readonly Column<Exhibit>[] = [
  { name: 'No.', width: '3.5rem', cell: ({ seq, record }) => <RecordLink id={record}>{seq}</RecordLink> },
  {
    name: 'What',
    width: '3fr',
    isMain: true,
    cell: ({ words, isOpen }) => (
      <span className={isOpen ? 'text-hold' : ''} title={words}>
        {isOpen && <span className="sr-only">open: </span>}
        <UntrustedLine text={words} />
      </span>
    ),
  },
  { name: 'By', width: '1fr', wideOnly: true, cell: ({ who }) => who },
  { name: 'When', width: '5.5rem', cell: ({ time }) => <Ago at={time} /> },
];

const route = getRouteApi('/frame/evidence');

/** One control; its records once it is opened, which the address says. */
export function ControlCard({ control }: { readonly control: ControlView }) {
  const { id, title, asks, standing, says } = control;
  const { control: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const isOpen = chosen === id;
  const [icon, tone, word] = STANDINGS[standing];
  const toggle = (): void =>
    void navigate({
      search: ({ control: _, ...rest }) => (isOpen ? rest : { ...rest, control: id }),
      replace: true,
      resetScroll: false,
    });
  return (
    <li className="rounded-lg border border-line bg-panel">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={toggle}
          className="flex w-full items-start gap-2 rounded-lg px-3 py-2.5 text-left hover:bg-raised"
        >
          <span className="flex min-w-0 flex-1 flex-col gap-1 sm:flex-row sm:gap-3">
            <span className="w-28 shrink-0 pt-px">
              <Chip icon={icon} tone={tone}>
                {word}
              </Chip>
            </span>
            <span className="min-w-0">
              <span className="block text-sm font-semibold">{title}</span>
              <span className="block text-sm text-ink-soft tabular">{says}</span>
            </span>
          </span>
          <ChevronDown
            size={16}
            aria-hidden
            className={`mt-0.5 shrink-0 text-ink-soft ${isOpen ? 'rotate-180' : ''}`}
          />
        </button>
      </h2>
      {isOpen && (
        <div className="border-t border-line p-3">
          <p className="mb-2 text-sm text-ink-soft">{asks}</p>
          <Records control={control} />
        </div>
      )}
    </li>
  );
}

function Records({ control }: { readonly control: ControlView }) {
  const { id, title, records, count } = control;
  if (id === 'ledger') {
    return (
      <p className="text-sm">
        Every record is behind this: <code className="font-mono text-xs">holdpoint ledger verify</code>
      </p>
    );
  }
  return (
    <>
      <Table
        label={`Records of: ${title}`}
        columns={COLUMNS}
        rows={records}
        keyOf={({ record, words }) => `${record} ${words}`}
        empty={<Empty icon={FileQuestion} title="No record is about this yet" />}
      />
      {count > records.length && records.length > 0 && (
        <p className="mt-2 text-xs text-ink-soft">The latest of {count.toLocaleString()}.</p>
      )}
    </>
  );
}
