// `holdpoint ledger verify`: the whole ledger, or one record of it, against keys that one trusts.

import { Option, type Command } from 'commander';
import { encodeBase64 } from '../../../ledger/base64.ts';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { renderFacts } from '../render/table.ts';
import { describeFindings, describePayloads, verifyLedger, type VerifyFlags } from '../verify-ledger.ts';
import { describeFault, verifyRecord, type RecordFlags } from '../verify-record.ts';

type Flags = VerifyFlags & RecordFlags;

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function addVerifyCommand(ledger: Command, run: Run): void {
  const whole = ['db', 'export', 'checkpoint'];
  ledger
    .command('verify')
    .description('Recomputes everything from the bytes; exits with 2 and says where something does not hold.')
    .option('--db <file>', 'the SQLite file; else the one of the configuration')
    .option('--export <file>', 'an export instead, offline')
    .addOption(new Option('--proof <file>', 'one record, offline: its proof, with --record').conflicts(whole))
    .addOption(
      new Option(
        '--receipt <file>',
        'one record, offline: its receipt, or the answer that it came in',
      ).conflicts([...whole, 'proof']),
    )
    .addOption(new Option('--record <file>', 'the record that is to be in the ledger').conflicts(whole))
    .option('--vkey <key>', "the ledger's verifier key, from where you trust it")
    .option('--checkpoint <file>', 'a signed checkpoint kept elsewhere', collect, [])
    .option('--witness <vkey>', 'verifier key of a witness; repeatable', collect, [])
    .option('--quorum <number>', 'how many of them must have cosigned; else all')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint ledger verify --export ledger.ndjson --vkey "$(cat ledger.vkey)"' +
        '\n  holdpoint ledger verify --proof r.tlog-proof --record r.json --vkey "$(cat ledger.vkey)"',
    )
    .action((flags: Flags) => run((context) => verify(context, flags)));
}

async function verify(context: Context, flags: Flags): Promise<ExitCode> {
  const { proof, receipt } = flags;
  if (receipt !== undefined) return verifyOne(context, { receipt }, flags);
  if (proof !== undefined) return verifyOne(context, { proof }, flags);
  if (flags.record === undefined) return verifyWhole(context, flags);
  throw new CliError('a record alone proves nothing: add --proof FILE', {
    help: 'holdpoint ledger prove writes one',
  });
}

async function verifyWhole(context: Context, flags: VerifyFlags): Promise<ExitCode> {
  const { source, report } = await verifyLedger(context, flags);
  const explanations = describeFindings(report);
  const facts = renderFacts([
    ['verified', source],
    ['records', report.size],
    ['payloads', describePayloads(report)],
    ['root', report.root],
    ...(flags.witness.length > 0 ? [['cosigned', `${report.cosignedSize} records`] as const] : []),
    ['checkpoints', `${report.checkpointsVerified}, the largest over ${report.coveredSize} records`],
    ['result', report.ok ? 'everything holds' : counted(explanations.length, 'finding')],
  ]);
  const text = [facts, ...explanations.map((line) => context.style.bad(`  ${line}`))].join('\n');
  context.print({ source, ...report, explanations }, text);
  return report.ok ? EXIT.ok : EXIT.denied;
}

async function verifyOne(
  context: Context,
  file: Parameters<typeof verifyRecord>[1],
  flags: RecordFlags,
): Promise<ExitCode> {
  const { source, verdict } = await verifyRecord(context, file, flags);
  if (!verdict.ok) {
    const explanation = describeFault(verdict.fault);
    const facts = renderFacts([
      ['verified', source],
      ['result', 'the record is not proven'],
    ]);
    context.print({ source, ...verdict, explanation }, `${facts}\n${context.style.bad(`  ${explanation}`)}`);
    return EXIT.denied;
  }
  const { ok, index, cosigners } = verdict;
  const { origin, size, root } = verdict.checkpoint;
  const facts = renderFacts([
    ['verified', source],
    ['ledger', origin],
    ['record', `number ${index} of ${size} under the checkpoint`],
    ...(flags.witness.length > 0 ? [['cosigned', `by ${cosigners} of the witnesses named`] as const] : []),
    ['result', 'the ledger holds the record'],
  ]);
  const checkpoint = { origin, size, root: encodeBase64(root) };
  context.print({ source, ok, index, checkpoint, cosigners }, facts);
  return EXIT.ok;
}
