/** How long after something began, in a form that stays short: `+0.41 s`, `+4:05`, `+2 h 10 min`. */
export function offsetOf(atMs: number, fromMs: number): string {
  const ms = Math.max(0, atMs - fromMs);
  if (ms < 60_000) return `+${(ms / 1_000).toFixed(2)} s`;
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `+${minutes}:${String(seconds % 60).padStart(2, '0')}`;
  return `+${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
