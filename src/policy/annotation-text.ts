// The small notations that annotations are written in; what does not fit one is nothing of the sort.

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const DURATION = /^([1-9]\d{0,5})([smh])$/;
const UNIT_SECONDS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };

export function isName(text: string): boolean {
  return NAME.test(text);
}

/** A whole number of `s`, `m` or `h`, in seconds; null: it is none. */
export function readDuration(text: string | null): number | null {
  const match = DURATION.exec(text ?? '');
  const unit = UNIT_SECONDS[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}

/** The parts between commas, without the space around them. */
export function readList(text: string | null): readonly string[] {
  return (text ?? '').split(',').map((part) => part.trim());
}
