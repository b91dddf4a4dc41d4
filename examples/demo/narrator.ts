// Tells the story to a person at a terminal, and counts what did not go as it should.

const COLOURS = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, bold: 1 } as const;

export interface Narrator {
  chapter(title: string): void;
  say(text: string): void;
  /** A fact of the story that must hold. */
  expect(holds: boolean, text: string): void;
  print(text: string): void;
  failures(): number;
}

/** Writes to standard error where standard output is kept for the summary line. */
export function createNarrator(stream: NodeJS.WriteStream): Narrator {
  const plain = !stream.isTTY || process.env['NO_COLOR'] !== undefined;
  const paint = (colour: keyof typeof COLOURS, text: string): string =>
    plain ? text : `\u001b[${COLOURS[colour]}m${text}\u001b[0m`;
  let chapters = 0;
  let failed = 0;
  return {
    chapter: (title) => void stream.write(`\n${paint('bold', `${++chapters}. ${title}`)}\n`),
    say: (text) => void stream.write(`   ${text}\n`),
    expect(holds, text) {
      if (!holds) failed++;
      stream.write(`   ${holds ? paint('green', 'ok ') : paint('red', 'NOT')} ${text}\n`);
    },
    print: (text) => void stream.write(`${text.replaceAll(/^/gm, '   ')}\n`),
    failures: () => failed,
  };
}
