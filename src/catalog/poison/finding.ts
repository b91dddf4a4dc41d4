// What a scan has to say: which rule, how bad, and the exact place, in text that hides nothing.

export type Severity = 'error' | 'warning';

/** A part of one text, in UTF-16 units; `end` is behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Finding {
  /** Id of a rule of `RULES`. */
  readonly rule: string;
  /** `error`: no honest definition says this. `warning`: a person should look. */
  readonly severity: Severity;
  /** JSON pointer (RFC 6901) into the definition; `/name` is the tool's name, empty the text itself. */
  readonly pointer: string;
  /** Where in the text at the pointer, or in the key where the pointer ends in one that speaks. */
  readonly span: Span;
  /** The part found, one visible line, cut at `MAX_EXCERPT` characters. */
  readonly excerpt: string;
}

const MAX_EXCERPT = 160;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\u3164\u2800]/gu;

/** Of a part of a text: what cannot be seen is shown as its code. @param most UTF-16 units of the text */
export function excerptOf(text: string, { start, end }: Span, most: number = MAX_EXCERPT): string {
  const part = text.slice(start, Math.min(end, start + most));
  const shown = part.replaceAll(UNSEEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return end > start + most ? `${shown}…` : shown;
}
