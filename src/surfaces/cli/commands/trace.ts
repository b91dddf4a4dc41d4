// `holdpoint trace`: why everything in a task happened.

import type { AddCommands } from '../context.ts';
import { traceResponse } from '../../http/contract.ts';
import { renderMermaid, renderTrace } from '../trace-render.ts';

export const addTraceCommand: AddCommands = (program, run) => {
  program
    .command('trace')
    .summary('show what a task did, and why')
    .description(
      'Shows the causes of everything in a task: prompt, decisions, approvals, leases, calls, outcomes.',
    )
    .argument('<task>', 'id of the task')
    .option('--mermaid', 'a Mermaid flowchart, for documents')
    .addHelpText('after', '\nExample:\n  holdpoint trace task_0123456789abcdef')
    .action((task: string, options: { mermaid?: true }) =>
      run(async (context) => {
        const reader = await context.reader();
        const trace = await reader.get(`/tasks/${encodeURIComponent(task)}/trace`, traceResponse);
        const text = options.mermaid ? renderMermaid(trace) : renderTrace(trace, context.style);
        context.print(trace, text);
      }),
    );
};
