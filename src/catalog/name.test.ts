// Names are checked both ways: one tool, one name, and back.

import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exposedName, exposeTools } from './name.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const LEGAL = /^[A-Za-z0-9_.-]{1,128}$/;

test('a legal name is the connector and the tool', () => {
  expect(exposedName({ connector: 'fs', tool: 'read_text_file' }, hash)).toBe('fs__read_text_file');
});

test('what a name may not have is replaced and marked', () => {
  const tool = 'read file/überall';
  expect(exposedName({ connector: 'fs', tool }, hash)).toBe(
    `fs__read_file__berall_${hash(`fs/${tool}`).slice(0, 12)}`,
  );
});

test('a name that would be too long is cut and marked, so that the rest still tells', () => {
  const names = ['a', 'b'].map((end) =>
    exposedName({ connector: 'fs', tool: `${'x'.repeat(200)}${end}` }, hash),
  );
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toHaveLength(128);
});

test("an underscore in a tool never makes it look like another connector's", () => {
  const tools = [
    { connector: 'fs', tool: '_read' },
    { connector: 'fs', tool: '__read' },
    { connector: 'fs', tool: 'a__b' },
    { connector: 'fs-a', tool: 'b' },
  ];
  expect(exposeTools(tools, hash).size).toBe(4);
});

test("a tool that is named like another one's mark keeps its name, and the other is not exposed", () => {
  const marked = { connector: 'fs', tool: 'read file' };
  const copied = { connector: 'fs', tool: exposedName(marked, hash).slice('fs__'.length) };
  for (const tools of [
    [marked, copied],
    [copied, marked],
  ]) {
    expect([...exposeTools(tools, hash).values()]).toEqual([copied]);
  }
});

test('any tool is found again under a legal name that does not depend on the others', () => {
  const connector = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);
  const address = fc.record({ connector, tool: fc.string({ minLength: 1, maxLength: 150 }) });
  fc.assert(
    fc.property(
      fc.uniqueArray(address, { selector: ({ connector: id, tool }) => `${id}/${tool}` }),
      (tools) => {
        const exposed = exposeTools(tools, hash);
        for (const tool of tools) {
          const name = exposedName(tool, hash);
          expect(name).toMatch(LEGAL);
          expect(exposed.get(name)).toEqual(tool);
        }
      },
    ),
  );
});
