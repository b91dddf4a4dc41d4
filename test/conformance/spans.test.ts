import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { policyToJson, templateToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { expect, test } from 'vitest';
import { scanSource } from '../../src/policy/scan.ts';
import { locatePolicy } from '../../src/policy/span/locate.ts';
import { openArchive } from './cedar-vectors.ts';

const folder = join(process.env['HOLDPOINT_VECTORS'] ?? join('..', 'shared', 'vectors'), 'cedar');
const isThere = existsSync(folder);
if (!isThere) process.stderr.write(`Cedar's vectors are not at ${folder}: their test is skipped\n`);

function jsonOf(text: string): PolicyJson {
  const parsed = /\?(?:principal|resource)\b/.test(text) ? templateToJson(text) : policyToJson(text);
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
  return parsed.json;
}

test.skipIf(!isThere)(
  'every clause of the generated policies has its place',
  () => {
    const { paths, read } = openArchive(join(folder, 'corpus-tests.tar.gz'));
    const step = process.env['HOLDPOINT_CORPUS'] === 'whole' ? 1 : 10;
    const files = paths.filter((path) => path.endsWith('.cedar')).filter((_, index) => index % step === 0);
    expect(files.length).toBeGreaterThan(700);
    for (const text of files.map(read)) {
      for (const { start, end } of scanSource(text).statements) {
        const policy = text.slice(start, end);
        const json = jsonOf(policy);
        const located = locatePolicy(policy, json);
        // A node has a place where all that is in it has one.
        const places = json.conditions.map(({ body }) => located?.spanOf(body) ?? null);
        expect(places, policy).not.toContain(null);
      }
    }
  },
  60_000,
);
