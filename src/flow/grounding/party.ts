// Whoever acts or receives is known again however they are written: by what leads to them, and nothing else.

import { addressesOf } from './atom.ts';
import { compact, fold } from './fold.ts';
import { accountsIn } from './shape.ts';

export interface PartyKey {
  readonly key: string;
  /** An account or a mailbox leads to the same at every connector; any other name is that of one. */
  readonly isEverywhere: boolean;
}

/** Of accounts with their country, without signs. */
const IBAN = /^[a-z]{2}\d{2}[a-z\d]{11,30}$/;
/** An account or a telephone; fewer digits are anybody's. */
const NUMBER = /^\d{8,34}$/;

const FORMS =
  'ltd limited llc llp lp plc inc incorporated corp corporation co company pty pvt gmbh ag kg ug ohg ' +
  'sarl sas sasu sa srl spa snc sro bv nv oy ab as aps kft';
/** What companies are in law, and signs between two such words: people leave them out. */
const LEGAL_FORMS = new Set(['', ...FORMS.split(' ')]);

/** Under which those are found again whom a value of an argument names, each once. */
export function partyKeysOf(text: string): readonly PartyKey[] {
  const { emails } = addressesOf(text);
  const folded = fold(text);
  const bare = compact(folded);
  const accounts = isAccount(bare) ? [bare] : accountsIn(text).map((one) => compact(fold(one)));
  const known = [...new Set([...emails.map((one) => `@:${one}`), ...accounts.map(accountKey)])];
  if (known.length > 0) return known.map((key) => ({ key, isEverywhere: true }));
  const name = compact(withoutForm(folded));
  return [{ key: `=:${name === '' ? folded : name}`, isEverywhere: false }];
}

/** A company's name, without what it is in law. */
function withoutForm(folded: string): string {
  const words = folded.split(/[\s,]+/).filter((word) => word !== '');
  const last = words.findLastIndex((word) => !LEGAL_FORMS.has(compact(word)));
  return last < 0 ? folded : words.slice(0, last + 1).join(' ');
}

function isAccount(bare: string): boolean {
  return IBAN.test(bare) || NUMBER.test(bare);
}

/** What is a number loses the zeros that it begins with. */
function accountKey(bare: string): string {
  return `i:${bare.replace(/^0+(?=\d+$)/, '')}`;
}
