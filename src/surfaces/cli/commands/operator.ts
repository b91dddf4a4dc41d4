// `holdpoint operator`: people enter with a key of their own, whose passphrase only they know.

import { resolve } from 'node:path';
import { encodeBase64Url } from '../../../ledger/base64.ts';
import { answerSchema, operatorsResponse } from '../../http/contract.ts';
import { passkeysResponse } from '../../http/contract/passkey.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { operatorKeyPath } from '../home.ts';
import { choosePassphrase } from '../passphrase.ts';
import { limitText } from '../given/limit-flags.ts';
import { renderTable, renderTime } from '../render/table.ts';
import { tellUnknownRoles } from '../unknown-roles.ts';
import { addOperatorDuty } from './operator-duty.ts';

interface AddFlags {
  readonly roles: string;
  readonly name?: string;
  readonly keyOut?: string;
  readonly publicKey?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly passphraseStdin?: true;
}

export const addOperatorCommands: AddCommands = (program, run) => {
  const operator = program.command('operator').description('Add and list people; say how far they approve.');
  operator
    .command('add')
    .description('Adds a person: makes their key file, for which they choose the passphrase now.')
    .argument('<id>', 'short id; the ledger shows it, so not the full name')
    .requiredOption('--roles <list>', 'such as approver,requester; the policy says what they may do')
    .option('--name <name>', 'full name; kept encrypted, and erasable')
    .option('--key-out <file>', 'where the key file goes; else into the home')
    .option('--public-key <key>', 'they have a key already: its raw Ed25519 public part in base64url')
    .option('--issuer <url>', 'they sign in through an identity provider: its issuer')
    .option('--subject <subject>', 'their subject there')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint operator add grace --roles approver --key-out grace.key.json',
    )
    .action((id: string, flags: AddFlags) => run((context) => addOperator(context, id, flags)));
  operator
    .command('list')
    .description('Lists the operators.')
    .action(() => run(listOperators));
  operator
    .command('passkeys')
    .description('Lists the passkeys of a person. They add them in the console, under Passkeys.')
    .argument('<id>', 'the operator')
    .addHelpText('after', '\nExample:\n  holdpoint operator passkeys grace')
    .action((id: string) => run((context) => listPasskeys(context, id)));
  addOperatorDuty(operator, run);
};

async function addOperator(context: Context, id: string, flags: AddFlags): Promise<void> {
  const client = await context.operator();
  const identity = identityOf(flags);
  const { publicKey, path } = await keyFor(context, id, flags);
  const roles = flags.roles.split(',').map((role) => role.trim());
  const body = { id, name: flags.name ?? id, roles, publicKey, identity };
  const answer = await client.post('/operators', body, answerSchema);
  const key = path === null ? '' : `; their key is ${path}`;
  const unknownRoles = await tellUnknownRoles(context, roles);
  context.print({ operator: id, key: path, unknownRoles, ...answer }, `${id} is an operator${key}`);
}

async function keyFor(
  context: Context,
  id: string,
  flags: AddFlags,
): Promise<{ readonly publicKey: string | null; readonly path: string | null }> {
  if (flags.publicKey !== undefined) return { publicKey: flags.publicKey, path: null };
  if (flags.issuer !== undefined && flags.keyOut === undefined) return { publicKey: null, path: null };
  const { home } = (await context.place()).settings;
  const path = flags.keyOut === undefined ? operatorKeyPath(home, id) : resolve(context.io.cwd, flags.keyOut);
  const passphrase = await choosePassphrase(context.io, flags.passphraseStdin === true, id);
  const key = await context.deps.createOperatorKey(path, id, passphrase);
  return { publicKey: encodeBase64Url(key.publicKey), path };
}

/** Throws `CliError` where only a half is given. */
export function identityOf(flags: { readonly issuer?: string; readonly subject?: string }) {
  const { issuer, subject } = flags;
  if (issuer === undefined && subject === undefined) return null;
  if (issuer !== undefined && subject !== undefined) return { issuer, subject };
  throw new CliError('--issuer and --subject go together');
}

async function listOperators(context: Context): Promise<void> {
  const { operators } = await (await context.reader()).get('/operators', operatorsResponse);
  const rows = operators.map(({ id, name, roles, publicKey, identity, limit }) => [
    id,
    name ?? '(erased)',
    roles.join(','),
    publicKey === null ? 'no' : 'yes',
    identity?.issuer ?? null,
    limitText(limit),
  ]);
  context.print(
    { operators },
    renderTable(['operator', 'name', 'roles', 'key', 'signs in at', 'approves'], rows) ?? 'nobody',
  );
}

async function listPasskeys(context: Context, id: string): Promise<void> {
  const path = `/operators/${encodeURIComponent(id)}/passkeys`;
  const { passkeys } = await (await context.reader()).get(path, passkeysResponse);
  const rows = passkeys.map(({ id: credential, name, rpId, addedAt, usedAt, backupEligible }) => [
    name ?? '-',
    credential,
    rpId,
    renderTime(addedAt),
    usedAt === null ? 'not yet' : renderTime(usedAt),
    backupEligible ? 'may be copied by its provider' : 'stays in one device',
  ]);
  const titles = ['name', 'passkey', 'for', 'added', 'signed last', 'where it is'];
  context.print({ operator: id, passkeys }, renderTable(titles, rows) ?? `${id} has no passkey`);
}
