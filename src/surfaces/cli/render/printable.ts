// Texts of agents, tools and files may try to speak to the terminal: what is no visible character is shown
// as its code, so that nothing is hidden, moved, coloured or overwritten.

/** Control, format (bidi overrides, zero-width, tags) and line-breaking characters, and lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const UNSEEN_IN_LINES = /(?![\n])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** One line of visible text. */
export function printable(text: string): string {
  return text.replace(UNSEEN, escapeCharacter);
}

/** Visible text that keeps its line breaks. */
export function printableLines(text: string): string[] {
  return text.replace(UNSEEN_IN_LINES, escapeCharacter).split('\n');
}

/** One visible line of at most `limit` characters, which says how much it leaves out. */
export function excerpt(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return printable(text);
  return `${printable(characters.slice(0, limit).join(''))}… (${characters.length - limit} more)`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
