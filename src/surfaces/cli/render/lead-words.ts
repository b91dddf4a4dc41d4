// What is said of where an address leads is said in the same words wherever people read it.

import type { Lead } from '../../http/contract/approval.ts';

type Said = Pick<Lead, 'trust' | 'known'>;

const TRUST_WORDS: { readonly [trust in Lead['trust']]: string } = {
  own: "the organisation's own",
  listed: 'on the list of known hosts',
  seen: 'addressed before in this task',
  new: 'never addressed in this task',
  unknown: 'no host that can be read for sure',
};

/** How far an address is trusted, and whether the agent was there before. */
export function leadWords({ trust, known }: Said): string {
  if (trust === 'own' || trust === 'listed') return TRUST_WORDS[trust];
  return `${TRUST_WORDS[trust]}; ${known ? 'the agent was there before' : 'new to the agent'}`;
}
