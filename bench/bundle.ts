// How much a browser loads of the console: gzipped, as a server in front of it would send it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BundleBytes {
  /** Before any page is there: the entry, what it preloads, and the style sheet. */
  readonly first: number;
  /** The largest file that is loaded later. */
  readonly largestLater: number;
  /** All files of every page. */
  readonly all: number;
}

/** Bytes that nobody should have to wait for more than. */
export const BUDGET: BundleBytes = { first: 175_000, largestLater: 65_000, all: 450_000 };

/** @param folder the built console */
export function bundleBytes(folder: string): BundleBytes {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const assets = readdirSync(join(folder, 'assets')).map((name) => {
    const bytes = gzipSync(readFileSync(join(folder, 'assets', name))).length;
    return { bytes, isFirst: html.includes(`/assets/${name}`) };
  });
  const sum = (some: typeof assets): number => some.reduce((total, { bytes }) => total + bytes, 0);
  const later = assets.filter(({ isFirst }) => !isFirst);
  return {
    first: sum(assets.filter(({ isFirst }) => isFirst)),
    largestLater: later.reduce((most, { bytes }) => Math.max(most, bytes), 0),
    all: sum(assets),
  };
}
