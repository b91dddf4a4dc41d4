// What a person's words leave to what a text says: how something is done, or what is done at all. A question
// or a warning leaves nothing to anybody.

import { fold, withoutEnd } from './fold.ts';
import { isShared } from './host.ts';

/** No question, and no warning. */
const MEANT = "(?<!(?:\\b(?:what|how|where|when|why|which|who|not|never|without|cannot)|n['’]t) )";
/** Nor what people do themselves. */
const NOT_OURS = "(?<!\\b(?:i|we)(?: [\\w'’]{1,20}){0,3} )";
/** To carry out, whatever it is. */
const DO =
  '(?:follow|do|perform|carry out|act on|complete|handle|work (?:through|off|on|down)|execute|finish|' +
  'process|fulfil|tackle|go through|attend to|sort out|organi[sz]e|arrange)';
/** Also where nothing is said of what: nobody sorts or finishes a text by doing what it says. */
const DO_IT = '(?:do|carry out|act on|handle|work (?:through|off|down)|tackle)';
const IT =
  '(?:it|this|that|them|these|those|everything|all(?: of (?:it|them|this|that))?|the (?:rest|lot|ones))';
const READ =
  '(?:instructions?|steps?|tasks?|to-?dos?|requests?|list|checklist|remarks?|suggestions?|' +
  'guide(?:lines?)?|readme|procedure|agenda|runbook|playbook|handbook|how-?to|plan|says?|asks?|wants?)';
const SAYS = '(?:says?|asks?|wants?|needs?|writes|suggests?|recommends?|proposes?|advises|requires?)';
/** Nothing else is said of what is to be done. */
const ALONE = '(?= *(?:[.,;:!)]|$)| (?:for|and|then)\\b)';
const PART = '(?:lines?|items?|points?|actions?|parts?|share)';
const HANDED_OVER = [
  `${MEANT}(?:${DO}|apply|implement|incorporate)\\b[^.!?]{0,40}\\b${READ}`,
  `${MEANT}${DO_IT} ${IT}${ALONE}|follow (?:it|them|this|that|these|those)`,
  `${MEANT}(?:do|go through) (?:everything|all|the rest) (?:on|in|of|from|that)`,
  // A page or a file.
  `${MEANT}(?:follow|work through|go through) (?:[\\w'’-]{1,30} ){0,2}\\S{1,200}?\\w[./]\\w+`,
  `${MEANT}(?:carry|sort|work) (?:it|this|that|them) (?:out|off|through)`,
  `${MEANT}(?:set|get) (?:everything|it all|all of it) (?:up|done|ready)`,
  `${MEANT}${NOT_OURS}get ${IT} (?:done|sorted)`,
  `(?:list|points|items|sheet)\\b[^.!?]{0,80}\\b${NOT_OURS}go (?:through|over) (?:it|them)`,
  `${MEANT}work (?:through|down) [^.!?]{0,30}` +
    '\\b(?:issue|ticket|page|mail|note|doc(?:ument)?|file|items|points)',
  `${MEANT}do (?:the|my|our) (?:[\\w-]+ ){1,3}(?:` +
    '(?:that|which) (?:is|are) (?:written|listed|described|noted) in|' +
    'from (?:the|our|my) (?:wiki|guide|handbook|manual|readme|docs?|documentation|page))\\b' +
    '(?!(?:[^.!?]|\\.(?=\\S))*\\?)',
  'instructions?|to-?do (?:list|items?)|take care of|deal with|see to|do [a-z]+-\\d+(?= and\\b|[.,;!]|$)',
  'like (?:it|\\w+ \\w+) says?',
  `${MEANT}${DO} what(?:ever)?(?! (?:i|we|you)\\b)(?: [^ .,;!?]+){1,6} ${SAYS}`,
  `${MEANT}${DO} what(?:ever)?(?! (?:i|we|you)\\b)(?: [^ .,;!?]+){1,4} (?:have|has|need|needs|is|are) to\\b`,
  `${MEANT}${DO} what(?:ever)? (?:else )?is (?:needed|necessary|required|due|asked)`,
  '(?:has|have) (?:all )?the (?:steps|instructions)|(?:rules|steps) are (?:here|there|in|on|at)',
  '(?:has|have|is|there is|see|use) (?:a|the|our|its) (?:[\\w-]+ ){0,2}' +
    '(?:guide|checklist|runbook|procedure|how-?to) (?:in|at|on|under|for)',
  `${MEANT}${NOT_OURS}do the things? (?:that|which) (?:is|are) (?:on|in)`,
  `${MEANT}do (?:the|my|our|his|her|your) (?:[\\w'’-]+ ){0,2}${PART}` +
    '(?= (?:that|which|from|in|of|on|with)\\b|[.,;!]|$)',
  `${MEANT}follow (?:its|his|her|their|the) (?:[\\w-]+ ){0,2}(?:hints?|advice|recommendations?|tips?)`,
  'what(?:ever)? (?:it|he|she|they|\\w+) (?:says?|asks?|wants?|needs?|requests?|requires?)',
  'what(?:ever)? (?:\\S+ ){1,3}(?:asks?|asked|requested|wanted) (?:for|me|us|to)',
  '(?:the|any|all|each|every)(?: [\\w-]+){1,4} (?:asked|requested|wanted) (?:for|me to|us to|to)',
  '(?!(?:i|we|you)\\b)\\w+ (?:asks?|requests?|wants?) (?:for|me|us|to)',
  'following (?:its|the|their)',
].join('|');
const SOURCE =
  '(?:e-?mail|mail|letter|note|notice|message|page|site|doc(?:s|ument)?|file|guide|thread|ticket|issue|' +
  'post|terms|readme)';
