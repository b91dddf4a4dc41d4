// `holdpoint init`: a home with its keys, a first operator with a passphrase, and the genesis record.

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeBase64Url } from '../../../ledger/base64.ts';
import type { AddCommands, Context } from '../context.ts';
import type { Founder, InitOptions, Settings } from '../deps.ts';
import { CliError } from '../exit.ts';
import { FIRST_CONFIG, ownId } from '../first-config.ts';
import { CONFIG_FILE, operatorKeyPath, readDaemonFile } from '../home.ts';
import { choosePassphrase } from '../passphrase.ts';
import { offerToGovern } from '../scan/offer.ts';
import { renderFacts } from '../render/table.ts';

interface InitFlags {
  readonly operator?: string;
  readonly name?: string;
  readonly mode: string;
  readonly passphraseStdin?: true;
  readonly govern?: boolean;
}

/** What the starter policy lets the first operator do: everything but what duties keep apart. */
const FIRST_ROLES = ['admin', 'requester', 'approver', 'security'];

export const addInitCommand: AddCommands = (program, run) => {
  program
    .command('init')
    .description('Makes a home here: keys, the first operator and the first record of the ledger.')
    .option('--name <name>', 'your full name; kept encrypted, and erasable')
    .option('--operator <id>', 'your short id; else your user name')
    .option('--mode <mode>', 'separated: who asks never approves; solo: one person may do both', 'separated')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .option('--govern', "put the servers of this machine's MCP clients behind it, as scan --fix does")
    .option('--no-govern', 'do not look for them')
    .addHelpText('after', '\nExample:\n  holdpoint init --name "Ada Lovelace" --mode solo')
    .action((flags: InitFlags) => run((context) => init(context, flags)));
};

async function init(context: Context, flags: InitFlags): Promise<void> {
  const { mode } = flags;
  if (mode !== 'separated' && mode !== 'solo') throw new CliError('--mode is separated or solo');
  const { settings, configFile } = await context.place({ mayBeNew: true });
  await refuseLedger(context, settings);
  const id = flags.operator ?? ownId();
  const keyPath = operatorKeyPath(settings.home, id);
  const passphrase = await choosePassphrase(context.io, flags.passphraseStdin === true, id);
  const makeOperator = async (): Promise<Founder> => {
    const key = await context.deps.createOperatorKey(keyPath, id, passphrase);
    return { id, name: flags.name ?? id, roles: FIRST_ROLES, publicKey: encodeBase64Url(key.publicKey) };
  };
  const { ledger, vkey } = await found(context, { settings, mode, makeOperator }, keyPath);
  const config = configFile ?? join(context.io.cwd, CONFIG_FILE);
  // A home that was named stays where its name says; only one beside the file is found by the file.
  if (configFile === null && context.flags.home === undefined && !context.io.env['HOLDPOINT_HOME']) {
    await writeFile(config, FIRST_CONFIG, { flag: 'wx' });
  }
  const facts = [
    ['home', settings.home],
    ['ledger', ledger],
    ['verifier key', vkey],
    ['mode', mode],
    ['operator', id],
    ['key', keyPath],
  ] as const;
  context.print({ home: settings.home, ledger, vkey, mode, operator: id, key: keyPath }, renderFacts(facts));
  context.note('\nKeep a copy of the verifier key elsewhere. Next: holdpoint up');
  await offerToGovern(context, flags.govern ?? null, id);
}

/** Throws `CliError` where there is something to found no more. */
async function refuseLedger(context: Context, settings: Settings): Promise<void> {
  const records = await context.deps.countRecords(settings).catch(async (error: unknown) => {
    // A daemon keeps its file to itself while it runs, and knows whether anything is founded there.
    if ((await readDaemonFile(settings.home)) === null) throw error;
    const status = await context.daemonStatus().catch(() => null);
    if (status === null || status.mode === null) throw error;
    return Infinity;
  });
  if (records === null || records === 0) return;
  const { url } = settings.store;
  const where = url === undefined ? settings.home : 'the database that store.url names';
  throw new CliError(`${where} has a ledger already`, {
    help:
      url === undefined
        ? 'Start it with: holdpoint up'
        : 'Bring its keys into keys.path, and start another replica of it with: holdpoint up',
  });
}

/** The key is taken back where it stands in no ledger; where that is not certain it stays. */
async function found({ deps }: Context, options: InitOptions, keyPath: string) {
  let isMade = false;
  const makeOperator = async (): Promise<Founder> => {
    const operator = await options.makeOperator();
    isMade = true;
    return operator;
  };
  try {
    return await deps.init({ ...options, makeOperator });
  } catch (error) {
    const isUncertain = error instanceof Error && 'code' in error && error.code === 'store-in-doubt';
    if (isMade && !isUncertain) await rm(keyPath, { force: true });
    throw error;
  }
}
