// `holdpoint trace`: why everything in a task happened.

import { Option } from 'commander';
import type { AddCommands, Context } from '../context.ts';
import { graphResponse } from '../../http/contract/ledger.ts';
import { traceResponse } from '../../http/contract.ts';
import { renderTrace } from '../render/trace-render.ts';

type Format = 'text' | 'json' | 'mermaid' | 'otlp';

export const addTraceCommand: AddCommands = (program, run) => {
  program
    .command('trace')
    .summary('Shows what a task did, and why.')
    .description(
      'Shows the causes of everything in a task: prompt, decisions, approvals, leases, calls, outcomes.',
    )
    .argument('<task>', 'id of the task')
    .addOption(
      new Option('--format <form>', 'a tree for people; else a graph across tasks, without their words')
        .choices(['text', 'json', 'mermaid', 'otlp'])
        .default('text'),
    )
    .addOption(new Option('--mermaid', 'a Mermaid flowchart, for documents').implies({ format: 'mermaid' }))
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint trace task_0123456789abcdef' +
        '\n  holdpoint trace task_0123456789abcdef --format otlp > spans.json',
    )
    .action((task: string, { format }: { format: Format }) =>
      run((context) => trace(context, `/tasks/${encodeURIComponent(task)}/trace`, format)),
    );
};

async function trace(context: Context, path: string, format: Format): Promise<void> {
  const reader = await context.reader();
  if (format === 'text') {
    const records = await reader.get(path, traceResponse);
    context.print(records, renderTrace(records, context.style));
    return;
  }
  const place = `${path}?format=${format}`;
  if (format === 'json') {
    const graph = await reader.get(place, graphResponse);
    context.print(graph, JSON.stringify(graph, null, 2));
    return;
  }
  const text = (await reader.getText(place)).trimEnd();
  // OTLP is JSON already, in a form that is not ours to add to.
  if (format === 'mermaid') context.print({ mermaid: text }, text);
  else context.io.stdout.write(`${text}\n`);
}
