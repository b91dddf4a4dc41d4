import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { groundArguments } from './ground-arguments.ts';
import { createGroundingIndex } from './grounding-index.ts';

const OUTPUT = { sensitivity: 'internal', categories: [], integrity: 'untrusted' } as const;

/** How good an argument is, in a task that was told to do what a source says. */
function levelOf(prompt: string, value: string): string | undefined {
  const index = createGroundingIndex({ bytes: 1e6 });
  index.addPrompt(prompt, 'p');
  const chosenBy = [{ ...index.ground('/page', 'path', 'guide.md'), text: 'guide.md' }];
  const text: Json = `Please add ${value} to the list.`;
  index.addResult({ source: 'r', value: { text }, fields: new Map(), chosenBy, isSuspicious: false });
  const profile = { egress: 'none', roles: { '/who': 'identity' }, output: OUTPUT } as const;
  const tool = { name: 'add_entry', effects: ['write'], profile } as const;
  return groundArguments(index, tool, { who: value })[0]?.level;
}

const PROMPT = 'Do what guide.md says about my account rteo.';

test.each(['rte0', 'rtеo'])('a name that reads like one of the person’s is not theirs: %s', (name) => {
  expect(levelOf(PROMPT, name)).toBe('untrusted');
});

test.each(['rteo', 'wren', 'room5', 'v10'])('any other name of the source is: %s', (name) => {
  expect(['named', 'person']).toContain(levelOf(PROMPT, name));
});

test('also in a longer text', () => {
  const index = createGroundingIndex({ bytes: 1e6 });
  index.addPrompt(PROMPT, 'p');
  const profile = { egress: 'none', roles: {}, output: OUTPUT } as const;
  const tool = { name: 'write_file', effects: ['write'], profile } as const;
  const found = (text: string) => groundArguments(index, tool, { content: text })[0];
  expect(found('{"repo": "rte0/parquet"}')).toMatchObject({ level: 'untrusted' });
  expect(found('{"repo": "rteo/parquet"}')?.level).not.toBe('untrusted');
});
