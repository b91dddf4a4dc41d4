// Who follows a source follows its author. An aside in brackets that brings a value or an order, and what
// stands under the label of a machine or of a later note, is another voice: nobody named that one.

import { withoutEnd } from './fold.ts';
import { sentencesOf } from './orders.ts';

const BRACKETED =
  /\{\{[^{}]*\}\}|<!--(?:(?!<!--)[^>])*-->|\[[^[\]]*\](?!\()|(?<!\])\([^()]*\)|(?<=\S)[ \t]+#[ \t][^\n]*/gu;
/** An aside of fewer brings nothing. */
const MIN_WORDS = 3;
const SPLIT = /[^\p{L}\p{N}@.'’-]+/u;

const PREFIX = "(?:[\\p{L}\\d'’]{1,30}[ _-]){0,3}";
const MACHINE =
  `${PREFIX}(?:bots?|ai|agents?|assistants?|system|scheduler|automation|importer|macro|autopilot|` +
  'parser|crawler|auto(?:[- ]?\\p{L}{1,30})?)(?: \\p{L}{1,30}){0,3}';
const NOTE =
  `(?:[\\p{L}\\d'’]{1,30}[ _-]){1,3}(?:notes?|notice|update|correction|addendum)|p\\.?s\\.?|` +
  '(?:notes?|hints?) (?:to|for) (?:[\\p{L}-]{1,30} ){0,3}(?:tools?|scripts?|software|systems?|readers?)';
/** In capitals they announce what was not so before. */
const SHOUTED = '(?:NEW|UPDATED?|CORRECTION|CORRECTED|NOTICE|U(?:RGENT|rgent)|WARNING|ATTENTION|PS|P\\.S\\.)';
const BEGINNING = '(?:^|[.!?;>|—–(){}[\\]\\n"“,]\\s?|\\s[-:]{1,2}\\s)';
const END = '(?: \\([^()\\n]{1,60}\\))?\\s?:(?=\\s)';
const LABELLED = new RegExp(`${BEGINNING}(?:${MACHINE}|${NOTE})${END}`, 'iu');
const POSTSCRIPT = new RegExp(`${BEGINNING}(?:[Pp]\\. ?[Ss]\\.|PS[.:]?|P\\.?P\\.?S\\.?)(?=\\s)`, 'u');
const ANNOUNCED = new RegExp(`${BEGINNING}${SHOUTED}${END}`, 'u');

const IS_MACHINE = new RegExp(`^(?:${MACHINE}|(?:web)?hooks?)(?:[:/ ].{0,60})?$`, 'iu');

/** Whether whoever is said to have written something is none of the people. */
export function isMachine(author: string): boolean {
  return IS_MACHINE.test(author.trim());
}

export interface Voices {
  /** Of the author. */
  readonly own: string;
  /** Of somebody else, who asks for something or is not the author by a label. */
  readonly others: readonly string[];
  /** Added in brackets, and asking for nothing: whoever added it. */
  readonly asides: readonly string[];
}

export function voicesIn(text: string): Voices {
  const others: string[] = [];
  const asides: string[] = [];
  const marked = text.replaceAll(BRACKETED, (aside) => {
    if (aside.split(SPLIT).filter((word) => word !== '').length < MIN_WORDS) return aside;
    const isOrder = isOrdering(aside);
    if (!isOrder && !/\d|@|:\/\//.test(aside)) return aside;
    (isOrder ? others : asides).push(aside.slice(1, -1));
    return isOrder && THIS.test(aside) ? ` ${ABOUT_THIS} ` : ' ';
  });
  // `(pay this in full)` is asked of the sentence that it stands in.
  const rest = marked.includes(ABOUT_THIS) ? marked.split(ENDS).map(spoken).join('') : marked;
  function spoken(sentence: string): string {
    if (!sentence.includes(ABOUT_THIS)) return sentence;
    others.push(sentence.replaceAll(ABOUT_THIS, ' '));
    return ' ';
  }
  const own = rest.split(/(?<=\n[ \t]*\n)/).map((paragraph) => {
    const starts = [LABELLED, ANNOUNCED, POSTSCRIPT]
      .map((label) => paragraph.search(label))
      .filter((at) => at >= 0);
    if (starts.length === 0) return paragraph;
    const at = Math.min(...starts);
    others.push(paragraph.slice(at));
    return paragraph.slice(0, at);
  });
  return { own: own.join('').trim(), others, asides };
}

const ABOUT_THIS = '\u0001';
/** What stands beside it. */
const THIS = /\b(?:this|these|it|them)\b/i;
const ENDS = /((?:[.!?;](?=\s)|\n)+)/u;

/** It asks for something, or a machine says it. */
function isOrdering(aside: string): boolean {
  const bare = withoutEnd(aside.replace(/^[({[]+/, ''), ')}]');
  return LABELLED.test(bare) || sentencesOf(bare).some(({ isOrder }) => isOrder);
}
