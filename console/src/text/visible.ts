// What somebody else wrote is shown so that nothing in it hides: characters that print nothing, or that turn
// the order of others around, stand as their own code points.

export interface Piece {
  /** Null: plain text; else the name of a character that would not be seen. */
  readonly hidden: string | null;
  readonly text: string;
}

/** Controls, formats, private use, unassigned, unpaired halves, blanks that are no space, the undrawn. */
const HIDDEN =
  /((?![ \n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800])/u;

export function piecesOf(text: string): readonly Piece[] {
  // Split by a group, every second part is what the group took.
  return text
    .split(HIDDEN)
    .map((part, index) => ({ hidden: index % 2 === 1 ? nameOf(part) : null, text: part }))
    .filter(({ text: part }) => part !== '');
}

/** JSON that says the same, with what would not be seen written as JSON escapes it: `\u202e`. */
export function escapeHidden(json: string): string {
  return piecesOf(json)
    .flatMap(({ hidden, text }) => (hidden === null ? text : text.split('').map(escapeUnit)))
    .join('');
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `U+202E`. */
export function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${code.padStart(4, '0')}`;
}

/** How many characters of a text would not be seen; looks at so much of it and no more. */
export function countHidden(text: string, most = 100_000): number {
  return piecesOf(text.slice(0, most)).filter(({ hidden }) => hidden !== null).length;
}

/** Lines as they are, the long ones cut into rows of one width: each row costs the same to draw. */
export function rowsOf(text: string, width: number): readonly string[] {
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '') rows.push('');
    for (let from = 0; from < line.length;) {
      const to = endOf(line, from + width);
      rows.push(line.slice(from, to));
      from = to;
    }
  }
  return rows;
}

/** Never between the halves of one character. */
function endOf(line: string, end: number): number {
  const code = line.charCodeAt(end - 1);
  return end < line.length && code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

/** The beginning of a text that is to be folded; null where it is short enough to stand whole. */
export function foldedText(text: string, characters: number, lines: number): string | null {
  const beginning = text.slice(0, characters).split('\n').slice(0, lines).join('\n');
  return beginning.length < text.length ? beginning : null;
}
