// A value that was declassified in its task is known again by its MAC, wherever an argument is just that.

import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import { macOf } from '../../kernel/flow/declassified.ts';
import type { Json } from '../../kernel/json.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { Core } from '../core.ts';
import { keepsWords } from '../ledger/erase.ts';
import { valueAt } from './value-at.ts';

/** Equal for equal values of a task; nothing stands behind it, so that it is no commitment in a record. */
export function commitToValue({ vault }: Pick<Core, 'vault'>, task: string, value: Json): string {
  return macOf(vault.commit(`task/${task}`, 'value', utf8(canonicalize(value))));
}

/** Which of an action's arguments are values that were declassified in its task. */
export function nameDeclassified(
  core: Pick<Core, 'vault' | 'world'>,
  task: string,
  input: Json,
  carried: readonly ArgumentLabels[],
): readonly ArgumentLabels[] {
  const known = new Set((core.world.task(task)?.declassified ?? []).map(({ value }) => value));
  if (known.size === 0 || !keepsWords(core, task)) return carried;
  return carried.map((one) => {
    const value = commitToValue(core, task, valueAt(input, one.pointer));
    return one.pointer !== '' && known.has(value) ? { ...one, value } : one;
  });
}
