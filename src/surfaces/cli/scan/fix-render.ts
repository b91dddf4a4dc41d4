// What a fix is about to change, shown before it is asked for: line by line, secrets covered.

import { diffLines } from '../render/line-diff.ts';
import { printable } from '../render/printable.ts';
import type { Style } from '../render/style.ts';
import { applyEdits, type Edit } from './edits.ts';
import type { Change, FixPlan } from './fix-plan.ts';
import type { NewFile, Written } from './fix-write.ts';
import type { ReadFile } from './machine.ts';
import { maskSecrets, namedAsSecret } from './secret-search.ts';

/** A longer entry is shown as far as this. */
const MAX_CHARACTERS = 20_000;

export function renderPlan(
  { changes, connectors }: FixPlan,
  files: readonly NewFile[],
  read: readonly ReadFile[],
  style: Style,
): string {
  const masked = new Map(
    read.map(({ file, secrets, servers }) => [
      file,
      maskSecrets(file.text, [...servers.flatMap(namedAsSecret), ...secrets]),
    ]),
  );
  return [
    ...joinChanges(changes).map((change) => renderChange(change, masked.get(change.file) ?? '', style)),
    ...connectors.flatMap(({ id, secret }) =>
      secret === null ? [] : [`+ ${printable(secret.path)}  the credential of ${id}, closed to others`],
    ),
    ...files.map(({ path, text }) =>
      [`+ ${printable(path)}`, ...text.trimEnd().split('\n').map(added)].join('\n'),
    ),
  ].join('\n\n');

  function added(line: string): string {
    return style.good(`  +${printable(line)}`);
  }
}

/** Servers on the same lines change together: else the one would be shown as if the other stayed. */
function joinChanges(changes: readonly Change[]): readonly Change[] {
  const joined: Change[] = [];
  for (const change of changes) {
    const at = joined.findIndex((other) => other.file === change.file && shareLines(other, change));
    if (at === -1) joined.push(change);
    else {
      const { file, name, edits } = joined[at]!;
      joined[at] = { file, name: `${name}, ${change.name}`, edits: [...edits, ...change.edits] };
    }
  }
  return joined;
}

function shareLines(one: Change, other: Change): boolean {
  const [[first, last], [start, end]] = [linesOf(one), linesOf(other)];
  return first <= end && start <= last;
}

function linesOf({ file, edits }: Change): readonly [first: number, last: number] {
  const start = Math.min(...edits.map((edit) => edit.start));
  const { startLine, endLine } = file.regionOf({ start, end: Math.max(...edits.map(({ end }) => end)) });
  return [startLine, endLine];
}

function renderChange({ file, name, edits }: Change, masked: string, style: Style): string {
  const start = masked.lastIndexOf('\n', Math.min(...edits.map((edit) => edit.start)) - 1) + 1;
  const last = Math.max(...edits.map(({ end }) => end));
  const lineEnd = masked.indexOf('\n', last);
  const end = lineEnd === -1 ? masked.length : lineEnd;
  const before = masked.slice(start, end);
  const moved = edits.map((edit): Edit => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const cut = (text: string): string => text.slice(0, MAX_CHARACTERS);
  const lines = diffLines(cut(before), cut(applyEdits(before, moved))).map((line) =>
    colour(printable(line), style),
  );
  return [style.strong(`${printable(file.name)}: ${printable(name)}`), ...lines].join('\n');
}

function colour(line: string, style: Style): string {
  if (line.startsWith('-')) return style.bad(line);
  return line.startsWith('+') ? style.good(line) : line;
}

export function renderWritten({ made, secrets, changed }: Written): string {
  return [
    ...changed.map(({ file, backup }) => `changed ${printable(file)}; as it was: ${printable(backup)}`),
    ...[...made, ...secrets].map((path) => `made ${printable(path)}`),
    ...(secrets.length === 0
      ? []
      : ['The copies still hold the secrets: delete them once all works, and have the secrets replaced.']),
  ].join('\n');
}
