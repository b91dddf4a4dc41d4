// `holdpoint ledger`: anyone checks it, with the file or an export and a key.

import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AddCommands, Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { renderFacts } from '../table.ts';
import { describeFindings, verifyLedger, type VerifyFlags } from '../verify-ledger.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const addLedgerCommands: AddCommands = (program, run) => {
  const ledger = program.command('ledger').description('Verify and export the ledger.');
  ledger
    .command('verify')
    .description('Recomputes everything from the bytes; exits with 2 and says where something does not hold.')
    .option('--db <file>', 'the SQLite file; else the one of the configuration')
    .option('--export <file>', 'an export instead, offline')
    .option('--vkey <key>', "the ledger's verifier key, from where you trust it")
    .option('--checkpoint <file>', 'a signed checkpoint kept elsewhere', collect, [])
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint ledger verify --export ledger.ndjson --vkey "$(cat ledger.vkey)"',
    )
    .action((flags: VerifyFlags) => run((context) => verify(context, flags)));
  ledger
    .command('export')
    .description('Writes the whole ledger as lines that holdpoint/verify checks; payloads stay behind.')
    .option('--out <file>', 'else to standard output')
    .action((flags: { out?: string }) => run((context) => exportLedger(context, flags.out)));
  ledger
    .command('checkpoint')
    .description('Prints the newest signed checkpoint: keep it elsewhere, and a cut tail shows.')
    .action(() =>
      run(async (context) => {
        const checkpoint = await (await context.reader()).getText('/ledger/checkpoint');
        context.print({ checkpoint }, checkpoint.trimEnd());
      }),
    );
};

async function verify(context: Context, flags: VerifyFlags): Promise<ExitCode> {
  const { source, report } = await verifyLedger(context, flags);
  const explanations = describeFindings(report);
  const payloads = 'payloadsVerified' in report ? report.payloadsVerified : 'not in an export';
  const facts = renderFacts([
    ['verified', source],
    ['records', report.size],
    ['payloads', payloads],
    ['root', report.root],
    ['checkpoints', `${report.checkpointsVerified}, the largest over ${report.coveredSize} records`],
    ['result', report.ok ? 'everything holds' : `${explanations.length} findings`],
  ]);
  const text = [facts, ...explanations.map((line) => context.style.bad(`  ${line}`))].join('\n');
  context.print({ source, ...report, explanations }, text);
  return report.ok ? EXIT.ok : EXIT.denied;
}

async function exportLedger(context: Context, out?: string): Promise<void> {
  const lines = (await context.reader()).getLines('/ledger/export');
  if (out === undefined) {
    for await (const line of lines) context.io.stdout.write(`${line}\n`);
    return;
  }
  const path = resolve(context.io.cwd, out);
  const file = await open(path, 'w', 0o600);
  let count = 0;
  try {
    for await (const line of lines) {
      await file.write(`${line}\n`);
      count++;
    }
  } finally {
    await file.close();
  }
  // Header and checkpoint are lines too.
  context.print({ file: path, records: count - 2 }, `${count - 2} records are in ${path}`);
}
