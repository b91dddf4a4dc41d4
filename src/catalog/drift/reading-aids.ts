// Phrases that honest definitions have about what lies beyond a call are put in plain words before a sentence
// is judged: where a value comes from, when the tool is the right one, what access it needs, whom to ask.

import { verbOf } from '../lexicon/verbs.ts';
import { wordsOf } from '../words.ts';
import { OUTSIDE } from './outside-words.ts';

/** Tools that a sentence may name. */
export interface Neighbours {
  readonly own: string;
  readonly siblings: ReadonlySet<string>;
  readonly strangers: ReadonlySet<string>;
}

const NAME = /[A-Za-z]\w*(?:[-.][A-Za-z]\w*)*/g;
const LOOKER = 'siblingThatLooks';
const DOER = 'siblingThatDoes';
/** By its name, a tool that looks things up: of which connector is not known. */
const UNKNOWN = 'nameThatLooks';
const NAMED = new RegExp(String.raw`${UNKNOWN}\((\w+)\)`, 'g');
const LOOKS = /^(?:get|list|search|find|read|describe|lookup|query|fetch|retrieve)[_A-Z]/;
const SIBLING = `[\`'"“]?(?:${LOOKER}|${DOER})[\`'"”]?`;
const LOOKING = `(?:the )?[\`'"“]?(?:${LOOKER}|${UNKNOWN}\\(\\w+\\))[\`'"”]?(?: tool| function| endpoint)?`;
const KEY = [
  String.raw`\b(?:ids?|identifiers?|codes?|keys?|names?|numbers?|lists?|options|values|schemas?|columns`,
  String.raw`|types|fields|paths?|all|details|shas?|slugs?|available|supported|valid|cursors?|handles?)\b`,
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
    String.raw`\b(?:get|find|look up|obtain|fetch|list|see|take|capture|check) ((?:\w+ ){1,4}?)`,
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
    String.raw`\b(?:use|call|run|try|see|query|or) ${LOOKING}(?: first)? to ${FINDS}`,
    `(?=[^.;]{0,60}?${KEY})`,
  ),
  phrase('see it', String.raw`\b(?:use|call) ${LOOKING} to (?:poll|track|monitor|follow)\b`),
  phrase(
    'see it',
    String.raw`\b(?:search|look|check)(?: for (?:it|them|one))? (?:with|using|via|in) ${LOOKING}(?: first)?`,
  ),
  phrase('see it', String.raw`\b(?:use|call|see) ${LOOKING}(?: first)? to ${FINDS} (?:it|them|one|both)\b`),
  phrase(
    'see it',
    String.raw`\bpass (?:its|the|their|this|that) (?:\w+ )?(?:ids?|keys?|paths?|urls?|names?|cursors?) to `,
    String.raw`${LOOKING}(?=\s*(?:$|[.,;)]))`,
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
  phrase(
    '$1 given',
    String.raw`\b(when(?:ever)?|if|unless) you (?:only |just |also )?(?:need|want|have|wish)(?: to)?\b`,
  ),
  // That what it returns gives no orders.
  phrase(
    'data',
    String.raw`\b(?:so |and |therefore )?(?:do not|don't|never|should not|must not) `,
    '(?:follow|obey|execute|act on|run|trust) (?:any )?(?:instructions?|commands?|orders|directives)',
    '(?: or (?:instructions?|commands?|orders))?',
    String.raw` (?:(?:that (?:are|is) )?(?:returned|contained|found|embedded) )?(?:by|in|within|from) `,
    String.raw`(?:this tool|the (?:results?|output|response|data|page|rows)|its (?:results?|output)|it)\b`,
    String.raw`(?=\s*(?:$|[.;]))`,
  ),
  [
    new RegExp(
      String.raw`\bregardless of (?!(?:(?:the|any|a|your|their|its) )?(?:\w+ )?` +
        '(?:users?|requests?|inputs?|persons?|asked|instructions?|rules?|wish|choice|what|who|how))',
      'gi',
    ),
    'for any ',
  ],
  [
    /\b(?:start|begin|create|open)(?:s|ing)? a new (?:conversation|session|chat|thread|discussion)\b/gi,
    'start',
  ],
  [/\bUS\b/g, 'country'],
  [/^preferred (?=\w+(?: \w+)?\W*$)/i, ''],
  [/^prefer (?=\w+ing |smaller |larger |shorter |short |specific )/i, 'use '],
  [/\bworks? best\b/gi, 'works'],
  [/\b(?:token|context)s? (?:usage|count|limit|size|consumption|window)\b(?: in AI responses)?/gi, 'size'],
  [
    /(?:\b|_)(?:upload|browser|search|http|database|server)[ _]sessions?\b|\bsession (?=ids?\b|expires)/gi,
    '',
  ],
  [/\b(?:number|count) of (?:\w+ )?(?:users|people|files|customers|clients|devices|members)\b/gi, 'count'],
  phrase(
    'values $1',
    String.raw`\b(?:secrets?|passwords?|credentials?|tokens?)(?: values?)? `,
    '((?:is|are) (?:always )?(?:masked|redacted|removed|omitted|hidden|never returned|not returned))',
  ),
  [/\bwhether (.{1,60}?) (?:should|must|shall|needs? to|has to|have to)\b/gi, 'whether $1 will'],
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

function isOutside(name: string): boolean {
  return wordsOf(name).some((word) => OUTSIDE.some(({ words }) => words.has(word)));
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
    if (!siblings.has(name) || !isName)
      return isName && LOOKS.test(name) && !isOutside(name) ? `${UNKNOWN}(${name})` : name;
    points = true;
    const words = wordsOf(name);
    const first = words.slice(0, 2).find((word) => verbOf(word) !== undefined);
    const verb = verbOf(first ?? words.at(-1) ?? '');
    return verb?.kind === 'read' ? LOOKER : DOER;
  });
  const plain = PHRASES.reduce((text, [finds, words]) => text.replace(finds, words), named);
  const carries = points && CARRIES.test(plain);
  const known = plain.replaceAll(NAMED, '$1');
  return known.replaceAll(LOOKER, 'tools').replaceAll(DOER, 'tools') + (carries ? ' tools' : '');
}
