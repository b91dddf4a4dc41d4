// What editors are told about a file is what the parser takes.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createConstraintEngine } from '../src/workflow/constraint.ts';
import { readYaml } from '../src/document/document.ts';
import { renderSchemas } from './schemas.ts';

const ROOT = new URL('../../', import.meta.url);

test.each(renderSchemas())('$path is up to date', ({ path, text }) => {
  const published = readFileSync(new URL(path, ROOT), 'utf8');
  expect(published, 'run `npm run build && node build/tools/schemas.js` and commit the result').toBe(text);
});

test.each([
  ['schemas/workflow.schema.json', 'docs/workflows.md'],
  ['schemas/holdpoint.schema.json', 'docs/configuration.md'],
  ['schemas/policy-test.schema.json', 'docs/policy-tests.md'],
])('%s takes the example in %s', (path, guide) => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(readFileSync(new URL(guide, ROOT), 'utf8')) ?? [];
  const read = readYaml(example, guide);
  const schema: unknown = JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
  const value = 'value' in read ? read.value.value : undefined;
  expect(createConstraintEngine().check(schema as never, value as never)).toEqual([]);
});
