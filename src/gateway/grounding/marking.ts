// What detectors found in results is known again in any writing, but for what a person said: that is theirs.

import { detect, type Finding } from '../../flow/detect/detect.ts';
import type { GroundingIndex } from '../../flow/grounding/grounding-index.ts';
import { createMarkedValues } from '../../flow/grounding/marked.ts';
import { readStructured } from '../../flow/grounding/structured-text.ts';
import { isObject } from '../../catalog/member.ts';
import type { Json } from '../../kernel/json.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import { valueAt } from './value-at.ts';

export interface Marking {
  /** What is found in a value by its form alone. */
  readonly learn: (value: Json, source: string) => Labels;
  /** Categories of the values that stand in a text in some writing, or may. */
  readonly in: (text: string) => readonly string[];
  /** Of all of them. */
  readonly categories: () => readonly string[];
  /** Memory, about. */
  readonly bytes: () => number;
}

/** What a person said is theirs to give, in any writing. */
export function createMarking(index: Pick<GroundingIndex, 'ground'>): Marking {
  const isSaid = (text: string): boolean => index.ground('', 'selector', text).level === 'person';
  const marked = createMarkedValues(isSaid);
  const unsaid = (all: ReturnType<typeof marked.all>): readonly string[] =>
    all.filter(({ text }) => !isSaid(text)).map(({ category }) => category);
  return {
    learn: (value, source) => {
      const { findings, labels } = detect(value);
      const read = typeof value === 'string' && findings.some(isMarking) ? readStructured(value) : value;
      if (read !== value)
        for (const one of foundIn(read, detect(read).findings)) marked.add(one, source, one.record);
      for (const one of foundIn(value, findings)) marked.add(one, source, one.record);
      return labels;
    },
    in: (text) => {
      const { values, lost } = marked.in(text);
      return [...lost, ...unsaid(values)];
    },
    categories: () => [...new Set([...marked.lost(), ...unsaid(marked.all())])],
    bytes: marked.bytes,
  };
}

function isMarking({ category }: Finding): boolean {
  return category !== 'contact';
}

/** A line without words parts what one writer says from what another does. */
const PARTING = /\n[ \t\r]*\n/g;

/** With the record that each stands in: an item of a list, else a paragraph of a text. */
function* foundIn(value: Json, findings: readonly Finding[]) {
  let before: Paragraphs | null = null;
  for (const one of findings.filter((found) => isMarking(found) && !found.isInName).toSorted(inOrder)) {
    const { category, pointer, start, end } = one;
    if (before?.pointer !== pointer) before = paragraphsAt(value, pointer);
    const { text, partings } = before;
    while (before.passed < partings.length && partings[before.passed]! < start) before.passed++;
    const record = itemOf(value, pointer) ?? `${pointer} ${before.passed}`;
    yield { text: text.slice(start, end), category, record };
  }
}

interface Paragraphs {
  readonly pointer: string;
  readonly text: string;
  /** Where one ends. */
  readonly partings: readonly number[];
  /** So many of them stand before what was looked at last. */
  passed: number;
}

function paragraphsAt(value: Json, pointer: string): Paragraphs {
  const found = valueAt(value, pointer);
  const text = typeof found === 'string' || typeof found === 'number' ? String(found) : '';
  const partings = Array.from(text.matchAll(PARTING), ({ index }) => index);
  return { pointer, text, partings, passed: 0 };
}

function inOrder(one: Finding, other: Finding): number {
  if (one.pointer !== other.pointer) return one.pointer < other.pointer ? -1 : 1;
  return one.start - other.start;
}

/** Where the innermost item of a list stands that has members of its own; null: there is none around it. */
function itemOf(value: Json, pointer: string): string | null {
  const steps = pointer.split('/');
  for (let length = steps.length - 1; length > 1; length--) {
    const list = valueAt(value, steps.slice(0, length - 1).join('/'));
    const item = steps.slice(0, length).join('/');
    if (Array.isArray(list) && isObject(valueAt(value, item))) return item;
  }
  return null;
}
