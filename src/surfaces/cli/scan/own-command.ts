// Which command lines start Holdpoint: what is written into settings is what is known again as governed.

import { programName } from './program-name.ts';

/** Programs that run a program whose name follows their own flags. */
const RUNNERS = new Set(['npx', 'bunx', 'pnpx']);
/** Their flags that say nothing of what is run; any other may put something else in its place. */
const HARMLESS = new Set([
  '-y',
  '--yes',
  '--no',
  '--no-install',
  '--offline',
  '--prefer-offline',
  '-q',
  '--quiet',
]);
/** Flags of Holdpoint that may stand before `wrap`, with a value. */
const PLACED = new Set(['--config', '--home']);

/**
 * Where `wrap` stands in a command line of ours, else -1. Holdpoint is the program itself, a script of its
 * name, or what a runner runs: a name in the arguments of something else proves nothing.
 */
export function wrapIn(texts: readonly string[]): number {
  let at = ownIn(texts);
  if (at === -1) return -1;
  at += 1;
  while (PLACED.has(texts[at] ?? '')) at += 2;
  return texts[at] === 'wrap' ? at : -1;
}

/**
 * The words of a command line that starts Holdpoint, as `--program` takes it: apart at blanks, but for those
 * in quotes. No shell reads it. Null where what it starts would not be known as Holdpoint.
 */
export function readOwnCommand(text: string): string[] | null {
  const words = [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
  const isWhole = !/["']/.test(text.replaceAll(/"[^"]*"|'[^']*'/g, ''));
  return isWhole && wrapIn([...words, 'wrap']) === words.length ? words : null;
}

/** Where Holdpoint itself is named; -1: nowhere. */
function ownIn(texts: readonly string[]): number {
  const first = programName(texts[0] ?? '');
  if (first === 'holdpoint') return 0;
  if (first === 'node') return /^holdpoint(?:\.[cm]?js)?$/.test(programName(texts[1] ?? '')) ? 1 : -1;
  if (!RUNNERS.has(first)) return -1;
  let at = 1;
  while (HARMLESS.has(texts[at] ?? '')) at += 1;
  // The package of that name in some version, or a path to the program.
  const ran = (texts[at] ?? '').replace(/^(holdpoint)@[\w.^~+-]+$/, '$1');
  return programName(ran) === 'holdpoint' ? at : -1;
}
