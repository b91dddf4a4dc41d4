// The only clock of the product; everything else is told the time.

import type { Clock } from '../../gateway/ports.ts';

export const systemClock: Clock = { now: () => Date.now() };
