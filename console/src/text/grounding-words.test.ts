import { expect, it } from 'vitest';
import * as terminal from '../../../src/surfaces/cli/render/grounding-words.ts';
import { groundedArgument } from '../../../src/surfaces/http/contract/grounding.ts';
import { findingWords, groundingWords } from './grounding-words.ts';

it('says of a value and of its source what the command line says', () => {
  const { level: levels, match: matches } = groundedArgument.shape;
  for (const level of levels.options)
    for (const match of matches.options)
      for (const instructed of [true, false]) {
        const said = { level, match, instructed };
        expect(groundingWords(said)).toBe(terminal.groundingWords(said));
      }
  for (const findings of [[], ['gives-orders'], ['hidden-text'], ['hidden-text', 'gives-orders']]) {
    const source = { record: 'rec_1', from: null, excerpt: null, findings };
    expect(findingWords(source)).toBe(terminal.findingWords(source));
  }
});

it('calls orders to the model what the scan found, and no text that asks its reader for something', () => {
  expect(groundingWords({ level: 'untrusted', match: 'exact', instructed: true })).not.toContain('the model');
  const source = { record: 'rec_1', from: null, excerpt: null };
  expect(findingWords(source)).toBeNull();
  expect(findingWords({ ...source, findings: ['gives-orders'] })).toBe('it gives orders to the model');
});
