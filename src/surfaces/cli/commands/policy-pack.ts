// `holdpoint policy pack`: policies to begin with, as files of one's own. Nothing is published by it.

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { nearest } from '../../../document/nearest.ts';
import type { Context, Run } from '../context.ts';
import type { PolicyPack } from '../deps.ts';
import { CliError } from '../exit.ts';
import { printableLines } from '../render/printable.ts';

interface AddFlags {
  readonly to: string;
}

export function addPolicyPack(policy: Command, run: Run): void {
  const pack = policy.command('pack').description('Policies to begin with, each with its tests.');
  pack
    .command('list')
    .description('Lists the packs, each with what it is about.')
    .addHelpText('after', '\nExample:\n  holdpoint policy pack list')
    .action(() => run(list));
  pack
    .command('show')
    .description("Prints a pack's policies and its page.")
    .argument('<name>', 'of a pack, as list shows it')
    .addHelpText('after', '\nExample:\n  holdpoint policy pack show data-egress')
    .action((name: string) => run((context) => show(context, name)));
  pack
    .command('add')
    .description(
      'Copies a pack, and those that its tests build on; a file that is there already is left alone.',
    )
    .argument('<name>', 'of a pack, as list shows it')
    .option('--to <folder>', 'where to', 'policies')
    .addHelpText('after', '\nExample:\n  holdpoint policy pack add data-egress --to policies')
    .action((name: string, flags: AddFlags) => run((context) => add(context, name, flags)));
}

async function list(context: Context): Promise<void> {
  const packs = (await readPacks(context)).map(({ name, files }) => ({ name, about: aboutOf(files) }));
  const width = Math.max(...packs.map(({ name }) => name.length));
  context.print({ packs }, packs.map(({ name, about }) => `${name.padEnd(width)}  ${about}`).join('\n'));
}

/** The line of its page after the heading: one sentence. */
function aboutOf(files: PolicyPack['files']): string {
  const page = files.find(({ name }) => name === 'README.md')?.text ?? '';
  return page.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
}

async function show(context: Context, name: string): Promise<void> {
  const pack = find(await readPacks(context), name);
  const shown = pack.files.filter((file) => !file.name.endsWith('.yaml'));
  const text = shown.flatMap((file) => [...printableLines(file.text.trimEnd()), '']);
  context.print({ pack }, text.join('\n').trimEnd());
}

async function add(context: Context, name: string, { to }: AddFlags): Promise<void> {
  const packs = await readPacks(context);
  const written: string[] = [];
  const kept: string[] = [];
  for (const pack of withBases(packs, find(packs, name))) {
    await mkdir(resolve(context.io.cwd, to, pack.name), { recursive: true });
    for (const file of pack.files) {
      const path = join(to, pack.name, file.name);
      const isNew = await writeNew(resolve(context.io.cwd, path), file.text);
      (isNew ? written : kept).push(path);
    }
  }
  for (const path of kept) context.note(`${path} is there already and was left as it is`);
  const next = `Check it with: holdpoint policy test ${to}`;
  context.print({ written, kept }, [...written, next].join('\n'));
}

/** Whole or not at all; false where there is one already. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A pack's tests name the policies of another as `../its-name/…`. */
function withBases(packs: readonly PolicyPack[], pack: PolicyPack): readonly PolicyPack[] {
  const texts = pack.files.map(({ text }) => text).join('\n');
  return [pack, ...packs.filter(({ name }) => texts.includes(`../${name}/`))];
}

const STARTER = 'The starter policy is in force from the beginning: holdpoint policy show';

function find(packs: readonly PolicyPack[], name: string): PolicyPack {
  const found = packs.find((pack) => pack.name === name);
  if (found !== undefined) return found;
  const names = packs.map((pack) => pack.name);
  // It is called a pack, and is no file of one's own to begin with.
  const help = name === 'starter' ? STARTER : nearest(name, names, 'packs');
  throw new CliError(`there is no pack called ${name}`, { help });
}

function readPacks(context: Context): Promise<readonly PolicyPack[]> {
  return context.deps.readPacks().catch(() => {
    throw new CliError('the packs of this installation cannot be read', {
      help: 'Install the package again: they lie in its folder packs',
    });
  });
}
