// What a tool writes about each thing that it lists, `Label: value` by `Label: value`, is a record; what is
// quoted is one value, whatever stands in it. Whoever can write a label a second time is believed in none.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { withoutEnd } from './fold.ts';

const MAX_LINES = 5_000;
const MAX_LENGTH = 131_072;
/** A longer item says more than what it lists. */
const MAX_ITEM = 4_000;
/** Lines around a list that say how many there are, or how to go on. */
const MAX_AROUND = 12;
const ITEM = /^\s{0,4}(?:[-*•]|\d{1,4}[.)])\s+/;
const LABEL = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20})?): +(?=\S)/gu;
const QUOTED = /"[^"\n]{0,400}"/g;
/** Stands for what is quoted; of private use, so that no text means anything by it. */
const MARK = '\uE000';
const MARKED = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');
/** It says which thing it is. */
const NAMING = /(?:^|_)(?:id|uid|uuid|key|link|url|number)$/;

/** The records of a list whose items are labelled; null where it is none. */
export function readLabelled(text: string): Json {
  if (text.length > MAX_LENGTH) return null;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > MAX_LINES) return null;
  const items: string[] = [];
  const around: string[] = [];
  for (const line of lines) {
    const isLabelled = line.search(LABEL) !== -1;
    if (isLabelled && ITEM.test(line)) items.push(line.replace(ITEM, ''));
    else if (isLabelled && items.length > 0 && /^\s{2,}\S/.test(line)) items.push(`${items.pop()!}\n${line}`);
    else around.push(line);
  }
  const read = items.map(recordIn);
  if (items.length === 0 || around.length > MAX_AROUND || read.includes(null) || repeatsName(read))
    return null;
  return around.length === 0 ? read : { items: read, text: around.join('\n') };
}

/** Whoever can write a line break would give an item of his own another's name. */
function repeatsName(read: readonly (JsonObject | null)[]): boolean {
  const ids = read.flatMap((one) => one?.['id'] ?? []);
  return new Set(ids).size < ids.length;
}

/** What a change says of what it made, in one line: its id and where it is. */
export function readAnswer(text: string): Json {
  const line = text.trim();
  if (line.includes('\n') || line.length > 1_000) return null;
  const record = recordIn(line);
  return record === null ? null : { ...record, text: line };
}

function recordIn(item: string): JsonObject | null {
  if (item.length > MAX_ITEM) return null;
  const quoted: string[] = [];
  // What is quoted keeps its place, and no label in it counts.
  const bare = item
    .replaceAll(MARK, ' ')
    .replaceAll(QUOTED, (all) => `${MARK}${quoted.push(all.slice(1, -1)) - 1}${MARK}`);
  const labels = [...bare.matchAll(LABEL)];
  const names = labels.map(([, name = '']) => name.toLowerCase().replaceAll(' ', '_'));
  if (labels.length === 0 || new Set(names).size < names.length) return null;
  if (!names.some((name) => NAMING.test(name))) return null;
  const valueOf = (part: string): string =>
    withoutEnd(part.replace(/^[\s,;|(-]+/, ''), ' \t\n,;|()-').replaceAll(
      MARKED,
      (_all, place: string) => quoted[Number(place)] ?? '',
    );
  const title = valueOf(bare.slice(0, labels[0]!.index));
  if (title !== '' && names.includes('title')) return null;
  const values = labels.map(({ 0: label, index }, place) => {
    const end = labels[place + 1]?.index ?? bare.length;
    return [names[place]!, valueOf(bare.slice(index + label.length, end))] as const;
  });
  return { ...(title === '' ? {} : { title }), ...Object.fromEntries(values) };
}
