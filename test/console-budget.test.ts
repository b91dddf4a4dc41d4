// What a browser has to load is bounded: a package that comes in by accident is found out here.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BUDGET, bundleBytes } from '../bench/bundle.ts';
import { BUILT_CONSOLE } from '../src/surfaces/http/console.ts';

const isBuilt = existsSync(join(BUILT_CONSOLE, 'index.html'));

it.skipIf(!isBuilt)(
  `the console stays within its bytes${isBuilt ? '' : ' (skipped: it is not built)'}`,
  () => {
    const { first, largestLater, all } = bundleBytes(BUILT_CONSOLE);
    expect(first, 'gzipped bytes before the first page').toBeLessThan(BUDGET.first);
    expect(largestLater, 'gzipped bytes of the largest page or part').toBeLessThan(BUDGET.largestLater);
    expect(all, 'gzipped bytes of everything').toBeLessThan(BUDGET.all);
    // A list of files that is read wrongly would be within any bytes.
    expect(first).toBeGreaterThan(50_000);
    expect(all - first).toBeGreaterThan(largestLater);
  },
);
