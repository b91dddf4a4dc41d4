// What we ship is what people copy: the packs are clean, whatever tools they meet.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCatalogFile } from '../catalog-file.ts';
import { CATALOG } from '../engine.contract.ts';
import { lintPolicies } from './lint.ts';

const PACKS = fileURLToPath(new URL('../../../../packs/', import.meta.url));

function filesOf(pack: string, ending: string): { name: string; text: string }[] {
  return readdirSync(`${PACKS}${pack}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(`${PACKS}${pack}/${name}`, 'utf8') }));
}

function ownCatalogs(pack: string) {
  return filesOf(pack, '.policy-test.yaml').flatMap(({ name, text }) => {
    const { connectors } = parse(text) as { connectors?: object };
    const read = connectors === undefined ? null : readCatalogFile(JSON.stringify({ connectors }), name);
    return read !== null && 'value' in read ? [read.value] : [];
  });
}

test.each(readdirSync(PACKS))('the pack %s has neither errors nor warnings', (pack) => {
  const catalogs = [{ connectors: {} }, CATALOG, ...ownCatalogs(pack)];
  expect(catalogs.length).toBeGreaterThan(2);
  for (const catalog of catalogs) {
    const findings = lintPolicies(filesOf(pack, '.cedar'), catalog);
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  }
});
