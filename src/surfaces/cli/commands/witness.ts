// `holdpoint witness`: anyone may watch somebody's ledger, with a folder and nothing else.

import { resolve } from 'node:path';
import { isKeyName } from '../../../ledger/vkey.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { exists } from '../home.ts';
import { renderFacts } from '../render/table.ts';
import { checkKeys } from '../given/verifier-keys.ts';
import {
  alreadyThere,
  parseListen,
  readWitnessSettings,
  WITNESS_FILE,
  writeWitnessSettings,
} from '../given/witness-settings.ts';

interface InitFlags {
  readonly dir: string;
  readonly name: string;
  readonly log: readonly string[];
  readonly listen: string;
}

interface RunFlags {
  readonly dir: string;
  readonly log: readonly string[];
  readonly listen?: string;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const addWitnessCommands: AddCommands = (program, run) => {
  const witness = program
    .command('witness')
    .description('Cosign the checkpoints of ledgers that others run, so that none shows two histories.');
  witness
    .command('init')
    .description('Makes a witness in a folder: its key (0600) and its settings.')
    .requiredOption('--dir <folder>', 'where it keeps its key and what it cosigned')
    .requiredOption('--name <name>', 'such as example.com/w1; part of its key for ever')
    .option('--log <vkey>', 'verifier key of a ledger that it serves; repeatable', collect, [])
    .option('--listen <host:port>', 'where it listens', '127.0.0.1:4190')
    .addHelpText('after', '\nExample:\n  holdpoint witness init --dir ./w1 --name example.com/w1')
    .action((flags: InitFlags) => run((context) => init(context, flags)));
  witness
    .command('run')
    .description('Serves until Ctrl-C; what it answered it never forgets.')
    .requiredOption('--dir <folder>', 'of a witness that was made with init')
    .option('--log <vkey>', 'one more ledger to serve; repeatable', collect, [])
    .option('--listen <host:port>', `else as ${WITNESS_FILE} says`)
    .action((flags: RunFlags) => run((context) => serve(context, flags)));
};

async function init(context: Context, flags: InitFlags): Promise<void> {
  const { name, listen } = flags;
  const folder = resolve(context.io.cwd, flags.dir);
  if (!isKeyName(name)) throw new CliError('--name has a space, a plus or a control character');
  const logs = checkKeys(context.deps, flags.log, 'ed25519');
  parseListen(listen);
  if (await exists(resolve(folder, WITNESS_FILE))) throw alreadyThere(folder);
  const vkey = await context.deps.createWitness(folder, name);
  await writeWitnessSettings(folder, { name, listen, logs });
  context.print(
    { dir: folder, name, vkey, logs },
    renderFacts([
      ['folder', folder],
      ['name', name],
      ['verifier key', vkey],
      ['logs', logs.length],
    ]),
  );
  context.note(
    `\nGive the verifier key to those who run or check the ledgers. Add their keys to ${WITNESS_FILE}.`,
  );
}

async function serve(context: Context, flags: RunFlags): Promise<void> {
  const folder = resolve(context.io.cwd, flags.dir);
  const settings = await readWitnessSettings(folder);
  const logs = checkKeys(context.deps, [...settings.logs, ...flags.log], 'ed25519');
  if (logs.length === 0) {
    throw new CliError('there is no ledger to witness', {
      help: `Add its verifier key under logs in ${WITNESS_FILE}, or with --log`,
    });
  }
  const listen = parseListen(flags.listen ?? settings.listen);
  await context.deps.runWitness({ folder, name: settings.name, listen, logs }, ({ url, vkey }) => {
    const origins = [...new Set(logs.map((log) => log.split('+', 1)[0]!))];
    context.print(
      { url, name: settings.name, vkey, origins },
      `The witness ${settings.name} (${vkey}) listens at ${url} for ${origins.join(', ')}`,
    );
  });
}
