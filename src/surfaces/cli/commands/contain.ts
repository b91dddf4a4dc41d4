// `holdpoint quarantine` and `kill`: stopping is one command, and says twice what it reached.

import { containmentEvent, type KillRequest } from '../../http/contract.ts';
import type { AddCommands, Context } from '../context.ts';
import { counted } from '../counted.ts';
import { CliError } from '../exit.ts';

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
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint quarantine task_0123456789abcdef --reason "follows an injection"',
    )
    .action((task: string, { reason }: { reason: string }) =>
      run((context) => contain(context, `/tasks/${encodeURIComponent(task)}/quarantine`, { reason })),
    );
  program
    .command('kill')
    .description('Stops an agent, a connector or everything, until it is lifted.')
    .option('--agent <id>', 'all tasks of an agent')
    .option('--connector <id>', 'all calls to a connector')
    .option('--all', 'everything')
    .option('--lift', 'takes the stop back')
    .requiredOption('--reason <words>', 'why; stands in the ledger')
    .addHelpText('after', '\nExample:\n  holdpoint kill --agent scribe --reason "sends to strangers"')
    .action((flags: KillFlags) =>
      run((context) => {
        const { lift, reason } = flags;
        return contain(context, '/kill', { target: targetOf(flags), lift: lift === true, reason });
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

/** Lines as they come; with `--json` the events as NDJSON. Taking a stop back is one. */
async function contain(context: Context, path: string, body: object): Promise<void> {
  const operator = await context.operator();
  for await (const event of operator.postLines(path, body, containmentEvent)) {
    const text =
      event.event === 'recorded'
        ? `recorded after ${event.recordedMs} ms (${event.receipt.record})`
        : `quiesced after ${event.quiescedMs} ms: ${describeAborted(event.aborted)}`;
    context.print(event, text);
  }
}

function describeAborted(count: number): string {
  return `${counted(count, 'running call was', 'running calls were')} aborted`;
}
