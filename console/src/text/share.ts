/** `7.5 %`; a dash where it is a share of nothing. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((1_000 * part) / whole) / 10} %`;
}
