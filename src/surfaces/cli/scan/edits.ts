// Settings are changed where they stand: what is not replaced stays as it is, to the byte.

import { memberOf, type LocatedMap, type Member, type Span } from './located.ts';
import type { Governable } from './governable.ts';

export interface Edit extends Span {
  readonly text: string;
}

/** Stands where a credential stood. */
export const HELD = 'held-by-holdpoint';

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let [changed, at] = ['', 0];
  for (const { start, end, text: instead } of edits.toSorted((a, b) => a.start - b.start)) {
    changed += text.slice(at, start) + instead;
    at = end;
  }
  return changed + text.slice(at);
}

/** Starts a server through `words` from now on, and takes its credential out. */
export function editsOf({ server, credential }: Governable, words: readonly string[]): Edit[] {
  const { node, url } = server;
  const [program = '', ...args] = words;
  const edits = url === null ? startEdits(node, words) : remoteEdits(node, program, args);
  if (credential === null || !('kept' in credential.from)) return edits;
  const { start, end } = credential.setting;
  return [...edits, { start, end, text: JSON.stringify(HELD) }];
}

function startEdits(node: LocatedMap, words: readonly string[]): Edit[] {
  const command = memberOf(node, 'command', 'cmd')!;
  const given = memberOf(node, 'args');
  if (command.value.kind === 'list') return [replace(command.value, words)];
  const [program, ...args] = words;
  const own = replace(command.value, program!);
  return [own, given === undefined ? insert(node, command, args) : replace(given.value, args)];
}

/** What was reached at a URL is started from now on. */
function remoteEdits(node: LocatedMap, program: string, args: readonly string[]): Edit[] {
  const url = memberOf(node, 'url', 'serverUrl', 'httpUrl', 'uri')!;
  const type = memberOf(node, 'type');
  return [
    { ...url.keySpan, text: nameIn(node, 'command') },
    replace(url.value, program),
    insert(node, url, args),
    ...(type === undefined ? [] : [replace(type.value, 'stdio')]),
  ];
}

/** JSON is also a value in YAML and TOML. */
function replace({ start, end }: Span, value: string | readonly string[]): Edit {
  return { start, end, text: written(value) };
}

function insert(node: LocatedMap, { value: { end } }: Member, args: readonly string[]): Edit {
  const { between, is } = node.form;
  return { start: end, end, text: `${between}${nameIn(node, 'args')}${is}${written(args)}` };
}

function nameIn({ form }: LocatedMap, name: string): string {
  return form.isQuoted ? JSON.stringify(name) : name;
}

function written(value: string | readonly string[]): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
}
