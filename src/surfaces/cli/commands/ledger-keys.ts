// `holdpoint ledger keys` and `rotate-key`: who signs the ledger, and who does from now on.

import type { Command } from 'commander';
import { keysResponse, rotationResponse } from '../../http/contract/ledger.ts';
import { confirm } from '../confirm.ts';
import type { Context, Run } from '../context.ts';
import { renderFacts } from '../render/table.ts';

export function addKeyCommands(ledger: Command, run: Run): void {
  ledger
    .command('keys')
    .description(
      'Shows the verifier key in force, and those before it. Each of them verifies the whole ledger.',
    )
    .action(() => run(showKeys));
  ledger
    .command('rotate-key')
    .description('Makes a new signing key and puts it into force; the ledger goes on under it.')
    .option('--yes', 'do not ask')
    .action(({ yes }: { yes?: true }) => run((context) => rotate(context, yes === true)));
}

async function showKeys(context: Context): Promise<void> {
  const keys = await (await context.reader()).get('/ledger/keys', keysResponse);
  const retired = keys.retired.map((vkey) => ['retired', vkey] as const);
  context.print(keys, renderFacts([['ledger', keys.ledger], ...retired, ['in force', keys.vkey]]));
}

async function rotate(context: Context, isSure: boolean): Promise<void> {
  const operator = await context.operator();
  const { vkey: previous } = await operator.get('/ledger/keys', keysResponse);
  if (!isSure) await confirm(context, `Replace the key ${previous}? It cannot come back.`, 'the key stays');
  const answer = await operator.post('/ledger/rotate-key', { previous }, rotationResponse);
  const { vkey, receipt } = answer;
  context.print(
    answer,
    renderFacts([
      ['retired', previous],
      ['in force', vkey],
      ['record', receipt.record],
    ]),
  );
  context.note(
    'Give the new key to your witnesses and auditors; who has an earlier one can go on verifying with it.\n' +
      'When every replica runs under the new key, destroy the file of the retired one.',
  );
}
