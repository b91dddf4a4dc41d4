// What a tool may do is never guessed too small: each sign of an effect adds it, and no sign takes one away.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Effect } from '../kernel/state.ts';
import { argumentSigns, selectorSigns } from './arguments.ts';
import { objectOf, textOf } from './member.ts';
import type { Sign } from './sign.ts';
import { verbOf } from './verbs.ts';
import { clausesOf, plainForm, wordsOf } from './words.ts';

export interface Inference {
  /** What the name says first, then the rest. */
  readonly effects: readonly Effect[];
  /** Why, for the person who admits it. */
  readonly evidence: string;
}

/**
 * Infers a tool's effects from its name, description, schema and annotations: general words and structure
 * only. Annotations can make a tool more dangerous and never less. Without any sign the effect is
 * `unknown`.
 */
export function inferEffects(name: string, definition: JsonObject): Inference {
  const properties = objectOf(objectOf(definition['inputSchema'])['properties']);
  const description = textOf(definition['description']);
  const named = nameSigns(name);
  const chosen = selectorSigns(properties, nameSigns);
  const said = descriptionSigns(description, named.length + chosen.length === 0);
  const hinted = hintSigns(objectOf(definition['annotations']));
  const verbs = [...named, ...chosen, ...said];
  const base: Sign[] =
    verbs.length > 0 ? verbs : [{ effect: 'unknown', because: 'nothing says what it does' }];
  const first = verbs[0]?.effect ?? 'unknown';
  const signs = [...base, ...objectSigns(name, first), ...argumentSigns(properties, description), ...hinted];
  const effects = [...new Set(signs.map(({ effect }) => effect))];
  const evidence = effects.map((effect) => signs.find((sign) => sign.effect === effect)?.because);
  return {
    effects: named.length > 0 ? effects : effects.toSorted(readsLast),
    evidence: effects.map((effect, index) => `${effect}: ${evidence[index]}`).join('; '),
  };
}

function readsLast(a: Effect, b: Effect): number {
  return Number(a === 'read') - Number(b === 'read');
}

/**
 * The verbs of a name: all sure ones, and doubtful ones that lead, follow "and" or "or", or stand alone.
 * A doubtful one that only stands alone is no sign of reading: in `zap_preview` it is as likely what the
 * other word is done to.
 */
function nameSigns(name: string): Sign[] {
  const words = wordsOf(name);
  const sure = words.some((word) => verbOf(word)?.sure);
  return words.flatMap((word, index) => {
    const verb = verbOf(word);
    const leads = index === 0 || /^(?:and|or)$/.test(words[index - 1] ?? '');
    if (!verb || (sure && !verb.sure && !leads)) return [];
    const effects = verb.effects.filter((effect) => effect !== 'read' || verb.sure || leads);
    return effects.map((effect) => ({ effect, because: `"${word}" in the name` }));
  });
}

const NEGATIONS =
  /^(?:not|never|no|without|cannot|.*n't|instead|than|before|after|avoid|if|when|where|that)$/;

/**
 * The verbs of a description: the first word where nothing else tells, plain forms at the start of a
 * clause or after "and", "or", "then", "also", "will", and third persons ("deletes") anywhere, unless
 * negated shortly before. Reading is taken from the first word only: everything reads something.
 */
function descriptionSigns(description: string, alone: boolean): Sign[] {
  const clauses = clausesOf(description);
  const opening = alone ? openingSigns(clauses[0] ?? []) : [];
  const others = clauses.flatMap((words) =>
    words.flatMap((word, index) => {
      const plain = plainForm(word);
      const verb = verbOf(plain);
      const before = words.slice(Math.max(0, index - 4), index);
      const leads = index === 0 || /^(?:and|or|then|also|will)$/.test(words[index - 1] ?? '');
      if (!verb?.sure || !(leads || plain !== word) || before.some((near) => NEGATIONS.test(near))) return [];
      const effects = verb.effects.filter((effect) => effect !== 'read');
      return effects.map((effect) => ({ effect, because: `"${word}" in the description` }));
    }),
  );
  return [...opening, ...others];
}

function openingSigns(words: readonly string[]): Sign[] {
  const [word = ''] = words;
  const effects = verbOf(plainForm(word))?.effects ?? [];
  return effects.map((effect) => ({ effect, because: `the description begins with "${word}"` }));
}

const ADDRESSED = /^(?:message|comment|reply|email|mail|invitation|invite|notification|tweet|dm|reaction)s?$/;
const AUTHORITY = /^(?:permission|role|admin|acl|privilege|member|membership|collaborator)s?$/;

/**
 * What is made or changed tells more than the verb: a new comment is sent, a changed role is
 * administration.
 */
function objectSigns(name: string, first: Effect): Sign[] {
  if (first === 'read') return [];
  return wordsOf(name).flatMap((word): Sign[] => {
    if (ADDRESSED.test(word)) return [{ effect: 'send', because: `people are reached by a ${word}` }];
    return AUTHORITY.test(word) ? [{ effect: 'admin', because: `"${word}" is about who may do what` }] : [];
  });
}

function hintSigns(annotations: { readonly [name: string]: Json }): Sign[] {
  const signs: Sign[] = [];
  if (annotations['destructiveHint'] === true)
    signs.push({ effect: 'delete', because: 'its vendor says destructive' });
  if (annotations['readOnlyHint'] === false)
    signs.push({ effect: 'write', because: 'its vendor says not read-only' });
  return signs;
}