/** What follows is more than to tell somebody what it says. */
const NOT_TOLD =
  '(?!(?:then |please )?(?:tell|let|summari[sz]e|send|give|show|report|write|list|explain|say|reply|answer|' +
  'forward|compare|count|note|see|check|find|mail|e-?mail|post|put|save|remember|translate)\\b)[a-z]';
const IN_DETAIL =
  '(?:apply|run|execute|implement) (?:the|that|those|its|his|her|their) (?:[\\w-]+ ){1,3}(?:from|in|of|on)|' +
  'according(?:ly)?|(?:find out|look up|search)(?: [\\w-]+){0,3} how to|' +
  '(?:as|the way|that|which)(?! (?:i|we|you)\\b)(?: [\\w."\'#/-]+){1,9} ' +
  '(?:says?|tells?|describes?|explains?|states?|specif(?:y|ies)|outlines?|prescribes?|requires?|writes?)|' +
  '(?:(?<!\\bas (?:\\w+ ){1,3})as|the way)(?! (?:many|much|soon|long|far|often|well|i|we|you)\\b)' +
  '(?: [\\w."\'#/-]+){1,6} (?:asks?|suggests?|wants?(?: (?:it|them))?(?= *(?:[.,;!]|$)| and\\b))|' +
  'by (?:the|our|its|their|his|her|my) (?:[\\w-]+ ){0,2}(?:docs?|document|guide|checklist|' +
  'procedure|instructions|manual|runbook)|following \\S{1,200}?\\w[./]\\w+|' +
  `${MEANT}(?:read|see|check|look (?:at|in)|open|use) (?:the|their|his|her|its|my|our) (?:[\\w-]+ ){0,3}` +
  `${SOURCE}(?: [\\w'’.-]+){0,5},? and ${NOT_TOLD}|` +
  'the way (?:she|he|they|it) (?:wants?|needs?|likes?)|' +
  "as (?:in|per) (?:the|his|her|their|its|[\\w.-]+['’]s)|" +
  'as (?:(?:it|they) (?:is|are) )?(?:described|instructed|requested|stated|listed|asked|' +
  'mentioned|specified|outlined|explained)';
/** Neither the person nor the agent. */
const NOT_MINE =
  '\\b(?!(?:i|we|you|and|or|then|to|please|also|just|now|me|us|can|could|will|would|must|should|not|don|' +
  'the|a|an|my|our|your|his|her|their|any|each|every|of|in|on|for|with|from|no|phone)\\b)';
/** Somebody else says something, and the person wants it done so. */
const REPORTED =
  NOT_MINE +
  '\\w+["\'’)]? (?:wrote|writes|says?|tells?|told|names?|calls?|lists|gives?|gave|' +
  'proposes?|recommends?|announced|answered|mentions?)|' +
  '(?:sent|mailed|wrote|told|gave) (?:me|us)';
const DELEGATES = new RegExp(`\\b(?:${HANDED_OVER}|${IN_DETAIL}|${REPORTED})\\b`);
const HANDS_OVER = new RegExp(`\\b(?:${HANDED_OVER})\\b`);

