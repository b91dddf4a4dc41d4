// Whoever hands over a program decides what it does: a tool that takes one may do anything that its system
// can.

import { textOf } from '../member.ts';
import { wordSet } from '../words.ts';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import type { Field } from './fields.ts';

const PROGRAM = wordSet('sql script shell command cmd bash code program bytecode javascript python js');
const STATEMENT = wordSet('query statement statements expression queries');
/** A program only where something says in which language. */
const SNIPPET = wordSet('function functions expression snippet source');
const LANGUAGE = /\b(?:javascript|python|typescript|ruby|lua|code)\b/i;
const SQL = /\bSQL\b|\bSELECT\b|\bcypher\b/i;
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
export function programSigns(fields: readonly Field[], description: string): Claim[] {
  return fields.flatMap((field): Claim[] => {
    const { name, words, schema, choices } = field;
    if (NO_TEXT.has(textOf(schema['type'])) || choices.length > 0) return [];
    const last = words.at(-1) ?? '';
    const because = `it takes a program as ${name}`;
    const speaksSql = SQL.test(`${field.description} ${description}`);
    if (last === 'sql' || (STATEMENT.has(last) && speaksSql)) return claimsOf(DATABASE, because);
    const told = `${field.description} ${description}`;
    if (SNIPPET.has(last) && LANGUAGE.test(told)) return claimsOf(SYSTEM, because);
    if (
      !PROGRAM.has(last) ||
      (last === 'code' && (isTypedIn(field) || SAID_TYPED_IN.test(description))) ||
      last === 'expression'
    )
      return [];
    return claimsOf(last === 'bytecode' ? ['execute'] : SYSTEM, because);
  });
}

/** A code of a country, a currency, an access: something short that stands for something. */
function isTypedIn({ words, description }: Field): boolean {
  const own =
    words.length > 1 && !words.some((word) => /^(?:source|python|js|program|javascript)$/.test(word));
  return own || (description.toLowerCase().match(/[a-z-]+/g) ?? []).some((word) => TYPED_IN.has(word));
}

const METHOD = wordSet('method http_method httpmethod verb');
const PLACE = wordSet('endpoint path url uri route');

/** A request of any method to any place of an API: it may do whatever the API can. */
export function dispatcherSigns(fields: readonly Field[]): Claim[] {
  const method = fields.find(({ name }) => METHOD.has(name.toLowerCase()));
  if (method === undefined || !fields.some(({ words }) => PLACE.has(words.at(-1) ?? ''))) return [];
  const choices = method.choices.map((choice) => choice.toUpperCase());
  const because = 'it makes any request of an API';
  if (choices.length > 0 && choices.every((each) => each === 'GET' || each === 'HEAD')) {
    return claimsOf(['read'], because);
  }
  const isHttp = choices.length === 0 || choices.some((each) => /^(?:GET|POST|PUT|PATCH)$/.test(each));
  return isHttp ? claimsOf(['execute', 'read', 'write', 'delete', 'admin'], because) : [];
}
