// Who follows a source follows its author. An aside in brackets that brings a value or an order, and what
// stands under the label of a machine or of a later note, is another voice: nobody named that one.

import { withoutEnd } from './fold.ts';
import { sentencesOf } from './orders.ts';

const BRACKETED = /\{\{[^{}]*\}\}|<!--(?:(?!<!--)[^>])*-->|\[[^[\]]*\](?!\()|(?<!\])\([^()]*\)/gu;
const MIN_WORDS = 3;

const PREFIX = "(?:[\\p{L}\\d_'’]{1,30}[ -]){0,3}";
const MACHINE =
  `${PREFIX}(?:bots?|ai|agents?|assistants?|system|scheduler|automation|importer|macro|autopilot|` +
  'parser|crawler|auto(?:[- ]?\\p{L}{1,30})?)(?: \\p{L}{1,30})?';
const NOTE = `(?:[\\p{L}\\d'’]{1,30}[ _-]){1,3}(?:notes?|notice|update|correction|addendum)|p\\.?s\\.?`;
/** In capitals they announce what was not so before. */
const SHOUTED = '(?:NEW|UPDATED?|CORRECTION|CORRECTED|NOTICE|URGENT|WARNING|ATTENTION|PS|P\\.S\\.)';
const BEGINNING = '(?:^|[.!?;>|—–(){}[\\]\\n"“,]\\s?|\\s[-:]{1,2}\\s)';
const END = '(?: \\([^()\\n]{1,60}\\))?\\s?:(?=\\s)';
const LABELLED = new RegExp(`${BEGINNING}(?:${MACHINE}|${NOTE})${END}`, 'iu');
const ANNOUNCED = new RegExp(`${BEGINNING}${SHOUTED}${END}`, 'u');

export interface Voices {
  /** Of the author. */
  readonly own: string;
  /** Of somebody else. */
  readonly others: readonly string[];
}

export function voicesIn(text: string): Voices {
  const others: string[] = [];
  const rest = text.replaceAll(BRACKETED, (aside) => {
    if (!isForeign(aside)) return aside;
    others.push(aside.slice(1, -1));
    return ' ';
  });
  const own = rest.split(/(?<=\n[ \t]*\n)/).map((paragraph) => {
    const starts = [LABELLED, ANNOUNCED].map((label) => paragraph.search(label)).filter((at) => at >= 0);
    if (starts.length === 0) return paragraph;
    const at = Math.min(...starts);
    others.push(paragraph.slice(at));
    return paragraph.slice(0, at);
  });
  return { own: own.join('').trim(), others };
}

/** It brings something that could be used, or asks for something. */
function isForeign(aside: string): boolean {
  const words = aside.split(/[^\p{L}\p{N}@.'’-]+/u).filter((word) => word !== '');
  if (words.length < MIN_WORDS) return false;
  const bare = withoutEnd(aside.replace(/^[({[]+/, ''), ')}]');
  return /\d|@|:\/\//.test(aside) || LABELLED.test(bare) || sentencesOf(bare).some(({ isOrder }) => isOrder);
}