/** What is not to be done. */
const BANNED =
  /\b(?:don['’]?t|do not|never)(?! (?:forget|hesitate|worry|wait|fail|miss)\b)[^.,;:!?\n]{0,80}/g;

/** It asks for an answer alone. */
const QUESTION = new RegExp(
  '(?<=^|[.!?] |\\n)(?:what|who|when|where|which|how|why|did|does|do|has|have|is|are|was|were)\\b' +
    '[^.!?]{0,300}\\?',
  'g',
);

function whatIsMeant(prompt: string): string {
  return fold(prompt).replaceAll(QUESTION, ' ').replaceAll(BANNED, ' ');
}

/** Whether a person's words leave something to what a source says, be it only how to do it. */
export function delegates(prompt: string): boolean {
  return DELEGATES.test(whatIsMeant(prompt));
}

const GOES_ON = new RegExp(
  '\\bfollow\\b|\\bhas (?:all )?(?:the )?(?:steps?|instructions?)\\b|' +
    '\\bhow to(?: [\\w-]+){1,3}: ?(?:https?://|www\\.)|' +
    '\\b(?:steps?|instructions?|checklist|procedure|guide|list|rest)\\b' +
    '[^.!?]{0,60}\\b(?:is|are|stands?|see|in|on|at|under)\\b',
);

/** Whether a source leaves it to another one what to do. */
export function passesOn(text: string): boolean {
  return delegates(text) || GOES_ON.test(fold(text));
}

const DOCUMENT = '(?:mdx?|txt|rst|adoc|org|pdf|docx?|odt|rtf|html?|csv|tsv|xlsx?|pptx?|ics|eml)';
/** A page, or a file: `Node.js` is neither, as far as is known. */
const PLACE = new RegExp(
  'https?://[^\\s"\'<>]{1,400}|(?<![\\w./@:-])(?:' +
    '(?:[\\w-]{1,60}\\.){1,6}[a-z]{2,20}(?::\\d{1,5})?/[^\\s"\'<>]{1,400}|' +
    `~?/?(?:[\\w.-]{1,80}/){0,12}[\\w-]{1,80}(?:\\.[\\w-]{1,20}){0,3}\\.${DOCUMENT}(?![\\w@/-])|` +
    '~?/?(?:[\\w.-]{1,80}/){1,12}[\\w-]{1,80}\\.[a-z][a-z0-9]{0,5}(?![\\w@/-]))',
  'g',
);
const DELEGATED = new RegExp(DELEGATES, 'g');
/** Characters in the same sentence, after what is left to somebody. */
const SOON = 60;
const ENDS = /[,;]|[.!?:](?= )/;
/** More is not told apart. */
const MAX_WORDS = 65_536;
const MAX_LEFT = 64;

/** The only places that they leave anything to, as `placeOf` has them; null: to more than can be told. */
export function leftTo(prompt: string): readonly string[] | null {
  if (prompt.length > MAX_WORDS) return null;
  const meant = whatIsMeant(prompt);
  const places = [...meant.matchAll(PLACE)];
  const left = [...meant.matchAll(DELEGATED)];
  if (left.length === 0 || left.length > MAX_LEFT || places.length > MAX_LEFT) return null;
  const found = left.map(({ 0: words, index }) => {
    const end = index + words.length;
    const isIts = (at: number, to: number): boolean =>
      to > index && at <= end + SOON && !ENDS.test(meant.slice(end, Math.max(at, end)));
    return places.flatMap(({ 0: place, index: at }) =>
      isIts(at, at + place.length) ? placeOf(withoutEnd(place, '.,;:!?)')) : [],
    );
  });
  return found.every((some) => some.length > 0) ? found.flat() : null;
}

/** However it is reached. */
function placeOf(text: string): string {
  const plain = fold(text).replace(/^https?:\/\/(?:www\.)?|^www\.|^~?\//, '');
  return withoutEnd(plain.replace(/#.*$/s, ''), '/');
}

/**
 * Whether a text leads to a place, as `leftTo` gives it: `/home/ann/docs/setup.md` is `docs/setup.md`. What
 * is below a page is meant, too, but where anybody may have a page.
 */
export function isPlace(text: string, place: string): boolean {
  const all = placeOf(text);
  const own = place.includes('?') ? all : withoutEnd(all.replace(/\?.*$/s, ''), '/');
  const host = /^[^/?]+\.[a-z]{2,}(?=(?::\d+)?[/?])/.exec(place)?.[0];
  if (host !== undefined) return own === place || (!isShared(host) && own.startsWith(`${place}/`));
  return own.endsWith(place) && !/[\w.-]/.test(own.at(-place.length - 1) ?? ' ');
}

/** Whether they leave to it what to do, too. */
export function handsOver(prompt: string): boolean {
  return HANDS_OVER.test(whatIsMeant(prompt));
}
