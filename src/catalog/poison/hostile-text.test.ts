// No assertion is about time: what is superlinear here does not end within the runner's own limit.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clausesOf } from '../drift/clause.ts';
import { judgeDrift } from '../drift/judge.ts';
import { plainlySaid } from '../drift/reading-aids.ts';
import { findEncoded } from './encoded.ts';
import { fold, mixedWords } from './fold.ts';
import { findHidden } from './hidden.ts';
import { ALONE, neighbourhoodOf, scanAmong, scanText } from './scan.ts';
import { judgeSentence } from './sentence-scan.ts';
import { sentencesOf } from './sentence.ts';

/** What some part of a pattern begins with, or goes on with; parted by bars. */
const PIECES = [
  'a|A|a_|a-|a.|a@|://|x://a.|..| |\n| \n|\t|<|<!--|<a color:|"|`|(|(e.g. |? |)]|。|%41|\\x41|\\u0041|&#65;',
  'QUJD|QUJD |41|data:image/a;base64,|must |please call otherToolName |read the file |before |if the user ',
  'access token |send to |https://a.b/|~/.|![](|curl |# |**|__|- |1. |\u200b|\u0430a|e\u0301|\ufe0f|使用',
  'the users |list_items |get the id from list_items, |ignor |as is returned by |DE12 3456 |+1 2 |such as ',
  'and then put |full entire |most a and |antes de |no inform|siblingThatLooks, |all a b calls |when ',
].flatMap((line) => line.split('|'));
const LENGTH = 100_000;
/** A sentence is never longer when a rule looks at it. */
const SENTENCE = 480;
const pieces = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 });
const endings = fc.constantFrom('', '!', 'a');
const around = { own: 'it', siblings: new Set(['list_items']), strangers: new Set<string>() };
const names = { own: 'it', arguments: new Set<string>(), others: around.siblings };

function repeated(parts: readonly string[], end: string): string {
  const piece = parts.join('');
  return piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH) + end;
}

function scanned(description: string) {
  return scanAmong('it', { description }, neighbourhoodOf(ALONE));
}

describe('a text of 100 kB made to be slow is read to its end', () => {
  it.each<[string, (text: string) => unknown]>([
    ['for what is hidden', findHidden],
    ['for what is encoded', findEncoded],
    ['as it looks', fold],
    ['for mixed alphabets', mixedWords],
    ['sentence by sentence', sentencesOf],
    ['for rules of a sentence', (text) => judgeSentence(text.slice(-SENTENCE), names)],
    ['clause by clause', (text) => clausesOf(text.slice(-SENTENCE))],
    ['in plain words', (text) => plainlySaid(text.slice(-SENTENCE), around)],
  ])('%s', (_, read) => {
    fc.assert(
      fc.property(pieces, endings, (parts, end) => {
        expect(read(repeated(parts, end))).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });

  it('in a definition, in a result and in a change', () => {
    const context = { name: 'it', server: 's', siblings: ['list_items'], strangers: [] };
    fc.assert(
      fc.property(pieces, endings, (parts, end) => {
        const text = repeated(parts, end);
        const after = { description: text, inputSchema: { properties: { a: { enum: [text] } }, $id: text } };
        expect(scanned(text).map(({ rule }) => rule)).toContain('unreadable-size');
        expect(scanText(text).map(({ rule }) => rule)).not.toContain('encoded-text');
        expect(judgeDrift({ description: 'It.' }, after, context).verdict).toBe('block');
      }),
      { numRuns: 6 },
    );
  });
});

describe('encoded letters', () => {
  const run = 'QUJD'.repeat(1_024);

  it('without a word are looked through once', () => {
    expect(findEncoded(Array.from({ length: 400 }, () => run).join(' '))).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  it('are no finding in a result, which may be a file', () => {
    expect(scanText(run)).toEqual([]);
    expect(scanned(run)).toMatchObject([{ rule: 'encoded-text' }]);
  });
});
