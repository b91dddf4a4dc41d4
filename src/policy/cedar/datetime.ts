// Points in time and spans of it, in whole milliseconds of 64 bits. Overflow is a failure of the function.

import { BAD_EXTENSION, EvaluationFailure } from './failure.ts';
import { add, longOf, modulo, subtract } from './long.ts';
import type { Long } from './long.ts';
import { Extension } from './value.ts';

const DAY_MS = 86_400_000;
const DATETIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?:Z|([+-])(\d\d)(\d\d)))?$/;
const DURATION = /^(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS_MS = [86_400_000n, 3_600_000n, 60_000n, 1000n, 1n];

abstract class Milliseconds extends Extension {
  readonly ms: Long;

  constructor(ms: Long) {
    super();
    this.ms = ms;
  }
}

export class Duration extends Milliseconds {
  override get key(): string {
    return `u${this.ms}`;
  }
}

/** Milliseconds since 1970, UTC. */
export class Datetime extends Milliseconds {
  override get key(): string {
    return `t${this.ms}`;
  }

  offset(by: Duration): Datetime {
    return new Datetime(within(() => add(this.ms, by.ms)));
  }

  durationSince(start: Datetime): Duration {
    return new Duration(within(() => subtract(this.ms, start.ms)));
  }

  /** Midnight of its day. */
  toDate(): Datetime {
    return new Datetime(within(() => subtract(this.ms, modulo(this.ms, DAY_MS))));
  }

  /** Time since midnight. */
  toTime(): Duration {
    return new Duration(modulo(this.ms, DAY_MS));
  }
}

/** Reads `2024-10-15`, `2024-10-15T11:35:00Z`, `2024-10-15T11:35:00.123+0100`; else throws BAD_EXTENSION. */
export function readDatetime(text: string): Datetime {
  const match = DATETIME.exec(text);
  if (match === null) throw BAD_EXTENSION;
  const [, year, month, day, hour, minute, second, millisecond, sign, offsetHour, offsetMinute] = match;
  const number = (part: string | undefined): number => Number(part ?? 0);
  const days = daysSince1970(number(year), number(month), number(day));
  const isTime = number(hour) < 24 && number(minute) < 60 && number(second) < 60;
  if (days === null || !isTime || number(offsetHour) > 23 || number(offsetMinute) > 59) throw BAD_EXTENSION;
  const local = (number(hour) * 60 + number(minute)) * 60_000 + number(second) * 1000 + number(millisecond);
  const offset = (number(offsetHour) * 60 + number(offsetMinute)) * 60_000;
  return new Datetime(days * DAY_MS + local - (sign === '-' ? -offset : offset));
}

/** Days of the proleptic Gregorian calendar; null for a day that is not in it. */
function daysSince1970(year: number, month: number, day: number): number | null {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[month - 1];
  if (length === undefined || day < 1 || day > length) return null;
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const before = lengths.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return past * 365 + leaps + before + day - 1 - 719_162;
}

/** Reads `1d2h3m4s5ms`, or `-` before it; throws BAD_EXTENSION for what is none or out of range. */
export function readDuration(text: string): Duration {
  const match = DURATION.exec(text);
  const parts = match?.slice(2) ?? [];
  if (parts.every((part) => part === undefined)) throw BAD_EXTENSION;
  const sum = parts.reduce((total, part, index) => total + BigInt(part ?? 0) * (UNITS_MS[index] ?? 0n), 0n);
  const ms = longOf(match?.[1] === '-' ? -sum : sum);
  if (ms === null) throw BAD_EXTENSION;
  return new Duration(ms);
}

function within(compute: () => Long): Long {
  try {
    return compute();
  } catch (error) {
    throw error instanceof EvaluationFailure ? BAD_EXTENSION : error;
  }
}
