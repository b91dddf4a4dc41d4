// A table of any length whose rows are all alike: only those in sight exist, and its order is the server's.

import type { ReactNode } from 'react';
import { usePhone } from './phone.ts';
import { useInSight, useSteady } from './rows-in-sight.tsx';

export interface Column<Row> {
  readonly name: string;
  /** A track of a grid: `2fr`, `8rem`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** Left out where the screen is a phone's. */
  readonly wideOnly?: boolean;
  /** What a row is about: on a phone it has a line of its own, and all else the one below. */
  readonly isMain?: boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: ReactNode;
}

const ROW = 36;
const TWO_LINES = 60;

export function Table<Row>({ label, columns, rows, keyOf, empty }: TableProps<Row>) {
  const isPhone = usePhone();
  const shown = isPhone ? columns.filter(({ wideOnly = false }) => !wideOnly) : columns;
  const isFolded = isPhone && columns.some(({ isMain = false }) => isMain);
  const height = isFolded ? TWO_LINES : ROW;
  const { box, virtual } = useInSight({ count: rows.length, height, overscan: 10 });
  useSteady({ box, rows, keyOf, height });
  if (rows.length === 0) return empty;
  const Line = isFolded ? FoldedLine : WideLine;
  return (
    <div
      ref={box}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      className="relative max-h-[60vh] overflow-auto [overflow-anchor:none]"
    >
      <Line columns={shown} index={1} isHead>
        {(column) => column.name}
      </Line>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!;
          return (
            <div
              key={keyOf(row)}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height, transform: `translateY(${start}px)` }}
            >
              <Line columns={shown} index={index + 2}>
                {(column) => column.cell(row)}
              </Line>
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface LineProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly index: number;
  readonly isHead?: boolean;
  readonly children: (column: Column<Row>) => ReactNode;
}

function WideLine<Row>({ columns, index, isHead = false, children }: LineProps<Row>) {
  const looks = isHead
    ? 'sticky top-0 z-10 border-b border-line-strong bg-panel text-xs font-medium text-ink-soft'
    : 'border-b border-line text-sm hover:bg-raised';
  return (
    <div
      role="row"
      aria-rowindex={index}
      className={`flex h-9 items-center gap-2 px-1 md:gap-3 md:px-3 ${looks}`}
    >
      {columns.map((column) => (
        <div
          key={column.name}
          role={isHead ? 'columnheader' : 'cell'}
          className="min-w-0 truncate"
          style={
            column.width.endsWith('fr')
              ? { flex: `${column.width.slice(0, -2)} 1 0` }
              : { width: column.width }
          }
        >
          {children(column)}
        </div>
      ))}
    </div>
  );
}

/** What a row is about, and below it all else. */
function FoldedLine<Row>({ columns, index, isHead = false, children }: LineProps<Row>) {
  const looks = isHead
    ? 'sr-only'
    : 'flex h-full flex-wrap content-center items-center gap-x-3 gap-y-0.5 border-b border-line px-1';
  return (
    <div role="row" aria-rowindex={index} className={looks}>
      {columns.map((column) => (
        <div
          key={column.name}
          role={isHead ? 'columnheader' : 'cell'}
          className={`min-w-0 truncate ${
            column.isMain === true ? 'order-first basis-full text-sm' : 'max-w-full text-xs text-ink-soft'
          }`}
        >
          {children(column)}
        </div>
      ))}
    </div>
  );
}
