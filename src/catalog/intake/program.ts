// Whoever hands over a program decides what it does: a tool that takes one may do anything that its system
// can.

import { textOf } from '../member.ts';
import { wordSet, wordsOf } from '../words.ts';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import type { Field } from './fields.ts';

const PROGRAM = wordSet('sql script shell command cmd bash code program bytecode javascript python js');
const STATEMENT = wordSet('query statement statements expression queries');
/** A program only where something says in which language. */
const SNIPPET = wordSet('function functions expression snippet source');
const LANGUAGE = /\b(?:javascript|python|typescript|ruby|lua|code)\b/i;
const SQL =
  /\b(?:SQL|SELECT|INSERT|[Cc]ypher|CYPHER|[Gg]raphQL|[Gg]raphql|[Gg]remlin|SPARQL|[Ss]parql|sql)\b/;
const IS_RUN = /\b(?:execut|run|evaluat)\w*\b[^.]*\bcode\b/i;
/** What is said where a code is a program. */
const SPEAKS_OF_PROGRAMS = new RegExp(
  `\\b(?:${[
    'execut|run|evaluat|script|program|snippet|source|compil|interpret|sandbox|notebook|shell',
    'repl|python|java|typescript|function|lambda|cod(?:e|ing)\\b',
  ].join('|')})`,
  'i',
);
/** A command or a code that is chosen or typed in, not run. */
const TYPED_IN = wordSet(
  `digit verification confirmation country currency status error zip postal postcode access
    discount promo coupon iso language locale airport iata ticker symbol area product item sku
    reference tracking authorization oauth pin two-letter three-letter letter icd cpt diagnosis
    procedure station room department color colour redemption voucher`,
);
const SAID_TYPED_IN =
  /\b(?:access|verification|confirmation|country|currency|promo|discount|coupon|zip|postal|door) code/i;
const NO_TEXT = wordSet('boolean integer number');
const DATABASE = ['execute', 'read', 'write', 'delete'] as const;
const SYSTEM = ['execute', 'read', 'write', 'delete', 'send'] as const;

/** Signs of a program among the arguments. */
export function programSigns(name: string, fields: readonly Field[], description: string): Claim[] {
  return fields.flatMap((field): Claim[] => {
    const { words, schema, choices } = field;
    if (NO_TEXT.has(textOf(schema['type'])) || choices.length > 0) return [];
    const last = words.at(-1) ?? '';
    const because = `it takes a program as ${field.name}`;
    const speaksSql = SQL.test(`${field.description} ${description}`);
    if (last === 'sql' || (STATEMENT.has(last) && (speaksSql || words.includes('sql'))))
      return claimsOf(DATABASE, because);
    const told = `${field.description} ${description}`;
    if (SNIPPET.has(last) && LANGUAGE.test(told)) return claimsOf(SYSTEM, because);
    if (!PROGRAM.has(last) || last === 'expression') return [];
    if (last === 'code' && !isProgram(field, `${wordsOf(name).join(' ')}. ${description}`)) return [];
    return claimsOf(last === 'bytecode' ? ['execute'] : SYSTEM, because);
  });
}

/** Whether a field called a code holds one that runs, by what is said around it. */
function isProgram(field: Field, told: string): boolean {
  if (IS_RUN.test(told)) return true;
  if (isTypedIn(field) || SAID_TYPED_IN.test(told)) return false;
  return SPEAKS_OF_PROGRAMS.test(`${told} ${field.description}`) || field.words.length > 1;
}

/** A code of a country, a currency, an access: something short that stands for something. */
function isTypedIn({ words, description }: Field): boolean {
  const own =
    words.length > 1 && !words.some((word) => /^(?:source|python|js|program|javascript)$/.test(word));
  return own || (description.toLowerCase().match(/[a-z-]+/g) ?? []).some((word) => TYPED_IN.has(word));
}
