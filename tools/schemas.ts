// The published schemas are made from what the parsers use: `node build/tools/schemas.js` writes them afresh.

import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { configSchema } from '../src/config.ts';
import { catalogFileSchema } from '../src/policy/catalog-file.ts';
import { testFileSchema } from '../src/policy/testing/format.ts';
import { manifestSchema } from '../src/surfaces/cli/connector-manifest.ts';
import { workflowSchema } from '../src/workflow/format.ts';

const SCHEMAS = [
  { path: 'schemas/workflow.schema.json', title: 'Holdpoint workflow, version 1', schema: workflowSchema },
  { path: 'schemas/holdpoint.schema.json', title: 'Holdpoint configuration', schema: configSchema },
  { path: 'schemas/catalog.schema.json', title: 'Holdpoint catalog file', schema: catalogFileSchema },
  { path: 'schemas/connector.schema.json', title: 'Holdpoint connector manifest', schema: manifestSchema },
  { path: 'schemas/policy-test.schema.json', title: 'Holdpoint policy tests', schema: testFileSchema },
];

/** Path from the project's root and text of each published schema. */
export function renderSchemas(): { path: string; text: string }[] {
  return SCHEMAS.map(({ path, title, schema }) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
    return { path, text: `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n` };
  });
}

if (process.argv[1] === import.meta.filename) {
  for (const { path, text } of renderSchemas()) {
    writeFileSync(new URL(`../../${path}`, import.meta.url), text);
    console.log(`wrote ${path}`);
  }
}
