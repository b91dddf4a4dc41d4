// `holdpoint init`: a home with its keys, a first operator with a passphrase, and the genesis record.

import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { encodeBase64Url } from '../../../ledger/base64.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { CONFIG_FILE, exists, operatorKeyPath } from '../home.ts';
import { choosePassphrase } from '../passphrase.ts';
import { renderFacts } from '../table.ts';

interface InitFlags {
  readonly operator?: string;
  readonly name?: string;
  readonly mode: string;
  readonly passphraseStdin?: true;
}

/** What the starter policy lets the first operator do: everything but what duties keep apart. */
const FIRST_ROLES = ['admin', 'requester', 'approver', 'security'];

const CONFIG_TEXT = `# Holdpoint's one configuration file. Everything has a default.
home: .holdpoint
`;

export const addInitCommand: AddCommands = (program, run) => {
  program
    .command('init')
    .description('Makes a home here: keys, the first operator and the first record of the ledger.')
    .option('--name <name>', 'your full name; kept encrypted, and erasable')
    .option('--operator <id>', 'your short id; else your user name')
    .option('--mode <mode>', 'separated: who asks never approves; solo: one person may do both', 'separated')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .addHelpText('after', '\nExample:\n  holdpoint init --name "Ada Lovelace" --mode solo')
    .action((flags: InitFlags) => run((context) => init(context, flags)));
};

async function init(context: Context, flags: InitFlags): Promise<void> {
  const { mode } = flags;
  if (mode !== 'separated' && mode !== 'solo') throw new CliError('--mode is separated or solo');
  const { settings, configFile } = await context.place({ mayBeNew: true });
  if (await exists(settings.store.path)) {
    throw new CliError(`${settings.home} has a ledger already`, { help: 'Start it with: holdpoint up' });
  }
  const id = flags.operator ?? userInfo().username.replace(/[^A-Za-z0-9._-]/g, '-');
  const keyPath = operatorKeyPath(settings.home, id);
  const passphrase = await choosePassphrase(context.io, flags.passphraseStdin === true, id);
  const key = await context.deps.createOperatorKey(keyPath, id, passphrase);
  const publicKey = encodeBase64Url(key.publicKey);
  const operator = { id, name: flags.name ?? id, roles: FIRST_ROLES, publicKey };
  const { ledger, vkey } = await context.deps.init({ settings, mode, operator });
  const config = configFile ?? join(context.io.cwd, CONFIG_FILE);
  // A home that was named stays where its name says; only one beside the file is found by the file.
  if (configFile === null && context.flags.home === undefined && !context.io.env['HOLDPOINT_HOME']) {
    await writeFile(config, CONFIG_TEXT, { flag: 'wx' });
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
}
