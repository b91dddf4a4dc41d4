// What a person cannot see must not be there for a model to read.

import type { Span } from './finding.ts';
import { mixedWords } from './fold.ts';

/** What was found in a text as a whole, by rule. */
export interface Whole {
  readonly rule: string;
  readonly span: Span;
}

/** Tags, bidirectional embeddings, blanks that are no spaces, private characters, runs of selectors. */
const ALWAYS = new RegExp(
  [
    String.raw`[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u202A-\u202E\u2060-\u206F]`,
    String.raw`[\u2800\u3164]`,
    String.raw`[\uFFA0\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]|[\u{1D173}-\u{1D17A}]|\p{Co}|\p{Cs}`,
    String.raw`[\uFE00-\uFE0F]{2}`,
  ].join('|'),
  'u',
);
/** What a joiner or a mark may follow: emoji, and scripts that are written with them. */
const JOINED = [
  String.raw`[\p{Extended_Pictographic}\uFE0F\p{M}\u{1F3FB}-\u{1F3FF}\p{Script=Arabic}\p{Script=Devanagari}`,
  String.raw`\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Hebrew}]`,
].join('');
const JOINER = new RegExp(String.raw`[\u200B\uFEFF]|(?<!${JOINED})[\u200C-\u200F]`, 'u');
/** Terminals obey control characters. */
const CONTROL = /(?![\t\n\r])\p{Cc}|\\(?:x1b|u001b|033)\[/u;
const COMMENT = new RegExp(
  [
    String.raw`<!--(?!\s{0,9}-->)`,
    String.raw`<[^>]{0,80}(?:display|visibility|font-size|color)\s{0,9}:\s{0,9}(?:none|hidden|0|white)`,
    '<[^>]{0,80}hidden=',
  ].join('|'),
  'i',
);
/** Text far below or far to the right is out of sight. */
const PUSHED_OUT = /(?:\r?\n[ \t]{0,200}){24}|[ \t\u00A0\u2000-\u200A\u3000]{80}/;

const LOOKS: readonly (readonly [string, RegExp])[] = [
  ['hidden-text', ALWAYS],
  ['hidden-text', JOINER],
  ['control-character', CONTROL],
  ['hidden-text', COMMENT],
  ['pushed-out-text', PUSHED_OUT],
];

/** The first of each kind in a text of any length. */
export function findHidden(given: string): Whole[] {
  // What nothing follows pushes nothing out of sight.
  const text = given.trimEnd();
  const whole = LOOKS.flatMap(([rule, finds]) => {
    const found = finds.exec(text);
    return found === null ? [] : [{ rule, span: { start: found.index, end: found.index + found[0].length } }];
  });
  return [
    ...whole,
    ...mixedWords(text)
      .slice(0, 1)
      .map((span) => ({ rule: 'mixed-script', span })),
  ];
}
