// A request is honest in a letter, but what it asks for is only what its author wants: the person's words
// alone hand something over to it.

import { fold } from './fold.ts';

const VERBS = (
  'send transfer pay wire forward e-?mail mail share post publish delete remove erase grant give ' +
  'invite add change update modify set reset visit open navigate click go buy purchase order book ' +
  'reserve schedule cancel withdraw deposit download upload run execute install call reply respond ' +
  'create make move copy unlock lock disable enable turn dispatch retrieve fetch get find search ' +
  'look sell place submit write upgrade access use replace redirect initiate start stop approve ' +
  'accept merge push commit star fork clone provide show check view export extract append rename ' +
  'register subscribe unsubscribe say tell contact message text dm log sign ' +
  'ship refund reimburse charge return redeem apply waive reissue resend reroute assign reassign close ' +
  'reopen escalate resolve archive restore import migrate scale deploy restart reboot roll revert rotate ' +
  'provision terminate suspend drop truncate wipe insert block unblock whitelist allow authori[sz]e raise ' +
  'lower increase decrease downgrade put resize shut ' +
  'remit silence mute hire retry include cc bcc blank prefer decide bill ' +
  'choose pick select patch settle link trust treat mark label enter fill confirm decode'
).replaceAll(' ', '|');
const AND = '(?:also|then|now|just|first|\\w+ly)[ ,]+';
const OPENING =
  '(?:also|then|next|finally|first|second|now|and|important|urgent|note|todo|action required|ps|p\\.s\\.|' +
  'hi|hello|hey)[ ,:.!-]+';
/** After an opening: `Hi Ann, …`. */
const NAME = /\w+[,:] +/y;
const PLEA =
  '(?:please|pl[sz]|kindly|just|you (?:must|should|need to|have to)|' +
  '(?:can|could|would|will) you(?: please)?|' +
  "make sure (?:to|you|that you)|be sure to|remember to|don't forget to|" +
  "i (?:want|need|would like|'d like) you to|" +
  "(?:it is|it's) (?:important|necessary|required) (?:to|that you)|help me(?: to)?)";
/** `Order id`, `book by …` name a thing. */
const NO_NOUN = '\\b(?! (?:has|have|had|is|was|were|are|by|of|id|date|name|type|status)\\b)';
/** One word alone, or the beginning of a longer name, asks for nothing. */
const ITS_OBJECT = '(?=[,:]? \\S)';
/** `Order A-12: …` says which one is spoken of. */
const NO_HEAD = '(?!order #?[\\w-]*\\d[\\w-]*:)';
const ORDERED = new RegExp(`${NO_HEAD}(?:${VERBS})${NO_NOUN}${ITS_OBJECT}`, 'y');
const PRELUDE = new RegExp(`(?<opening>${OPENING})|${PLEA}[ ,:]+|${AND}|\\d{1,2}[.)] `, 'y');
const PLEADING =
  '(?:please|pl[sz]|kindly|you (?:must|should|need to|have to)|(?:can|could|would) you|' +
  'make sure (?:to|you|that you)|be sure to|i (?:want|need|would like) you to|' +
  '(?:must|needs? to|has to|have to)(?: always| also| first| never)?)';
const PLEADED = new RegExp(`\\b${PLEADING}[ ,]+`, 'g');
const ADVERB = new RegExp(AND, 'y');
const ASKED = new RegExp(`(?:${VERBS})\\b`, 'y');

/** Payees and addresses are stolen so: the old one is right, another is to be used. */
const REDIRECTS = new RegExp(
  '\\b(?:instead|from now on|going forward|correction|no longer|overrid(?:es|ing)|supersed(?:es|ing)|' +
    'new (?:bank |payment )?(?:account|iban|details|address)|' +
    '(?:account|iban|details|address) (?:has|have) (?:changed|been)|' +
    '(?:clearing|verified|joint|trust) (?:account|partner))\\b',
);
/** So many digits are an account, a telephone, an address with its code. */
const ADDRESSED = /@|\d(?:[ -]?\d){4,}/;
const SPOKEN_OF = /\b(?:new|change[sd]?|changing|move[sd]?|moving|update[sd]?|correct(?:ed|ion)?|instead)\b/;

