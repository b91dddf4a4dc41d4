// However many rows there are, only those in sight exist, and none moves another when it appears.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

interface RowsProps {
  readonly count: number;
  /** Pixels; the same for all. */
  readonly rowHeight: number;
  readonly label: string;
  readonly children: (index: number) => ReactNode;
  /** Pixels. */
  readonly maxHeight?: number;
}

/** A box that scrolls, by keyboard too. */
export function Rows({ count, rowHeight, label, children, maxHeight = 420 }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  return (
    <div
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={label}
      className="overflow-auto rounded-md border border-line bg-raised"
      style={{ maxHeight }}
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            className="absolute inset-x-0 top-0"
            style={{ height: rowHeight, transform: `translateY(${start}px)` }}
          >
            {children(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
