import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge, openArchive, openFolder } from './cedar-vectors.ts';
import type { Judgement } from './cedar-vectors.ts';

const folder = join(process.env['HOLDPOINT_VECTORS'] ?? join('..', 'shared', 'vectors'), 'cedar');
const isThere = existsSync(folder);
if (!isThere) process.stderr.write(`Cedar's vectors are not at ${folder}: their tests are skipped\n`);

/** Every file, or of about 1,500 requests. `npm run conformance` asks for every one. */
const isWhole = process.env['HOLDPOINT_CORPUS'] === 'whole';
const STEP = isWhole ? 1 : 42;

function count(judgements: readonly Judgement[], outcome: Judgement['outcome']): number {
  return judgements.filter((judgement) => judgement.outcome === outcome).length;
}

describe.skipIf(!isThere)('the compiled evaluator answers as published', () => {
  test('to the hand-written requests', () => {
    const paths = readdirSync(join(folder, 'tests'), { recursive: true, encoding: 'utf8' });
    const suites = paths.filter((path) => path.endsWith('.json')).map((path) => join('tests', path));
    const judgements = suites.flatMap((path) => judge(path, openFolder(folder), 'rounded'));
    expect(judgements.filter(({ outcome }) => outcome !== 'as published')).toEqual([]);
    expect(judgements).toHaveLength(74);
  });

  test('to the generated requests, and refuses those that the official engine refuses', () => {
    const { paths, read } = openArchive(join(folder, 'corpus-tests.tar.gz'));
    const suites = paths.filter((path) => /\/[0-9a-f]+\.json$/.test(path)).toSorted();
    expect(suites).toHaveLength(7809);
    const asked = suites.filter((_, index) => index % STEP === 0);
    const judged = asked.map((path) => ({ path, judgements: judge(path, read, 'rounded') }));
    const all = judged.flatMap(({ judgements }) => judgements);
    expect(all.filter(({ outcome }) => outcome === 'wrong')).toEqual([]);
    expect(all).toHaveLength(isWhole ? 62_472 : 1488);
    const unread = judged.filter(({ judgements }) => count(judgements, 'refused') > 0);
    expect(count(all, 'refused')).toBe(isWhole ? 160 : 0);
    // They are refused for their integers alone: given exactly, they too are answered as published.
    const exact = unread.flatMap(({ path }) => judge(path, read, 'exact'));
    expect(exact.filter(({ outcome }) => outcome !== 'as published')).toEqual([]);
  }, 600_000);
});
