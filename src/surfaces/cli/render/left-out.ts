// What an API could do and is not offered is said, each with why: nobody looks for it in vain.

import type { LeftOut } from '../../../gateway/ports.ts';
import type { Context } from '../context.ts';
import { printable } from './printable.ts';

export function noteLeftOut(context: Context, leftOut: readonly LeftOut[]): void {
  for (const { name, why } of leftOut) context.note(printable(`not offered: ${name}: ${why}`));
}
