// The page of commands and the program tell the same story, in both directions.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createCliDeps } from '../../src/main.ts';
import { runCli } from '../../src/surfaces/cli/run.ts';
import { blocksOf } from './page.ts';

const page = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${name}`, import.meta.url)), 'utf8');

const CLI = page('docs/cli.md');

/** Of the first column `` `hold list`, `hold show <hold>` ``: what is named, and the flags of the row. */
const ROWS = CLI.split('\n')
  .filter((line) => /^\| `[a-z]/.test(line))
  .map((line) => ({
    commands: [...line.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map((match) => wordsOf(match[1]!)),
    flags: [...new Set(line.match(/--[a-z-]{2,}/g))],
  }));

test('every command and flag of the page is one of the program', async () => {
  expect(ROWS.length).toBeGreaterThan(20);
  const missing = await Promise.all(
    ROWS.map(async ({ commands, flags }) => {
      const helps = await Promise.all(commands.map(helpOf));
      const unknown = commands.filter((words, index) => !isHelpOf(helps[index]!, words));
      return [...unknown, ...flags.filter((flag) => !helps.join('').includes(flag))];
    }),
  );
  expect(missing.flat()).toEqual([]);
});

test('every command of the program is on the page', async () => {
  const documented = ROWS.flatMap(({ commands }) => commands);
  const all = await commandsUnder('');
  expect(all.filter((command) => !documented.includes(command))).toEqual([]);
});

test('every command of the examples is one of the program', async () => {
  const shell = blocksOf(page('README.md')).filter(({ language }) => language === 'sh');
  const lines = shell.flatMap(({ text }) => text.match(/^holdpoint [a-z].*$/gm) ?? []);
  const named = lines.map((line) => wordsOf(line.replace('holdpoint ', '')));
  expect(named.length).toBeGreaterThan(10);
  const known = ROWS.flatMap(({ commands }) => commands);
  const isKnown = (words: string): boolean =>
    known.some((command) => words === command || words.startsWith(`${command} `));
  expect(named.filter((words) => !isKnown(words))).toEqual([]);
});

/** The words before the first argument or flag. */
function wordsOf(text: string): string {
  return /^[a-z-]+(?: [a-z][a-z-]*(?![\w_…]))*/.exec(text)![0];
}

function isHelpOf(help: string, words: string): boolean {
  return new RegExp(`^Usage: holdpoint ${words}(?: |$)`, 'm').test(help);
}

/** Those that do something, at any depth. */
async function commandsUnder(command: string): Promise<string[]> {
  const under = await subcommandsOf(command);
  if (under.length === 0) return [command];
  return (await Promise.all(under.map((word) => commandsUnder(`${command} ${word}`.trim())))).flat();
}

async function subcommandsOf(command: string): Promise<string[]> {
  const [, listed = ''] = (await helpOf(command)).split(/^Commands:$/m);
  const names = [...listed.split(/^\S/m)[0]!.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1]!);
  return names.filter((name) => name !== 'help');
}

async function helpOf(words: string): Promise<string> {
  let text = '';
  const output = { write: (more: string) => void (text += more), isTerminal: false };
  const io = {
    env: {},
    cwd: '/',
    stdout: output,
    stderr: output,
    readInput: () => Promise.resolve(''),
    ask: () => Promise.resolve(null),
  };
  await runCli([...words.split(' ').filter((word) => word !== ''), '--help'], io, createCliDeps('bin.js'));
  return text;
}
