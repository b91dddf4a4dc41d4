// Numbers as Prometheus reads them (text exposition format 0.0.4): every name has its help and type, and no
// label breaks out of its line.

import type { Histogram } from '../../gateway/loop/meters.ts';

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export interface Sample {
  readonly labels?: { readonly [name: string]: string };
  readonly value: number;
}

interface Named {
  /** `[a-z_]+`, its unit last; of a counter, `_total` after it. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
}

export type Family =
  | (Named & { readonly type: 'counter' | 'gauge'; readonly samples: readonly Sample[] })
  | (Named & { readonly type: 'histogram'; readonly histogram: Histogram });

export function writeExposition(families: readonly Family[]): string {
  return families.flatMap(linesOf).join('');
}

function linesOf(family: Family): string[] {
  const { name, help, type } = family;
  const samples =
    family.type === 'histogram'
      ? linesOfHistogram(name, family.histogram)
      : family.samples.map(({ labels = {}, value }) => lineOf(name, labels, value));
  return [`# HELP ${name} ${escapeHelp(help)}\n`, `# TYPE ${name} ${type}\n`, ...samples];
}

function linesOfHistogram(name: string, histogram: Histogram): string[] {
  const { boundsSeconds, counts, count, sumSeconds } = histogram;
  const bucket = (le: string, value: number): string => lineOf(`${name}_bucket`, { le }, value);
  return [
    ...boundsSeconds.map((bound, at) => bucket(String(bound), counts[at]!)),
    bucket('+Inf', count),
    lineOf(`${name}_sum`, {}, sumSeconds),
    lineOf(`${name}_count`, {}, count),
  ];
}

function lineOf(name: string, labels: NonNullable<Sample['labels']>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
