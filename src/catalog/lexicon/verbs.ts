// A word is a verb only where the tables say so, in whatever form it stands.

import { plainForms, wordSet } from '../words.ts';
import { DOUBTFUL_VERBS, SURE_VERBS } from './verb-table.ts';
import type { VerbKind } from './verb-table.ts';

export interface Verb {
  readonly kind: VerbKind;
  /** Hardly ever a noun or an adjective in the name of a tool: it counts wherever it stands. */
  readonly sure: boolean;
}

export interface KnownVerb {
  readonly verb: Verb;
  readonly plain: string;
}

const VERBS: ReadonlyMap<string, Verb> = index();
/** Any other word has one form. */
const INFLECTED = /(?:s|ed|ing)$/;

const BY_ITSELF = 'auto';

/** What a verb in its plain form does; undefined where the word says nothing. */
export function verbOf(word: string): Verb | undefined {
  return VERBS.get(word) ?? byItself(word);
}

/** `autoforward` forwards. */
function byItself(word: string): Verb | undefined {
  const verb = word.startsWith(BY_ITSELF) ? VERBS.get(word.slice(BY_ITSELF.length)) : undefined;
  return verb?.sure === true ? verb : undefined;
}

/** The verb that a word of a sentence is a form of: deletes, deleted, deleting, modifies. */
export function verbIn(word: string): KnownVerb | null {
  const own = verbOf(word);
  if (own !== undefined) return { verb: own, plain: word };
  if (!INFLECTED.test(word)) return null;
  for (const plain of plainForms(word)) {
    const verb = verbOf(plain);
    if (verb !== undefined) return { verb, plain };
  }
  return null;
}

/** A word that stands in both tables is sure. */
function index(): Map<string, Verb> {
  const verbs = new Map<string, Verb>();
  for (const sure of [true, false]) {
    for (const [kind, words] of Object.entries(sure ? SURE_VERBS : DOUBTFUL_VERBS)) {
      for (const word of wordSet(words)) {
        if (!verbs.has(word)) verbs.set(word, { kind: kind as VerbKind, sure });
      }
    }
  }
  return verbs;
}
