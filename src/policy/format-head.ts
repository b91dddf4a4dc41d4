// A head that its author wrote on one line stays on one where it fits; one that was broken stays broken.

import { tokensOf } from './span/token.ts';
import type { Span } from './span/token.ts';

/**
 * A laid out policy with its head as it was.
 * @param before the same policy before it was laid out.
 */
export function keepHead(before: string, laid: string, lineWidth: number): string {
  const [was, is] = [headOf(before), headOf(laid)];
  if (was === null || is === null || /[\n\r]/.test(before.slice(was.start, was.end))) return laid;
  const line = laid
    .slice(is.start, is.end)
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^(\w+ \() /, '$1')
    .replace(/ \)$/, ')');
  const rest = laid.slice(is.end);
  const width = line.length + (rest.startsWith(';') ? 1 : 0);
  return width > lineWidth ? laid : laid.slice(0, is.start) + line + rest;
}

/** From `permit` or `forbid` to the bracket that closes the head. */
function headOf(text: string): Span | null {
  let [start, before, depth]: [number | null, string, number] = [null, '', 0];
  for (const { text: token, start: at, end } of tokensOf(text)) {
    // An annotation may be called so as well.
    if (depth === 0 && before !== '@' && (token === 'permit' || token === 'forbid')) start ??= at;
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ')' && depth === 0 && start !== null) return { start, end };
    before = token;
  }
  return null;
}
