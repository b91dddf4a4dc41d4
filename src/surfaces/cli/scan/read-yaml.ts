// YAML settings with the place of every value. Aliases are refused: nothing multiplies.

import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { isNestedDeep } from '../../../document/document.ts';
import { MAX_DEPTH, ReadFault, reading } from './located.ts';
import type { Located, LocatedMap, Member, MemberForm, ReadText, Span } from './located.ts';

export function readYamlText(text: string): ReadText {
  return reading(() => {
    if (isNestedDeep(text)) throw new ReadFault(0, 'is nested too deep');
    const document = parseDocument(text, { prettyErrors: false, stringKeys: true, uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) throw new ReadFault(error.pos[0], error.message);
    return locate(document.contents, text, 0);
  });
}

function locate(node: Node | null, text: string, depth: number): Located {
  if (node === null) return { kind: 'map', members: [], form: blockForm(0), start: 0, end: 0 };
  const span = spanOf(node);
  if (depth > MAX_DEPTH) throw new ReadFault(span.start, 'is nested too deep');
  if (isSeq(node)) {
    const items = node.items.map((item) => locate(item as Node, text, depth + 1));
    return { kind: 'list', items, ...without(span, node.flow === true, items.at(-1)) };
  }
  if (isMap(node)) {
    const members = node.items.map(({ key, value }): Member => {
      const keySpan = spanOf(key as Node);
      const name = isScalar(key) ? String(key.value) : '';
      const empty: LocatedMap = { kind: 'map', members: [], form: blockForm(0), ...keySpan };
      return { key: name, keySpan, value: value === null ? empty : locate(value as Node, text, depth + 1) };
    });
    const isFlow = node.flow === true;
    const form = formOf(isFlow, text, members);
    return { kind: 'map', members, form, ...without(span, isFlow, members.at(-1)?.value) };
  }
  if (!isScalar(node)) throw new ReadFault(span.start, 'aliases are not taken: write it out');
  const value = typeof node.value === 'boolean' ? node.value : String(node.value);
  return { kind: 'scalar', value, ...span };
}

/** A block ends with its last part, not with the lines behind it. */
function without(span: Span, isFlow: boolean, last: Located | undefined): Span {
  return isFlow || last === undefined ? span : { ...span, end: last.end };
}

function spanOf({ range }: Node): Span {
  const [start, end] = range ?? [0, 0];
  return { start, end };
}

function formOf(isFlow: boolean, text: string, [first]: readonly Member[]): MemberForm {
  if (isFlow || first === undefined) return { between: ', ', isQuoted: false, is: ': ' };
  return blockForm(first.keySpan.start - (text.lastIndexOf('\n', first.keySpan.start - 1) + 1));
}

function blockForm(indent: number): MemberForm {
  return { between: `\n${' '.repeat(indent)}`, isQuoted: false, is: ': ' };
}
