// However many rows there are, only those in sight exist, and none moves another when it appears.

import type { ReactNode } from 'react';
import { useInSight } from './rows-in-sight.tsx';

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
  const { box, virtual } = useInSight({ count, height: rowHeight, overscan: 12 });
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
