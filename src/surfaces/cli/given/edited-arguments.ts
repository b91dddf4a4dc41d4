// An approver writes other arguments for what waits: they fit the tool as it was admitted, or the place says
// where they do not; and what is signed is shown as what it changes.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import { canonicalize } from '../../../ledger/canonical.ts';
import { createConstraintEngine } from '../../../workflow/constraint.ts';
import { connectorDetail } from '../../http/contract/connector.ts';
import type { HoldDetail } from '../../http/contract.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { readGivenText } from './file.ts';
import { parseGivenJson } from './json.ts';
import { invalidFile } from '../home.ts';
import { diffLines } from '../render/line-diff.ts';
import { printable } from '../render/printable.ts';
import { readJsonc } from '../scan/read-jsonc.ts';
import type { Located } from '../scan/located.ts';

export interface Edit {
  readonly arguments: JsonObject;
  /** They, as they are committed to (RFC 8785). */
  readonly canonical: string;
  /** As it was written, and what a complaint calls it. */
  readonly text: string;
  readonly name: string;
}

/** Of a file, or of JSON in place of its name. Throws `CliError` for what is no JSON object. */
export async function readEdit(context: Context, given: string): Promise<Edit> {
  const isText = given.trimStart().startsWith('{');
  const [text, name] = isText ? [given, '--edit'] : [await readGivenText(context, given), given];
  const value = parseGivenJson(text, name);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { arguments: value as JsonObject, canonical: canonicalOf(value, name), text, name };
  }
  const help = 'Write the whole arguments, as in {"name": "value"}';
  throw new CliError(`${name} is no JSON object`, { exit: EXIT.invalid, help });
}

function canonicalOf(value: Json, name: string): string {
  try {
    return canonicalize(value);
  } catch {
    const help = 'Write whole characters, and nest less deep';
    throw new CliError(`${name} cannot be committed to`, { exit: EXIT.invalid, help });
  }
}

/** Throws `CliError` with the place of what does not fit the tool that is held. */
export async function requireFit(reader: Client, hold: HoldDetail, edit: Edit): Promise<void> {
  const { connector, tool, asked, next, access } = hold;
  if (asked !== undefined || next !== undefined || access !== undefined) {
    throw new CliError('there is no call whose arguments could be others', { help: 'Leave out --edit' });
  }
  const path = `/connectors/${encodeURIComponent(connector)}`;
  const { admitted } = await reader.get(path, connectorDetail);
  const known = admitted?.tools[tool];
  const misfits =
    known === undefined ? [] : createConstraintEngine().check(known.inputSchema, edit.arguments);
  if (misfits.length === 0) return;
  const problems = misfits.map((misfit) => ({ ...placeOf(misfit, edit), path: '', message: misfit }));
  const lines = problems.map((one) => ({ ...one, help: `See: holdpoint connector show ${connector}` }));
  throw invalidFile(`${edit.name} does not fit ${connector}/${tool}`, lines);
}

/** Of a complaint that begins with a pointer: `#/to type: must be string`. */
function placeOf(misfit: string, { text, name }: Edit) {
  const [, pointer = ''] = /^#((?:\/[^/ ]*)*)/.exec(misfit) ?? [];
  const read = readJsonc(text);
  const offset = 'root' in read ? offsetOf(read.root, pointer.split('/').slice(1)) : 0;
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { file: name, line, column: before.length - before.lastIndexOf('\n') };
}

/** Where a value begins; of one that is not there, where that begins which should have it. */
function offsetOf(value: Located, [step, ...rest]: readonly string[]): number {
  const name = step?.replaceAll('~1', '/').replaceAll('~0', '~');
  const inner =
    value.kind === 'map'
      ? value.members.findLast(({ key }) => key === name)?.value
      : value.kind === 'list'
        ? value.items[Number(name)]
        : undefined;
  return name === undefined || inner === undefined ? value.start : offsetOf(inner, rest);
}

/** What it changes in the arguments that wait, line by line; nothing where they are the same. */
export function editLines({ argumentsText }: HoldDetail, edit: Edit): string[] {
  const lines = diffLines(pretty(argumentsText ?? '{}'), pretty(edit.canonical));
  return lines.map((line) => `  ${printable(line)}`);
}

function pretty(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 2);
}
