// Phrases that honest definitions have about what lies beyond a call are put in plain words before a sentence
// is judged: where a value comes from, when the tool is the right one, what access it needs, whom to ask.

import { verbOf } from '../lexicon/verbs.ts';
import { wordsOf } from '../words.ts';

/** Tools that a sentence may name. */
export interface Neighbours {
  readonly own: string;
  readonly siblings: ReadonlySet<string>;
  readonly strangers: ReadonlySet<string>;
}

const NAME = /[A-Za-z]\w*(?:[-.][A-Za-z]\w*)*/g;
const LOOKER = 'siblingThatLooks';
const DOER = 'siblingThatDoes';
const SIBLING = `[\`'"“]?(?:${LOOKER}|${DOER})[\`'"”]?`;
const LOOKING = `(?:the )?[\`'"“]?${LOOKER}[\`'"”]?(?: tool| function| endpoint)?`;
const KEY = [
  String.raw`\b(?:ids?|identifiers?|codes?|keys?|names?|numbers?|lists?|options|values|schemas?|columns`,
  String.raw`|types|fields|paths?|details|shas?|slugs?|available|supported|valid|cursors?|handles?)\b`,
].join('');
const FINDS = '(?:get|find|look up|see|list|obtain|discover|resolve|check|retrieve|fetch|determine|learn)';

const PHRASES: readonly (readonly [RegExp, string])[] = [
  // Where a value comes from.
  phrase(
    'known',
    String.raw`\b(?:(?:as|is|are|was|be|typically|usually) ){0,2}`,
    '(?:returned|given|listed|provided|obtained|found|retrieved|available|reported|received|created)',
    ' (?:by|from|in|with|via|through|using) (?:the )?(?:(?:output|result|response)s? (?:of|from) )?',
    `${SIBLING}(?:(?:,| or| and|, or) ${SIBLING})*(?: tool)?`,
  ),
  phrase(
    'see $1',
    String.raw`\b(?:get|find|look up|obtain|fetch) ((?:\w+ ){1,4}?)`,
    `(?:with|via|using|from|by calling) ${LOOKING}`,
  ),
  phrase(
    'from it',
    String.raw`\bfrom (?:the )?(?:(?:output|result|response)s? of )?`,
    `${LOOKING}(?:(?: or|,) ${LOOKING})*`,
  ),
  // Which reading tool looks it up, or is the one for something else.
  phrase(
    'see it to find',
    String.raw`\b(?:use|call|run|try|see|query) ${LOOKING}(?: first)? to ${FINDS}`,
    `(?=[^.;]{0,60}?${KEY})`,
  ),
  phrase(
    'see it',
    String.raw`\b(?:use|call|see|try) ${LOOKING}(?: first| instead)?`,
    String.raw`(?=\s*(?:$|[.,;)]|for\b))`,
  ),
  // When it is the right tool, and what the person said of its own arguments.
  phrase(
    '$1 given',
    String.raw`\b(when(?:ever)?|if|unless|until) (?:the |a )?users? `,
    "(?:explicitly |specifically |only |just |does not |doesn't )*",
    String.raw`(?:asks?|wants?|needs?|specif\w+|gives?|provides?|requests?|knows?)(?: you)?(?: for)?\b`,
  ),
  phrase(
    'check$1',
    String.raw`\b(?:always )?(?:confirm|check|verify)((?: \w+){0,7}) with the user\b`,
    String.raw`|\bask (?:the user )?for confirmation\b|\bask the user to confirm\b`,
  ),
  // What access it needs.
  phrase(
    'access',
    String.raw`(?<=(?:^|[.;:]\s*)(?:requires?|needs?|you (?:must have|need)|must have)\b[^.;]{0,60})`,
    String.raw`\b(?:permissions?|tokens?|credentials|login)\b`,
  ),
  [/\b(?:page|pagination|continuation|next|sync)[ _-]?tokens?\b/gi, 'cursor'],
  [/^(?:ideal|best|recommended)(?: suited)? (?=for|when|to)/i, 'useful '],
  [/\((?:recommended|preferred)\)/gi, ''],
  [/\b(?:this|the) tool\b/gi, 'this'],
  [/\bprefer (?=[`'"])/gi, 'use '],
  [/\b(?:authenticated|signed-in|logged-in|current) (?:user|customer|client|account)s?\b/gi, 'account'],
  [/\bpassword-protected\b/gi, 'protected'],
  [/\bmachine (?=translation|learning)/gi, ''],
  [/\bearlier than\b/gi, 'before'],
  [/\bfor (?:best|better) (?:results?|accuracy|performance|readability|precision|quality|matching)\b/gi, ''],
  [/\bbest (?=guess|match|effort|fit)/gi, ''],
  [/\bread-only tool\b/gi, 'read-only'],
];
function phrase(words: string, ...parts: readonly string[]): readonly [RegExp, string] {
  return [new RegExp(parts.join(''), 'gi'), words];
}

/** Takes more along than a lookup does. */
const CARRIES =
  /\b(?:and|then|before|after)\b.{0,40}\b(?:put|include|add|pass|append|send|copy|paste|attach|fill)\b/i;

/** A sentence in plain words; the names of tools that it leaves stand as `tools`. */
export function plainlySaid(sentence: string, { own, siblings, strangers }: Neighbours): string {
  let points = false;
  const named = sentence.replaceAll(NAME, (name) => {
    if (name === own) return 'this';
    const isName = /_|[a-z][A-Z]|-/.test(name);
    if (strangers.has(name) && isName) return 'tools';
    if (!siblings.has(name) || !isName) return name;
    points = true;
    const words = wordsOf(name);
    const verb = verbOf(words[0] ?? '') ?? verbOf(words.at(-1) ?? '');
    return verb?.kind === 'read' ? LOOKER : DOER;
  });
  const plain = PHRASES.reduce((text, [finds, words]) => text.replace(finds, words), named);
  const carries = points && CARRIES.test(plain);
  return plain.replaceAll(LOOKER, 'tools').replaceAll(DOER, 'tools') + (carries ? ' tools' : '');
}
