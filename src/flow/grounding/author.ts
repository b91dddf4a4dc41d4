// Who wrote a source stands at its head or in a field of its own. A source that a person named is its
// author's: what leads to the author's own site leads to somebody whom the person has to do with.

import { emailsIn } from './address-atom.ts';
import { fold } from './fold.ts';

const MAX_HEAD = 600;
const LABEL = 'from|sender|sent ?by|author|von|absender|de|exp[ée]diteur';
const FROM = new RegExp(`^(?:by|${LABEL})$`, 'i');
const FROM_LINE = new RegExp(`^[ \\t>-]*(?:${LABEL})[ \\t]?[:=][ \\t]?([^\\n]{1,200})`, 'im');
const FROM_MARK = /<from>([^<>]{0,120}(?:<|&lt;)?[^<>]{1,120})|\bfrom=["']([^"'\n]{1,200})/i;
/** `Ann Lee <ann@lee.example>` before anything else is said. */
const OPENING = /^[^\n<>@]{0,80}<[^\s<>@]{1,64}@[^\s<>@]{1,253}>/;

/** Whether a field says who wrote the record. */
export function isAuthorField(name: string): boolean {
  return FROM.test(name.replaceAll(/[_-]/g, ' '));
}

/** The address that the head of a letter says it is from; none: it says nothing, or several. */
export function authorsIn(text: string): readonly string[] {
  const head = headOf(text);
  const marked = FROM_MARK.exec(head);
  const said = FROM_LINE.exec(head)?.[1] ?? marked?.[1] ?? marked?.[2] ?? OPENING.exec(head)?.[0];
  const found = said === undefined ? [] : emailsIn(fold(said.replace('&lt;', '<')));
  return found.length === 1 ? found : [];
}

/** What it says itself, without who it is from. */
export function bodyOf(text: string): string {
  if (authorsIn(text).length === 0) return text;
  const head = headOf(text);
  const bare = head.replace(FROM_LINE, ' ').replace(FROM_MARK, ' ').replace(OPENING, ' ');
  return bare + text.trimStart().slice(head.length);
}

function headOf(text: string): string {
  const start = text.trimStart().slice(0, MAX_HEAD);
  const end = start.search(/\n[ \t]*\n/);
  return end < 0 ? start : start.slice(0, end);
}
