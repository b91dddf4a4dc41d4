// The only clock of the product; everything else is told the time.

import type { MachineClock } from '../../gateway/ports.ts';

export const systemClock: MachineClock = { now: () => Date.now(), running: () => performance.now() };