export interface Sentence {
  /** Folded. */
  readonly text: string;
  /** It says that something else than before is to be used to reach or pay somebody. */
  readonly isRedirect: boolean;
  /** It asks its reader to do something. */
  readonly isOrder: boolean;
}

export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  const parts = text.split(/((?<=[.!?;:])(?<!(?:^|\s)\p{Lu}\.)\s+(?=\P{Ll})|\n+)/u);
  for (let place = 0; place < parts.length; place += 2) {
    const part = parts[place]!;
    const sentence = fold(part);
    if (sentence === '') continue;
    // A line that is broken for its length goes on with what it asks for.
    const before = parts[place - 1] === '\n' && /^\s*\p{Ll}/u.test(part) ? found.at(-1) : undefined;
    const goesOn = before !== undefined && before.isOrder && !/[.!?;:]$/.test(before.text);
    const isRedirect = redirects(sentence, found.at(-1));
    found.push({ text: sentence, isRedirect, isOrder: goesOn || isOrder(sentence) || addsOrder(sentence) });
  }
  return found;
}

/** What is added in brackets, after a dash or a colon may be an order where the rest is none. */
const CLAUSE = new RegExp(
  '(?=[([{;<])|(?<=[)\\]}>:]) |(?= [—–-] )|(?<=(?:^| )[a-z]\\.) |' +
    `(?<=,) (?=(?:${VERBS}) (?:this|these|it|them|me|us)\\b|then )`,
);
const SIGNS = /^[^\p{L}]+/u;

/** In one sentence, or before a colon. */
function redirects(sentence: string, before: Sentence | undefined): boolean {
  if (!ADDRESSED.test(sentence)) return false;
  const announced = before?.text.endsWith(':') === true ? before.text : '';
  return REDIRECTS.test(sentence) || REDIRECTS.test(announced);
}

function addsOrder(sentence: string): boolean {
  return sentence.split(CLAUSE).some((clause) => isOrder(clause.replace(SIGNS, '')));
}

/** Nothing is gone back over: a sentence costs its length, whatever stands before the order. */
function isOrder(sentence: string): boolean {
  const before = matchAt(PROVIDED, sentence, 0);
  const isProvided = before !== null && opensWithOrder(sentence.slice(before[0].length));
  return isProvided || opensWithOrder(sentence) || isPolitelyAsked(sentence);
}

/** What an order is for, or when it is to be done, may stand before it. */
const PROVIDED = new RegExp(
  '(?:if|when(?:ever)?|whoever|before|after|once|until|while|unless|for|(?:in order )?to|so that|' +
    'as(?: soon as)?)\\b[^,]{1,120}, ?',
  'y',
);

function opensWithOrder(sentence: string): boolean {
  let at = sentence.search(/[a-z]/);
  let isOpened = false;
  while (at >= 0 && matchAt(ORDERED, sentence, at) === null) {
    const prelude: RegExpExecArray | null =
      matchAt(PRELUDE, sentence, at) ?? (isOpened ? matchAt(NAME, sentence, at) : null);
    if (prelude === null) return false;
    at += prelude[0].length;
    isOpened = prelude.groups?.['opening'] !== undefined;
  }
  return at >= 0;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function isPolitelyAsked(sentence: string): boolean {
  let pleaded = matchAt(PLEADED, sentence, 0);
  while (pleaded !== null) {
    let at = pleaded.index + pleaded[0].length;
    while (matchAt(ASKED, sentence, at) === null) {
      const adverb = matchAt(ADVERB, sentence, at);
      if (adverb === null) break;
      at += adverb[0].length;
    }
    if (matchAt(ASKED, sentence, at) !== null) return true;
    pleaded = matchAt(PLEADED, sentence, at);
  }
  return false;
}

/** Whether a person speaks of something new, so that it is no news to them. */
export function expectsChange(prompt: string): boolean {
  return SPOKEN_OF.test(fold(prompt));
}
