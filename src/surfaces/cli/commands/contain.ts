// `holdpoint quarantine` and `kill`: stopping is one command, and says twice what it reached.

import type { z } from 'zod';
import { containmentEvent, type KillRequest } from '../../http/contract.ts';
import { brokenOff } from '../client.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { counted } from '../render/counted.ts';
import { renderTable } from '../render/table.ts';

interface KillFlags {
  readonly agent?: string;
  readonly connector?: string;
  readonly all?: true;
  readonly lift?: true;
  readonly reason: string;
}

export const addContainCommands: AddCommands = (program, run) => {
  program
    .command('quarantine')
    .description(
      'Stops a task: nothing new starts, what runs is aborted, holds are void, leases are revoked.',
    )
    .argument('<task>', 'id of the task')
    .requiredOption('--reason <words>', 'why; stands in the ledger')
    .option('--tree', 'with every task that it may have set off; nothing of it begins by itself any more')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint quarantine task_0123456789abcdef --tree --reason "follows an injection"',
    )
    .action((task: string, { reason, tree = false }: { reason: string; tree?: boolean }) =>
      run((context) => contain(context, `/tasks/${encodeURIComponent(task)}/quarantine`, { reason, tree })),
    );
  program
    .command('kill')
    .description('Stops an agent, a connector or everything, until it is lifted.')
    .option('--agent <id>', 'all tasks of an agent')
    .option('--connector <id>', 'all calls to a connector')
    .option('--all', 'everything')
    .option('--lift', 'take the stop back')
    .requiredOption('--reason <words>', 'why; stands in the ledger')
    .addHelpText('after', '\nExample:\n  holdpoint kill --agent scribe --reason "sends to strangers"')
    .action((flags: KillFlags) =>
      run((context) => {
        const { lift, reason } = flags;
        const body = { target: targetOf(flags), lift: lift === true, reason };
        return contain(context, '/kill', body, lift === true ? 'recorded' : 'quiesced');
      }),
    );
};

function targetOf({ agent, connector, all }: KillFlags): KillRequest['target'] {
  const named = [
    ...(agent === undefined ? [] : [{ kind: 'agent' as const, id: agent }]),
    ...(connector === undefined ? [] : [{ kind: 'connector' as const, id: connector }]),
    ...(all === undefined ? [] : [{ kind: 'all' as const }]),
  ];
  if (named.length === 1) return named[0]!;
  throw new CliError('say what to stop, once: --agent ID, --connector ID or --all');
}

/**
 * Lines as they come; with `--json` the events as NDJSON. Taking a stop back is one. Throws `CliError` where
 * the daemon ended before it said the last: what it said stands, the rest may run on.
 */
async function contain(context: Context, path: string, body: object, last: Last = 'quiesced'): Promise<void> {
  const operator = await context.operator();
  let voidHolds = 0;
  let told: Told['event'] | null = null;
  try {
    for await (const event of operator.postLines(path, body, containmentEvent)) {
      if (event.event !== 'quiesced') voidHolds += event.voidHolds;
      const words = event.event === 'quiesced' ? describeSteps(event, voidHolds) : describeRecorded(event);
      context.print(event, words);
      told = event.event;
    }
  } catch (error) {
    // A bug is none of the daemon's.
    if (told === null || !(error instanceof CliError)) throw error;
  }
  if (told !== last) throw told === null ? brokenOff() : brokenOff(AGAIN);
}

type Last = 'recorded' | 'quiesced';

const AGAIN = 'What was told is recorded; the rest may go on: give the same order again, it does no harm';

type Told = z.output<typeof containmentEvent>;

function describeRecorded(event: Exclude<Told, { event: 'quiesced' }>): string {
  if (event.event === 'recorded') return `recorded after ${event.recordedMs} ms (${event.receipt.record})`;
  return `all below it after ${event.recordedMs} ms (${counted(event.below.length, 'task')})`;
}

type Quiesced = Extract<Told, { event: 'quiesced' }>;

const STEPS: { readonly [step in Quiesced['steps'][number]['step']]: string } = {
  'calls-ended': 'running calls ended',
  'leases-revoked': 'leases revoked',
};

/** When each part was done, and what is owed still. */
function describeSteps({ quiescedMs, steps }: Quiesced, voidHolds: number): string {
  const holds: Row[] = voidHolds === 0 ? [] : [['holds void', 'with the record', voidHolds, 0]];
  const rows = steps.map(({ step, atMs, count, left }): Row => [STEPS[step], `${atMs} ms`, count, left]);
  const table = renderTable(['step', 'after', 'count', 'still owed'], [...holds, ...rows]);
  const owed = steps.some(({ left }) => left > 0) ? '; what is owed is tried again until it is done' : '';
  return [table, `quiesced after ${quiescedMs} ms${owed}`].filter((part) => part !== null).join('\n');
}

type Row = readonly [string, string, number, number];
