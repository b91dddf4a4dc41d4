import { useMemo } from 'react';
import { Bars } from './chart.tsx';
import { Titled } from './section.tsx';
import { AsTable, Row } from './small-table.tsx';

interface CountsProps {
  readonly title: string;
  /** What is counted, and what each count is of. */
  readonly head: readonly [string, string];
  /** The same ones as long as nothing has changed. */
  readonly counts: readonly (readonly [name: string, count: number])[];
}

/** How many of each, drawn and as a table. */
export function Counts({ title, head, counts }: CountsProps) {
  const xs = useMemo(() => counts.map((_, index) => index), [counts]);
  const series = useMemo(
    () => [{ name: head[1].toLowerCase(), colour: '--hold', values: counts.map(([, count]) => count) }],
    [counts, head[1]],
  );
  const nameOf = useMemo(() => (index: number) => counts[index]![0], [counts]);
  return (
    <Titled title={title}>
      <Bars xs={xs} series={series} nameOf={nameOf} />
      <AsTable head={head} caption={title}>
        {counts.map(([name, count]) => (
          <Row key={name} cells={[name, count]} />
        ))}
      </AsTable>
    </Titled>
  );
}
