// What cannot be is proven or not said: past the bound of its effort the analysis proves nothing.

import { and } from '../analysis/formula.ts';
import type { Formula } from '../analysis/formula.ts';
import { effortOf, satisfiable } from '../analysis/satisfy.ts';
import type { Setting } from '../analysis/setting.ts';

/** Steps that one question may take: enough for what people write. */
const STEPS = 5_000;

/** Whether it is proven that no request of the setting makes all of them true. */
export function isImpossible(setting: Setting, ...formulas: readonly Formula[]): boolean {
  return satisfiable(and(...formulas), setting, effortOf(STEPS)) === 'no';
}
