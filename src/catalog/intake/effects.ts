// What a phrase does to the world is looked up, never composed: a verb without a noun does what it does at
// most.

import type { Effect } from '../../kernel/effect.ts';
import { EFFECT_RULES } from '../lexicon/effect-rules.ts';
import { nounKinds } from '../lexicon/nouns.ts';
import type { VerbKind } from '../lexicon/verb-table.ts';
import { singular, wordSet } from '../words.ts';
import type { Phrase } from './phrase.ts';

interface Rule {
  readonly verbs: ReadonlySet<string> | null;
  readonly head: ReadonlySet<string> | null;
  readonly any: ReadonlySet<string> | null;
  readonly not: ReadonlySet<string> | null;
  readonly does: readonly Effect[];
}

const RULES: ReadonlyMap<VerbKind, readonly Rule[]> = index();

/** The effects of a phrase, the one that matters most first; empty where it says nothing by itself. */
export function effectsOf({ verb, plain, objects, head }: Phrase): readonly Effect[] {
  const beside = tokensOf(objects);
  const last = tokensOf([head]);
  const rule = (RULES.get(verb.kind) ?? []).find(
    ({ verbs, head: heads, any, not }) =>
      (verbs === null || verbs.has(plain)) &&
      (heads === null || meet(heads, last)) &&
      (any === null || meet(any, beside)) &&
      (not === null || !meet(not, beside)),
  );
  return rule?.does ?? [];
}

/** Each word, as it is and in the singular, and the kinds of noun that it is. */
export function tokensOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.flatMap((word) => [word, singular(word), ...[...nounKinds(word)].map((kind) => `@${kind}`)]),
  );
}

function meet(wanted: ReadonlySet<string>, found: ReadonlySet<string>): boolean {
  for (const token of found) if (wanted.has(token)) return true;
  return false;
}

function index(): Map<VerbKind, Rule[]> {
  const rules = new Map<VerbKind, Rule[]>();
  const setOf = (words: string | undefined): ReadonlySet<string> | null =>
    words === undefined ? null : wordSet(words);
  for (const { kind, verbs, head, any, not, does } of EFFECT_RULES) {
    const rule = { verbs: setOf(verbs), head: setOf(head), any: setOf(any), not: setOf(not), does };
    rules.set(kind, [...(rules.get(kind) ?? []), rule]);
  }
  return rules;
}
