// A test that asks nothing, or asks twice under one name, would be a test that silently does not test.

import { fit, readYaml } from '../../document/document.ts';
import type { Path, Place, Problem, Read } from '../../document/document.ts';
import { testFileSchema } from './format.ts';
import type { TestFile } from './format.ts';

/** A test file as read. `index` counts its tests from 0. */
export interface PolicyTests {
  readonly file: TestFile;
  /** Where a part of a test stands; where the nearest part around it stands, if there is no such part. */
  readonly placeOf: (index: number, path?: Path) => Place;
}

/** Parses a test file. Problems come with their place. */
export function readPolicyTests(text: string, name: string): Read<PolicyTests> {
  const read = readYaml(text, name);
  if ('problems' in read) return read;
  const fitted = fit(read.value, testFileSchema);
  if ('problems' in fitted) return fitted;
  const file = fitted.value;
  const { locate } = read.value;
  const problems = [...checkCatalog(file, locate), ...checkNames(file, locate), ...checkAskers(file, locate)];
  if (problems.length > 0) return { problems };
  return { value: { file, placeOf: (index, path = []) => locate(['tests', index, ...path], 'value') } };
}

type Locate = (path: Path, part: 'key' | 'value') => Place;

function checkCatalog({ catalog, connectors }: TestFile, locate: Locate): Problem[] {
  if (catalog === undefined || connectors === undefined) return [];
  const message = 'stands beside connectors: one of them is the catalog';
  return [{ ...locate(['catalog'], 'key'), path: 'catalog', message, help: null }];
}

function checkNames({ tests }: TestFile, locate: Locate): Problem[] {
  return tests.flatMap(({ name }, index) => {
    const first = tests.findIndex((other) => other.name === name);
    if (first === index) return [];
    const { line } = locate(['tests', first, 'name'], 'value');
    const path = ['tests', index, 'name'];
    const message = `is taken by the test on line ${line}`;
    return [{ ...locate(path, 'value'), path: path.join('.'), message, help: null }];
  });
}

function checkAskers({ tests }: TestFile, locate: Locate): Problem[] {
  return tests.flatMap(({ agent, operator }, index) => {
    if (agent === undefined || operator === undefined) return [];
    const path = ['tests', index, 'operator'];
    const message = 'stands beside agent: one of them asks';
    return [{ ...locate(path, 'key'), path: path.join('.'), message, help: null }];
  });
}
