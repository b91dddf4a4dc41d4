// A page that nobody uses keeps no session alive: what it asks by itself says so.

const UNATTENDED_HEADER = 'x-holdpoint-unattended';
/** Whoever did something so long ago still counts as there: an answer may come late, a long text is read. */
const THERE_MS = 60_000;

let usedAt = performance.now();

for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
  addEventListener(sign, () => void (usedAt = performance.now()), { passive: true, capture: true });
}

export function attendance(): Record<string, string> {
  const isThere = document.visibilityState === 'visible' && performance.now() - usedAt < THERE_MS;
  return isThere ? {} : { [UNATTENDED_HEADER]: '1' };
}
