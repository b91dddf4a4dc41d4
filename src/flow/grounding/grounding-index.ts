// What a task has been told, and by whom: only a person, an approval, or a source that either of them named
// raises what a value may do; what anybody could have written, what gives orders and what the agent wrote
// itself never do. Memory is bounded: past the bound, values count as unseen.

import type { ArgumentGrounding } from '../../kernel/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { keysIn, lookAlikeKey, wholeKeysOf } from './atom.ts';
import { createKeyTable, SEEN, VOUCHED } from './key-table.ts';
import type { KeyTable } from './key-table.ts';
import { recordsOf, spellingsIn } from './places.ts';
import { createRecentLookup, MAX_VALUE } from './recent-lookup.ts';
import { spokenIn } from './naming.ts';
import { delegates, handsOver } from './orders.ts';
import { requestIn, speaksOf } from './speaks-of.ts';
import type { SpokenTool } from './speaks-of.ts';
import { readResult } from './result-reading.ts';
import type { ToolResult } from './result-reading.ts';
import { thingsIn } from './records.ts';

export interface GroundingLimits {
  /** Of all that is kept for one task, about. */
  readonly bytes: number;
}

/** A value that the agent put into the world, with how good it was then. */
export interface Written {
  readonly text: string;
  readonly level: ArgumentGrounding['level'];
}

/** The grounding of one task's arguments. No method throws. */
export interface GroundingIndex {
  /** The words of a person who signed in apart from the agent. */
  readonly addPrompt: (text: string, source: string) => void;
  /** Pasted content, files, payloads: given with the prompt, but nobody's words. */
  readonly addInput: (value: Json, source: string) => void;
  /** Whether it carries orders to the model. */
  readonly addResult: (result: ToolResult) => { readonly hostile: boolean };
  readonly addWritten: (values: readonly Written[]) => void;
  readonly ground: (pointer: string, role: ArgumentRole, value: Json) => ArgumentGrounding;
  /** The records that the whole of it was seen in; none where a person said it; null: that is not known. */
  readonly placesOf: (text: string) => readonly string[] | null;
  /** Others' words were read, and the person's speak neither of what it does nor of what it is done to. */
  readonly isUnasked: (tool: SpokenTool) => boolean;
  /** Memory, about. */
  readonly bytes: () => number;
  /** Whether something was left out because the bound was reached. */
  readonly isFull: () => boolean;
}

const PROMPT_PHRASE = 12;
const WRITTEN = SEEN.written | SEEN.untrusted;

export function createGroundingIndex({ bytes }: GroundingLimits): GroundingIndex {
  const table = createKeyTable(bytes);
  const recent = createRecentLookup(table);
  const prompts: string[] = [];
  let heard = hearIn(prompts);
  let hasReadOthers = false;
  let isFull = false;
  /** The agent wrote more than is remembered: what is read may be that. */
  let wroteMore = false;

  const add = (keys: Iterable<string>, seen: number, source: string): void => {
    recent.forget();
    for (const key of keys) if (!table.add(key, seen, source)) isFull = true;
  };
  const addText = (text: string, seen: number, source: string, phrase?: number): void => {
    const { keys, isCut } = keysIn(text, phrase);
    isFull ||= isCut;
    add(keys, seen, source);
    for (const [more, how] of writingsOf(text, seen)) add(more, how, source);
  };
  return {
    addPrompt: (text, source) => {
      prompts.push(text);
      heard = hearIn(prompts);
      addText(text, SEEN.person, source, PROMPT_PHRASE);
    },
    addInput: (value, source) => {
      const { things, isCut } = thingsIn(value);
      isFull ||= isCut;
      hasReadOthers = true;
      for (const { leaves } of things) for (const { text } of leaves) addText(text, SEEN.untrusted, source);
    },
    addResult: (result) => {
      const { parts, hostile, isCut } = readResult(result, heard);
      isFull ||= isCut;
      for (const { text, seen: found, isWhole } of parts) {
        const seen = wroteMore ? (found & ~(SEEN.named | SEEN.field)) | SEEN.untrusted : found;
        if (isWhole) add(wholeKeysOf(text), seen, result.source);
        else addText(text, seen, result.source);
        hasReadOthers ||= (seen & SEEN.untrusted) !== 0;
      }
      return { hostile };
    },
    addWritten: (values) => {
      for (const { text, level } of values) {
        if (level === 'untrusted') add(wholeKeysOf(text), WRITTEN, '');
        const { keys, isCut } = keysIn(text, 1);
        wroteMore ||= isCut;
        add(unvouched(keys, table), WRITTEN, '');
      }
    },
    ground: (pointer, role, value) => ({ pointer, role, ...recent.find(role, textOf(value)) }),
    placesOf: (text) => (isFull ? null : recordsOf(table, text)),
    isUnasked: (tool) => hasReadOthers && !speaksOf(heard.request, tool),
    bytes: table.bytes,
    isFull: () => isFull,
  };
}

/** What the person's words speak of, and whether they leave it to others to say what is done. */
function hearIn(prompts: readonly string[]) {
  return {
    spoken: spokenIn(prompts),
    request: requestIn(prompts),
    isDelegating: prompts.some(delegates),
    isHandingOver: prompts.some(handsOver),
  };
}

/** Those of addresses, sites, ids and parts of names that nobody vouched for before. */
function unvouched(keys: Iterable<string>, table: KeyTable): readonly string[] {
  return [...keys].filter((key) => /^[@ui/]:/.test(key) && ((table.get(key)?.seen ?? 0) & VOUCHED) === 0);
}

/** Keys of how a text is written, with how each is seen. */
function* writingsOf(text: string, seen: number): Generator<readonly [Iterable<string>, number]> {
  if ((seen & (SEEN.person | SEEN.untrusted)) !== 0) {
    const { own, plain } = spellingsIn(text);
    yield [own, seen];
    yield [plain, seen | SEEN.plain];
  }
  // What is found so counts against a value; a longer one is unseen, which is worse.
  if (seen !== SEEN.person && text.length <= MAX_VALUE) yield [[lookAlikeKey(text)], SEEN.untrusted];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
