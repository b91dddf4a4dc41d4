// A result is taken apart by who may have written what: whole fields of the organisation, the records and
// sources that the person named, and everything else. Orders vouch for nothing, and a result that gives
// orders to the model vouches for nothing at all.

import type { ArgumentGrounding } from '../../kernel/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import { isHostile } from './hostile.ts';
import { SEEN } from './key-table.ts';
import { namedAmong } from './naming.ts';
import type { Spoken } from './naming.ts';
import { sentencesOf } from './orders.ts';
import { thingsIn } from './records.ts';
import type { Leaf, Thing } from './records.ts';
import { readStructured } from './structured-text.ts';

/** Who can have written a field: `owner` is whoever holds the account. */
export type FieldWriter = 'organisation' | 'owner' | 'anyone' | 'unknown';

export interface ToolResult {
  /** Id of the record that commits to it. */
  readonly source: string;
  /** Structured where the tool gave structure; else its text. */
  readonly value: Json;
  /** Who writes which field, by JSON pointer into the value (`*`: every item); fields left out: anybody. */
  readonly fields: ReadonlyMap<string, FieldWriter>;
  /** How the arguments that chose it were grounded; empty where it takes none. */
  readonly chosenBy: readonly ArgumentGrounding[];
  /** A scan found orders to the model in it. */
  readonly isSuspicious: boolean;
}

/** A text of a result, and how it counts as seen: the whole of it alone, or everything in it. */
export interface Part {
  readonly text: string;
  readonly seen: number;
  readonly isWhole: boolean;
}

interface Person {
  readonly spoken: Spoken;
  /** Their words leave to what a source says how something is done. */
  readonly isDelegating: boolean;
  /** They leave to it what is done, too. */
  readonly isHandingOver: boolean;
}

export function readResult({ value, fields, chosenBy, isSuspicious }: ToolResult, person: Person) {
  const read = typeof value === 'string' ? readStructured(value) : value;
  const { things, isCut } = thingsIn(read);
  const hostile = isSuspicious || things.some(({ leaves }) => leaves.some(({ text }) => isHostile(text)));
  const named = hostile ? new Set<Thing>() : namedThings(things, chosenBy, person.spoken);
  // Of a list that nothing was picked from, none is the source whose orders are meant.
  const isFollowed =
    person.isHandingOver || (person.isDelegating && (things.length === 1 || named.size < things.length));
  const parts = things.flatMap((thing) => {
    const isNamed = named.has(thing);
    return thing.leaves.flatMap((leaf) => {
      const writer = fields.get(leaf.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')) ?? 'unknown';
      if (hostile && leaf.isProse) return [part(leaf.text, SEEN.untrusted | SEEN.ordered)];
      return readLeaf(leaf, writer, isNamed, isNamed && isFollowed);
    });
  });
  return { parts, hostile, isCut };
}

function readLeaf(
  { text, isProse }: Leaf,
  writer: FieldWriter,
  isNamed: boolean,
  isFollowed: boolean,
): Part[] {
  const sentences = sentencesOf(text);
  if (isProse || sentences.some(({ isOrder }) => isOrder)) {
    const judged = sentences.flatMap((sentence) => {
      if (sentence.isOrder && !isFollowed) return [part(sentence.text, SEEN.ordered)];
      return isNamed ? [part(sentence.text, SEEN.named)] : [];
    });
    return [part(text, SEEN.untrusted), ...judged];
  }
  const isVouched = writer === 'organisation' || writer === 'owner';
  const seen = isVouched ? SEEN.trusted : isNamed ? SEEN.named : SEEN.field;
  return [part(text, SEEN.untrusted), { text, seen, isWhole: true }];
}

function part(text: string, seen: number): Part {
  return { text, seen, isWhole: false };
}

/**
 * The records that a person speaks of; where they speak of none of them, all records of a source that they
 * chose, or the one record that a tool has of their own account.
 */
function namedThings(
  things: readonly Thing[],
  chosenBy: readonly ArgumentGrounding[],
  spoken: Spoken,
): ReadonlySet<Thing> {
  const byWords = namedAmong(things, spoken);
  if (byWords.size > 0) return byWords;
  const isChosen =
    chosenBy.some(({ level }) => level === 'person' || level === 'approved' || level === 'named') &&
    chosenBy.every(({ level, role }) => level !== 'untrusted' || role === 'content');
  // One text is no record: whoever wrote into it would be taken for the account's owner.
  const isOwn =
    chosenBy.length === 0 && things.length === 1 && things[0]!.leaves.every(({ isProse }) => !isProse);
  return isChosen || isOwn ? new Set(things) : byWords;
}
