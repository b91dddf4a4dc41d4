// One reason to believe that a tool has an effect: no effect is proposed without one.

import type { Effect } from '../kernel/state.ts';

export interface Sign {
  readonly effect: Effect;
  readonly because: string;
}
