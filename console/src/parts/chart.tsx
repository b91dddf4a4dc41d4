// Bars over a line of their own, stacked: drawn, never spoken. Whoever cannot see them has the table beside.

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { paint, useColours } from './colours.ts';

export interface Series {
  readonly name: string;
  /** A variable of the style sheet: `--deny`. */
  readonly colour: string;
  readonly values: readonly number[];
}

interface BarsProps {
  /** Equally far apart. */
  readonly xs: readonly number[];
  readonly series: readonly Series[];
  readonly nameOf: (x: number) => string;
}

const HEIGHT = 180;
/** Pixels that a label needs. */
const LABEL = 90;

export function Bars({ xs, series, nameOf }: BarsProps) {
  const box = useRef<HTMLDivElement>(null);
  const colours = useColours();
  useEffect(() => {
    const element = box.current!;
    const plot = new uPlot(
      optionsOf({ xs, series, nameOf }, element),
      [[...xs], ...stacked(series)],
      element,
    );
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [xs, series, nameOf, colours]);
  return (
    <figure className="m-0">
      <div ref={box} aria-hidden style={{ height: HEIGHT }} />
      <figcaption aria-hidden className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-soft">
        {series.map(({ name, colour }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-xs" style={{ background: `var(${colour})` }} />
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** The last stands on all before it; drawn highest first, so that each shows its own part. */
function stacked(series: readonly Series[]): number[][] {
  const sums: number[][] = [];
  for (const { values } of series) {
    const below = sums.at(-1);
    sums.push(values.map((value, index) => value + (below?.[index] ?? 0)));
  }
  return sums.toReversed();
}

function optionsOf({ xs, series, nameOf }: BarsProps, element: HTMLElement): uPlot.Options {
  const axis = { stroke: paint(element, '--ink-soft'), font: '11px system-ui' };
  const grid = { stroke: paint(element, '--line'), width: 1 };
  const step = xs.length > 1 ? xs[1]! - xs[0]! : 1;
  const each = Math.ceil(xs.length / Math.max(2, Math.floor(element.clientWidth / LABEL)));
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [xs[0]! - step / 2, xs.at(-1)! + step / 2] },
      y: { range: (_, _min, max) => [0, Math.max(1, max)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { show: false },
        size: 24,
        splits: () => xs.filter((_, index) => index % each === 0),
        values: (_, splits) => splits.map(nameOf),
      },
      { ...axis, grid, ticks: { show: false }, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
    ],
    series: [
      {},
      ...series.toReversed().map(({ name, colour }) => ({
        label: name,
        fill: paint(element, colour),
        width: 0,
        paths: uPlot.paths.bars!({ size: [0.8, 60] }),
        points: { show: false },
      })),
    ],
  };
}
