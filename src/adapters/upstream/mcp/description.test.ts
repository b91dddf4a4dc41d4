import { expect, it } from 'vitest';
import type { JsonObject } from '../../../kernel/json.ts';
import { listDefinitions } from './description.ts';

const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  inputSchema: { type: 'object' },
  ...more,
});
const list = (...pages: JsonObject[][]) => {
  const rest = pages.map((tools, index) => ({
    tools,
    ...(index + 1 < pages.length ? { nextCursor: 'n' } : {}),
  }));
  return listDefinitions({ tools: {} }, async () => rest.shift() ?? { tools: [] });
};

it('holds names that objects have of their own', async () => {
  const definitions = await list([tool('__proto__'), tool('constructor')]);
  expect(Object.keys(definitions)).toEqual(['__proto__', 'constructor', '@elicitation/create']);
});

it('has an entry for each capability, and for elicitation always', async () => {
  const none = await listDefinitions({}, () => Promise.reject(new Error('not asked')));
  expect(Object.keys(none)).toEqual(['@elicitation/create']);
  const all = { resources: {}, prompts: {}, completions: {} };
  const names = Object.keys(await listDefinitions(all, () => Promise.reject(new Error('not asked'))));
  expect(names).toEqual(['@resources/read', '@prompts/get', '@completion/complete', '@elicitation/create']);
});

it.each([
  ['a name twice, on two pages', [[tool('a')], [tool('a')]]],
  ['a reserved name', [[tool('@resources/read')]]],
  ['a reserved member', [[tool('a', { '@http': { method: 'GET' } })]]],
  ['a tool without a schema', [[{ name: 'a' }]]],
  ['a tool without a name', [[{ inputSchema: {} }]]],
])('takes a list with %s for nonsense', async (_what, pages: JsonObject[][]) => {
  await expect(list(...pages)).rejects.toMatchObject({ code: 'upstream-nonsense' });
});

it.each([
  ['too many tools', [Array.from({ length: 2_001 }, (_, index) => tool(`t${index}`))]],
  ['too many bytes', [[tool('a', { description: 'x'.repeat(4 * 1024 * 1024) })]]],
  ['too many pages', Array.from({ length: 300 }, () => [])],
])('does not read a list with %s', async (_what, pages: JsonObject[][]) => {
  await expect(list(...pages)).rejects.toMatchObject({ code: 'upstream-too-large' });
});
