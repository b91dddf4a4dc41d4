// Where something goes may be left to a source in so many words: "the link in Ann's mail", "his account is in
// there". Then the one that the source has is meant; of several nobody knows which.

import { addressesOf } from './atom.ts';
import { fold } from './fold.ts';
import { accountsIn } from './shape.ts';

export type Whereabouts = 'site' | 'email' | 'account';

/** Where people live is no place for a message. */
const ADDRESS = '(?<!\\b(?:new|old|home|postal|street|shipping|delivery|billing|mailing|office) )address';
const KINDS: { readonly [kind in Whereabouts]: string } = {
  site: `link|url|page|(?:web ?)?site|web address|${ADDRESS}|form|portal`,
  email: `e-?mail address|${ADDRESS}|contact`,
  account: '(?:bank )?account(?: number)?|iban|(?:bank|payment) details',
};
const WORDS = '(?:[\\w.,/\'’"-]{1,60} ){0,5}?';
const SOURCE =
  '(?:e-?mail|mail|message|letter|note|file|post|thread|chat|doc(?:ument)?|invoice|bill|page|ticket|issue|' +
  'event|invitation|confirmation|article|readme|description|there|it|[\\w/-]{1,60}\\.\\w{2,4})\\b';
const SAID =
  '(?:names?|named|gives?|gave|sends?|sent|mailed|mentions?|mentioned|lists?|listed|wrote|writes|posted|' +
  'shared|states?|stated|specified|put)\\b';
const NOT_MINE = '(?!(?:i|we|you)\\b)';

const LEFT: readonly (readonly [Whereabouts, RegExp])[] = (Object.keys(KINDS) as Whereabouts[]).map(
  (kind) => [
    kind,
    new RegExp(
      `\\b(?:${KINDS[kind]})s? (?:` +
        `(?:given |listed |named |mentioned |stated |shown )?(?:in|from|on|inside) ${WORDS}${SOURCE}|` +
        `(?:is|are|stands?) in ${WORDS}${SOURCE}|` +
        `(?:that |which )?${NOT_MINE}(?:the )?[\\w'’-]{1,40} ${SAID})` +
        (kind === 'email' ? '|\\bwhere (?:he|she|they) (?:wants?|asks?|says?|prefers?)\\b' : '') +
        (kind === 'site' ? `|\\b(?:fill (?:in|out)|submit|complete) (?:their|his|her|its) form\\b` : ''),
    ),
  ],
);

const DUE =
  'it|that|this|them|invoices?|bills?|fees?|dues|share|deposit|rent|membership|subscription|' +
  'contribution|part';
/** An invoice says where to. */
const PAYS = new RegExp(`\\b(?:pay|settle|transfer|wire)\\b[^.!?]{0,60}\\b(?:${DUE})\\b`);
const SAYS_WHERE = /\b(?:accounts?|iban)\b/;

/** What of it the person's words leave to what they have read. */
export function leftToSources(prompts: readonly string[]): ReadonlySet<Whereabouts> {
  const said = prompts.map(fold);
  const left = LEFT.flatMap(([kind, words]) => (said.some((one) => words.test(one)) ? [kind] : []));
  const isPaying = said.some((one) => PAYS.test(one)) && !said.some((one) => SAYS_WHERE.test(one));
  return new Set(isPaying ? [...left, 'account'] : left);
}

/** The one of each kind that these texts have; none of what they have several of. */
export function onlyOnes(texts: readonly string[], left: ReadonlySet<Whereabouts>): readonly string[] {
  if (left.size === 0) return [];
  const found = texts.map((text) => ({ ...addressesOf(text), accounts: accountsIn(text) }));
  const kinds: { readonly [kind in Whereabouts]: readonly string[] } = {
    site: found.flatMap(({ sites }) => sites),
    email: found.flatMap(({ emails }) => emails),
    account: found.flatMap(({ accounts }) => accounts),
  };
  return [...left].flatMap((kind) => {
    const all = [...new Set(kinds[kind])];
    return all.length === 1 ? all.map((one) => (kind === 'site' ? `https://${one}` : one)) : [];
  });
}
