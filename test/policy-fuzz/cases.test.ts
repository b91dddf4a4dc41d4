// Every difference that was ever found stays here as a case, and is played on every run.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CedarCase } from './draft.ts';
import { engineDifference } from './engines.ts';
import { cedarDifference } from './evaluators.ts';
import type { Rulebook } from './rulebook.ts';

// From build/test/policy-fuzz to the sources, where the cases lie.
const FOLDER = fileURLToPath(new URL('../../../test/policy-fuzz/cases/', import.meta.url));

const kept = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test.each(kept)('both agree on %s', (name) => {
  const asked = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as CedarCase | Rulebook;
  expect('catalog' in asked ? engineDifference(asked) : cedarDifference(asked)).toBe(null);
});
