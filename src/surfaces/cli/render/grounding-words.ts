// What is said of where a value comes from is said in the same words wherever people read it.

import type { GroundedArgumentView } from '../../http/contract/grounding.ts';

type Said = Pick<GroundedArgumentView, 'level' | 'match' | 'instructed'>;
type Source = GroundedArgumentView['sources'][number];

const LEVEL_WORDS: { readonly [level in Said['level']]: string } = {
  person: "a person's own words",
  approved: 'approved in this task',
  trusted: 'a field that the organisation or the owner of the account writes',
  named: 'a source that the person named',
  untrusted: "nobody's words: it stands only in what anybody could have written",
  unseen: "nobody's words: it was seen nowhere",
};

const INSTRUCTED = 'a text there asks for it';

/** What is known of a value, or of the worst that a text leads to. */
export function groundingWords({ level, match, instructed }: Said): string {
  const how = match === 'derived' ? ', decoded, joined or made to look alike' : '';
  const told = level === 'unseen' && match === 'embedded' ? 'it has a link that was seen nowhere' : null;
  return `${told ?? LEVEL_WORDS[level]}${how}${instructed ? `; ${INSTRUCTED}` : ''}`;
}

/** What the scan found where a value was seen, and who wrote it without anybody's word; null: nothing. */
export function findingWords({ findings = [], writtenBy = [] }: Source): string | null {
  const others = findings.filter((rule) => rule !== GIVES_ORDERS);
  const words = [
    ...(findings.includes(GIVES_ORDERS) ? ['it gives orders to the model'] : []),
    ...(others.length === 0 ? [] : [`the scan found ${others.join(', ')}`]),
    ...(writtenBy.length === 0
      ? []
      : [`nobody vouched for what was written there in ${writtenBy.join(', ')}`]),
  ];
  return words.length === 0 ? null : words.join('; ');
}

const GIVES_ORDERS = 'gives-orders';
