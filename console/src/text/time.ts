// Times in a person's own words; how long is left is rounded down, so that nobody is promised more.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `4:05`, `2 h 10 min`, `3 d 4 h`; null where the time is over. */
export function timeLeft(untilMs: number, nowMs: number): string | null {
  const left = untilMs - nowMs;
  if (left <= 0) return null;
  if (left >= DAY) return `${Math.floor(left / DAY)} d ${Math.floor((left % DAY) / HOUR)} h`;
  if (left >= HOUR) return `${Math.floor(left / HOUR)} h ${Math.floor((left % HOUR) / MINUTE)} min`;
  return `${Math.floor(left / MINUTE)}:${String(Math.floor((left % MINUTE) / SECOND)).padStart(2, '0')}`;
}

/** The same in whole minutes, for readers that are not to be told each second. */
export function timeLeftSpoken(untilMs: number, nowMs: number): string {
  const minutes = Math.ceil((untilMs - nowMs) / MINUTE);
  if (minutes <= 0) return 'expired';
  return minutes === 1 ? 'less than a minute left' : `less than ${minutes} minutes left`;
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function timeAgo(atMs: number, nowMs: number): string {
  const past = Math.max(0, nowMs - atMs);
  if (past < MINUTE) return 'just now';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`;
  return past < DAY ? `${Math.floor(past / HOUR)} h ago` : `${Math.floor(past / DAY)} d ago`;
}

/** How long something took: `40 ms`, `12 s`, `4:05 min`, `2 h 10 min`. */
export function spanOf(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  const span = timeLeft(ms, 0)!;
  return ms < HOUR ? `${span} min` : span;
}

/** Where the last so many days begin, Unix milliseconds; all time where none is said. */
export function sinceOf(days: number | undefined): number {
  return days === undefined ? 0 : Date.now() - days * DAY;
}

// Made once: to make one takes longer than all that it is used for on a page.
const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DATE = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** By the browser's locale and zone. */
export function localTime(atMs: number): string {
  return LOCAL.format(atMs);
}

/** For the axis of a chart: the time of one day, else the day. */
export function shortTime(atMs: number, isOneDay: boolean): string {
  return (isOneDay ? CLOCK : DATE).format(atMs);
}
