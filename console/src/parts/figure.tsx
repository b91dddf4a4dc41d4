import type { ReactNode } from 'react';

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly note: string;
}

/** A number to be seen from afar; stands in a `dl`. */
export function Figure({ name, value, note }: FigureProps) {
  return (
    <div className="rounded-lg border border-line bg-panel px-3 py-2.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="mt-1 text-xl font-semibold tracking-tight tabular">{value}</dd>
      <dd className="text-xs text-ink-soft">{note}</dd>
    </div>
  );
}
