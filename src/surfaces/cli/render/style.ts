// Colour helps the eye and carries nothing: without it no word is missing.

export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly wait: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const plain = (text: string): string => text;

export const PLAIN: Style = { good: plain, bad: plain, wait: plain, faint: plain, strong: plain };

export const COLOURED: Style = {
  good: paint(32),
  bad: paint(31),
  wait: paint(33),
  faint: paint(2),
  strong: paint(1),
};

function paint(code: number): (text: string) => string {
  return (text) => `\u001b[${code}m${text}\u001b[0m`;
}
