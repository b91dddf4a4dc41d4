// However many rows there are, only those in sight exist; whoever hears the page is told how many there are.

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

interface InSight {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
}

interface InSightOptions {
  readonly count: number;
  /** Of each row, in pixels. */
  readonly height: number;
  readonly overscan: number;
  /** The row that is kept in sight; -1: none. */
  readonly at?: number;
}

export function useInSight({ count, height, overscan, at = -1 }: InSightOptions): InSight {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan,
  });
  useEffect(() => {
    if (at !== -1) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return { box, virtual };
}

interface SteadyOptions<Row> {
  readonly box: InSight['box'];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Of each row, in pixels. */
  readonly height: number;
}

/** What somebody has scrolled to stays where it is when rows come, or go, above it. */
export function useSteady<Row>({ box, rows, keyOf, height }: SteadyOptions<Row>): void {
  const shown = useRef(rows);
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = rows;
    const scroller = box.current;
    if (scroller === null || before === rows || scroller.scrollTop === 0) return;
    const at = Math.floor(scroller.scrollTop / height);
    const first = before[at];
    const now = first === undefined ? -1 : rows.findIndex((row) => keyOf(row) === keyOf(first));
    if (now !== -1) scroller.scrollTop += (now - at) * height;
  });
}

interface RowsInSightProps<Item extends { readonly id: string }> {
  readonly virtual: InSight['virtual'];
  readonly items: readonly Item[];
  readonly height: number;
  readonly row: (item: Item) => ReactNode;
}

/** The items of a list. */
export function RowsInSight<Item extends { readonly id: string }>({
  virtual,
  items,
  height,
  row,
}: RowsInSightProps<Item>) {
  return virtual.getVirtualItems().map(({ index, start }) => {
    const item = items[index]!;
    return (
      <li
        key={item.id}
        aria-setsize={items.length}
        aria-posinset={index + 1}
        className="absolute inset-x-0 top-0"
        style={{ height, transform: `translateY(${start}px)` }}
      >
        {row(item)}
      </li>
    );
  });
}
