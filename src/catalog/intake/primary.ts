// What a tool mainly does: the name's verb, done to what name and description speak of; the description's
// where the name's is doubtful.

import type { Effect } from '../../kernel/effect.ts';
import type { VerbKind } from '../lexicon/verb-table.ts';
import { effectsOf } from './effects.ts';
import type { Field } from './fields.ts';
import type { Phrase } from './phrase.ts';

export interface Primary {
  readonly phrase: Phrase;
  readonly effects: readonly Effect[];
  readonly because: string;
}

/** A sentence about reading does not take these from a name. */
const GRAVE: ReadonlySet<Effect> = new Set(['spend', 'execute', 'admin', 'impersonate', 'approve', 'delete']);
/** An opening with such a verb says more than that something is written. */
const TELLING: ReadonlySet<VerbKind> = new Set<VerbKind>(['pay', 'tell', 'allow', 'become', 'approve']);
/** Whoever takes these does more than look. */
const CONSEQUENTIAL =
  /(?:^|_)(?:body|message|text|content|comment|amount|recipient|to|payload|command|script|code)$/i;

/** What a description begins with. */
export interface Openings {
  /** What its first sentence does. */
  readonly first: Phrase | null;
  /** The same; else the first later sentence that does more than read. */
  readonly opening: Phrase | null;
}

export function primaryOf(
  named: readonly Phrase[],
  { first, opening }: Openings,
  fields: readonly Field[],
): Primary | null {
  const [head] = named;
  if (head !== undefined) {
    const effects = effectsOf(head);
    if (first !== null && knowsBetter(first, head, effects, fields)) return byOpening(first);
    if (effects.length > 0) {
      return { phrase: head, effects: fuller(head, effects, first), because: `"${head.word}" in the name` };
    }
    if (head.verb.kind === 'manage') return { phrase: head, effects, because: '' };
  }
  if (opening !== null && (opening.verb.kind === 'manage' || effectsOf(opening).length > 0))
    return byOpening(opening);
  return head === undefined ? null : { phrase: head, effects: [], because: '' };
}

function byOpening(phrase: Phrase): Primary {
  return { phrase, effects: effectsOf(phrase), because: `the description begins with "${phrase.word}"` };
}

/** Whether the description knows better than a name whose verb may be a noun, or says little. */
function knowsBetter(
  first: Phrase,
  head: Phrase,
  effects: readonly Effect[],
  fields: readonly Field[],
): boolean {
  const said = effectsOf(first);
  if (said.length === 0) return false;
  if (effects[0] === 'write' && TELLING.has(first.verb.kind) && first.verb.sure) return true;
  if (head.verb.sure || head.verb.kind === 'manage' || first.plain === head.plain) return false;
  const isLooking = said.every((effect) => effect === 'read');
  if (!isLooking && effects.every((effect) => effect === 'read')) return true;
  if (isLooking && effects.some((effect) => GRAVE.has(effect))) return false;
  if (!isLooking && said[0] !== 'write') return true;
  if (!isLooking && !first.verb.sure && effects.some((effect) => GRAVE.has(effect))) return false;
  const isRange = fields.some(({ name }) => name === 'from');
  return !fields.some(({ name }) => CONSEQUENTIAL.test(name) && !(isRange && name === 'to'));
}

/** The same act, said at more length. */
function fuller(head: Phrase, effects: readonly Effect[], opening: Phrase | null): readonly Effect[] {
  if (opening === null || opening.verb.kind !== head.verb.kind) return effects;
  const said = effectsOf({ ...opening, objects: opening.objects.slice(0, 2) });
  if (opening.plain === 'record' && effects[0] === 'spend') return said;
  // By the very same rule: none that knows what the name speaks of.
  const isBare = effectsOf({ ...head, objects: [], head: '' }) === effects;
  if (isBare && opening.plain === head.plain && effects[0] !== 'read' && said.length > 0) return said;
  const [first] = said;
  if (effects[0] === 'write' && first !== undefined && first !== 'read') return said;
  const isCopied =
    head.verb.kind === 'read' && opening.plain === head.plain && effectsOf(opening).includes('write');
  return isCopied ? effectsOf(opening) : effects;
}
