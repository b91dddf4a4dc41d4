// However many rows there are, only those in sight exist; whoever hears the page is told how many there are.

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';

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
