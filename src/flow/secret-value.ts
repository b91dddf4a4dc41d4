// What stands where a secret would may be a placeholder, a reference or a word: those are kept.

/** Shortest value that is taken for a password. */
const MIN_CHOSEN = 6;
const MIN_CHANCE = 12;
const MIN_BITS_PER_CHARACTER = 3;

/** How places begin that wait for a value, and names of values that stand elsewhere. */
const PLACEHOLDER =
  /^(?:\$[{(A-Z_]|%[A-Z_]|<|\{\{|\[redacted:|\*{3}|[xX]{3}|\.{3}|(?:env|file|vault|arn|https?):)/;
const PLACEHOLDER_WORD = /^(?:your[-_]|change[-_]?me|example|insert[-_]|enter[-_]|process\.|os\.)/i;
const NOTHING = /^(?:null|none|undefined|string|redacted|hidden|masked|required|optional)$/i;
/** A path through names, as in code: `settings.v2.secret`. */
const REFERENCE = /^[a-z_$][\w$]{0,40}(?:\.[a-z_$][\w$]{0,40})+$/i;
const PATH = /^(?:\.{0,2}|~)\/[a-z]/;

/** Whether a value may be a password that somebody chose. */
export function isChosen(text: string): boolean {
  return (
    text.length >= MIN_CHOSEN && !/\s/.test(text) && !NOTHING.test(text) && !PATH.test(text) && isValue(text)
  );
}

/** Whether a value looks drawn by chance: long enough, of letters and digits, hardly repeating itself. */
export function isChance(text: string): boolean {
  if (text.length < MIN_CHANCE || countDigits(text) === 0 || !/[a-z]/i.test(text) || /\s/.test(text))
    return false;
  return isValue(text) && bitsPerCharacter(text) >= MIN_BITS_PER_CHARACTER;
}

function isValue(text: string): boolean {
  if (PLACEHOLDER.test(text) || PLACEHOLDER_WORD.test(text)) return false;
  return !REFERENCE.test(text) || countDigits(text) >= 3;
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** Shannon's entropy of the text's own characters. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, n) => bits - (n / text.length) * Math.log2(n / text.length), 0);
}
