// A table of any length whose rows are all alike: only those in sight exist, and its order is the server's.

import type { ReactNode } from 'react';
import { useInSight } from './rows-in-sight.tsx';

export interface Column<Row> {
  readonly name: string;
  /** A track of a grid: `2fr`, `8rem`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** Left out where the screen is a phone's. */
  readonly wideOnly?: boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: ReactNode;
}

const ROW = 36;

export function Table<Row>({ label, columns, rows, keyOf, empty }: TableProps<Row>) {
  const { box, virtual } = useInSight({ count: rows.length, height: ROW, overscan: 10 });
  if (rows.length === 0) return empty;
  return (
    <div
      ref={box}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      className="max-h-[60vh] overflow-auto"
    >
      <Line columns={columns} index={1} isHead>
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
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <Line columns={columns} index={index + 2}>
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

function Line<Row>({ columns, index, isHead = false, children }: LineProps<Row>) {
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
          className={`min-w-0 truncate ${column.wideOnly === true ? 'hidden md:block' : ''}`}
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
