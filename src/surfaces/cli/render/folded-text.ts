// A line is no longer than the terminal is wide, and nothing of it is lost by that.

/** Where there is no terminal to ask. */
const USUAL_COLUMNS = 100;
const FEWEST_COLUMNS = 40;

/** How wide what is printed may be, in characters. */
export function columnsOf({ columns = USUAL_COLUMNS }: { readonly columns?: number | undefined }): number {
  return Math.max(columns, FEWEST_COLUMNS);
}

/**
 * One line of visible text, colours allowed, as lines of at most `width` characters, those that go on
 * indented by four more. A word that is longer is cut.
 */
export function foldLine(line: string, width: number): string[] {
  const indent = line.length - line.trimStart().length;
  const further = ' '.repeat(Math.min(indent, width / 2) + 4);
  const lines: string[] = [];
  let now = line.slice(0, indent);
  let isBegun = false;
  const room = width - further.length;
  for (const part of line
    .slice(indent)
    .split(' ')
    .flatMap((word) => piecesOf(word, room))) {
    if (isBegun && widthOf(now) + 1 + widthOf(part) > width) {
      lines.push(now.trimEnd());
      now = further;
      isBegun = false;
    }
    now += isBegun ? ` ${part}` : part;
    isBegun ||= part !== '';
  }
  return [...lines, now.trimEnd()];
}

function piecesOf(word: string, room: number): string[] {
  const characters = Array.from(word);
  // A coloured word is one of ours, and short.
  if (characters.length <= room || word.includes('\u001b')) return [word];
  const pieces = Math.ceil(characters.length / room);
  return Array.from({ length: pieces }, (_, at) => characters.slice(at * room, (at + 1) * room).join(''));
}

function widthOf(text: string): number {
  return Array.from(text.replaceAll(/\p{Cc}\[\d+m/gu, '')).length;
}
