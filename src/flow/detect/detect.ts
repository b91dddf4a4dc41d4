// What a value holds is told by its own forms, never by who gave it: what is found only adds to what was
// declared, and what was not read counts as what it could be.

import type { Json } from '../../kernel/json.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import { labelsOf, SENSITIVITY_OF, worstOf } from '../category.ts';
import type { DataCategory } from '../category.ts';
import { scanText } from './scan-text.ts';

/** Something found in one string, number or name of a value. */
export interface Finding {
  readonly kind: string;
  readonly category: DataCategory;
  /** JSON pointer (RFC 6901) to the value that it stands in, or whose name it stands in. */
  readonly pointer: string;
  readonly isInName: boolean;
  /** Offsets in UTF-16 units, the end behind the last. */
  readonly start: number;
  readonly end: number;
}

export interface Detected {
  /** Integrity is not told by content: it stands as `trusted`, which adds nothing where it is joined. */
  readonly labels: Labels;
  readonly findings: readonly Finding[];
  /** False: parts were not read. */
  readonly isWhole: boolean;
}

/** The category of what was not read, for its size or because it is no text. */
export const UNSCANNED = 'unscanned';

/** Characters that are read, names among them. */
const MAX_CHARACTERS = 1_048_576;
const MAX_DEPTH = 64;
/** From so many different ones on, addresses of people are a list of people. */
const MANY = 25;

interface Walk {
  readonly findings: Finding[];
  readonly people: Set<string>;
  left: number;
  /** Something was left out that words could stand in. */
  isCut: boolean;
  /** Something is there that has no words to be read: a picture, a sound, a file. */
  isOpaque: boolean;
}

/** Costs the value's length; total. */
export function detect(value: Json): Detected {
  const walk: Walk = { findings: [], people: new Set(), left: MAX_CHARACTERS, isCut: false, isOpaque: false };
  visit(walk, value, '', '', MAX_DEPTH);
  const categories = new Set<DataCategory>(walk.findings.map(({ category }) => category));
  if (walk.people.size >= MANY) categories.add('pii');
  const levels = [...categories].map((category) => SENSITIVITY_OF[category]);
  if (walk.isCut) levels.push('confidential');
  if (walk.isOpaque) levels.push('internal');
  const isWhole = !walk.isCut && !walk.isOpaque;
  const named = isWhole ? [...categories] : [...categories, UNSCANNED];
  const labels = { ...labelsOf(named), sensitivity: worstOf(levels) };
  return { labels, findings: walk.findings, isWhole };
}

function visit(walk: Walk, value: Json, pointer: string, name: string, depth: number): void {
  if (typeof value === 'string') read(walk, value, pointer, name);
  else if (typeof value === 'number')
    read(walk, Number.isSafeInteger(value) ? String(value) : '', pointer, name);
  else if (typeof value === 'object' && value !== null) enter(walk, value, pointer, name, depth);
}

function enter(walk: Walk, value: object, pointer: string, name: string, depth: number): void {
  if (depth === 0) {
    walk.isCut = true;
    return;
  }
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) {
    if (walk.left <= 0) {
      walk.isCut = true;
      return;
    }
    const place = stepTo(pointer, key);
    if (!isList) readName(walk, key, place);
    if (isBlob(value, key)) walk.isOpaque = true;
    else visit(walk, member as Json, place, isList ? name : key, depth - 1);
  }
}

/** JSON pointer to a member (RFC 6901 §3). */
export function stepTo(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Content of MCP that is no text stands as base64 (2025-11-25, Content; Resource Contents). */
function isBlob(holder: object, key: string): boolean {
  if (key === 'blob') return 'uri' in holder;
  return key === 'data' && 'mimeType' in holder;
}

/** A name with neither holds nothing that has a form. */
const MAY_HOLD = /[\d@]/;

function readName(walk: Walk, name: string, pointer: string): void {
  if (!MAY_HOLD.test(name)) {
    walk.left -= name.length;
    return;
  }
  scan(walk, name, 0, (span) => ({ ...span, pointer, isInName: true }));
}

/** What a member is called stands before what it says, as in a text. */
function read(walk: Walk, text: string, pointer: string, name: string): void {
  const lead = name === '' ? 0 : name.length + 2;
  const said = lead === 0 ? text : `${name}: ${text}`;
  scan(walk, said, lead, (span) => ({ ...span, pointer, isInName: false }));
}

type Found = Pick<Finding, 'kind' | 'category' | 'start' | 'end'>;

function scan(walk: Walk, said: string, lead: number, place: (found: Found) => Finding): void {
  const within = Math.max(0, walk.left) + lead;
  if (said.length > within) walk.isCut = true;
  walk.left -= said.length - lead + 1;
  for (const { kind, category, start, end } of scanText(said.slice(0, within))) {
    if (start < lead) continue;
    walk.findings.push(place({ kind, category, start: start - lead, end: end - lead }));
    const isOfPerson = kind === 'e-mail' || kind === 'phone';
    if (isOfPerson && walk.people.size < MANY) walk.people.add(said.slice(start, end).toLowerCase());
  }
}
