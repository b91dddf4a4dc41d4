// Spans and moments of time as people write them, read without a clock.

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A span such as `30s`, `5m`, `2h` or `7d`: never zero, never a fraction. */
export const DURATION = /^([1-9]\d{0,6})([smhd])$/;

/** Seconds of a text that fits `DURATION`. */
export function durationSeconds(text: string): number {
  const [, count, unit] = DURATION.exec(text) ?? [];
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

/**
 * Unix milliseconds of an RFC 3339 date-time, or of a date's first moment in UTC: what expires on a day
 * is not good during it. The text is one that zod's `iso.datetime` (with offset) or `iso.date` took. Cut
 * to milliseconds.
 */
export function momentMs(text: string): number {
  const [date = '', time = '00:00Z'] = text.split('T');
  const [, hour, minute, second = '0', fraction = '', zone = 'Z'] =
    /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(.*)$/.exec(time) ?? [];
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const clock = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const seconds = daysSinceEpoch(year, month, day) * 86_400 + clock - offsetSeconds(zone);
  return seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function offsetSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leaps + dayOfYear - 719_468;
}
