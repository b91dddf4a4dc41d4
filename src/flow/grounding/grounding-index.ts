// What a task has been told, and by whom: only a person, an approval, or a source that either of them named
// raises what a value may do; what anybody could have written, what gives orders and what the agent wrote
// itself never do. Memory is bounded: past the bound, values count as unseen.

import type { ArgumentGrounding } from '../../kernel/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/state.ts';
import { keysIn, lookAlikeKey, wholeKeysOf } from './atom.ts';
import { createKeyTable, SEEN, VOUCHED } from './key-table.ts';
import { lookUp } from './lookup.ts';
import { spokenIn } from './naming.ts';
import { delegates } from './orders.ts';
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
  const prompts: string[] = [];
  let spoken = spokenIn([]);
  let request = requestIn([]);
  let isDelegating = false;
  let hasReadOthers = false;
  let isFull = false;

  const add = (keys: Iterable<string>, seen: number, source: string): void => {
    for (const key of keys) if (!table.add(key, seen, source)) isFull = true;
  };
  const addText = (text: string, seen: number, source: string, phrase?: number): void => {
    const { keys, isCut } = keysIn(text, phrase);
    isFull ||= isCut;
    add(keys, seen, source);
    if (seen !== SEEN.person) add([lookAlikeKey(text)], SEEN.untrusted, source);
  };
  return {
    addPrompt: (text, source) => {
      prompts.push(text);
      spoken = spokenIn(prompts);
      request = requestIn(prompts);
      isDelegating ||= delegates(text);
      addText(text, SEEN.person, source, PROMPT_PHRASE);
    },
    addInput: (value, source) => {
      const { things, isCut } = thingsIn(value);
      isFull ||= isCut;
      hasReadOthers = true;
      for (const { leaves } of things) for (const { text } of leaves) addText(text, SEEN.untrusted, source);
    },
    addResult: (result) => {
      const { parts, hostile, isCut } = readResult(result, { spoken, isDelegating });
      isFull ||= isCut;
      for (const { text, seen, isWhole } of parts) {
        if (isWhole) add(wholeKeysOf(text), seen, result.source);
        else addText(text, seen, result.source);
        hasReadOthers ||= (seen & SEEN.untrusted) !== 0;
      }
      return { hostile };
    },
    addWritten: (values) => {
      for (const { text, level } of values) {
        if (level === 'untrusted') add(wholeKeysOf(text), WRITTEN, '');
        for (const key of keysIn(text, 1).keys) {
          if (/^[@ui]:/.test(key) && ((table.get(key)?.seen ?? 0) & VOUCHED) === 0) add([key], WRITTEN, '');
        }
      }
    },
    ground: (pointer, role, value) => ({ pointer, role, ...lookUp(table, role, textOf(value)) }),
    isUnasked: (tool) => hasReadOthers && !speaksOf(request, tool),
    bytes: table.bytes,
    isFull: () => isFull,
  };
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
