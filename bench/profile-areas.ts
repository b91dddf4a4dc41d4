// A sample counts for the innermost area that it was in: hashing is hashing, whoever asked for it.

import type { Profiler } from 'node:inspector/promises';

/** The first that matches a frame (`function@file`) names its area; from the innermost frame outwards. */
const AREAS: readonly (readonly [area: string, frames: RegExp])[] = [
  ['idle', /^\(idle\)@/],
  ['garbage collection', /^\(garbage collector\)@/],
  ['Cedar (WebAssembly)', /^wasm-|cedar.wasm|@wasm:/],
  ['hashing, HMAC, AES, Ed25519', /@node:internal\/crypto|@node:crypto|adapters\/(?:crypto|keys|vault)\//],
  [
    'messages to and from the worker',
    /@node:(?:internal\/)?(?:worker|per_context\/messageport)|store\/sqlite\/link|structuredClone/,
  ],
  ['canonical JSON', /ledger\/canonical/],
  ['sealing: shape, tree, checkpoint', /src\/ledger\/|gateway\/(?:sealing|signing|receipt)/],
  ['grounding', /flow\/grounding\/|gateway\/grounding\//],
  ['scans and labels of results', /catalog\/poison\/|flow\/|gateway\/(?:remarks|labelling|redaction)/],
  ['policy, outside WebAssembly', /src\/policy\//],
  ['kernel rules', /src\/kernel\//],
  ['workflow: the scope', /src\/workflow\/|@.*\/ajv/],
  ['the bench itself', /\/bench\//],
  ['gateway', /src\/gateway\/|src\/adapters\//],
  ['node itself', /@node:/],
];
const REST = 'other';

export interface Share {
  readonly area: string;
  readonly ms: number;
  /** Frames in which most of it was spent, with their own time. */
  readonly frames: readonly { readonly frame: string; readonly ms: number }[];
}

/** By time, longest first. */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Share[] {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map(nodes.map((node) => [node.id, frameOf(node)]));
  const areaOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const found = AREAS.find(([, pattern]) => pattern.test(frames.get(at)!));
      if (found !== undefined) return found[0];
    }
    return REST;
  };
  const areas = new Map<string, Map<string, number>>();
  for (const [at, id] of samples.entries()) {
    const within = areas.get(areaOf(id)) ?? new Map<string, number>();
    areas.set(areaOf(id), within);
    const frame = frames.get(id)!;
    within.set(frame, (within.get(frame) ?? 0) + (timeDeltas[at] ?? 0) / 1_000);
  }
  return [...areas].map(([area, within]) => toShare(area, within)).toSorted((a, b) => b.ms - a.ms);
}

function toShare(area: string, within: ReadonlyMap<string, number>): Share {
  const frames = [...within].map(([frame, ms]) => ({ frame, ms })).toSorted((a, b) => b.ms - a.ms);
  return { area, ms: frames.reduce((sum, { ms }) => sum + ms, 0), frames };
}

function frameOf({ callFrame: { functionName, url, lineNumber } }: Profiler.ProfileNode): string {
  return `${functionName || '(anonymous)'}@${url}:${lineNumber + 1}`;
}

const FRAMES_SHOWN = 6;

export function describeShares(shares: readonly Share[]): string {
  const total = shares.reduce((sum, { ms }) => sum + ms, 0);
  const line = (indent: string, ms: number, what: string): string =>
    `${indent}${((ms / total) * 100).toFixed(1).padStart(5)} %  ${what}\n`;
  return shares
    .map(({ area, ms, frames }) => {
      const shown = frames.slice(0, FRAMES_SHOWN);
      return line('', ms, area) + shown.map((one) => line('    ', one.ms, one.frame)).join('');
    })
    .join('');
}
