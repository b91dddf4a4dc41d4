// `holdpoint blast-radius`: what could be reached from one place, and where a hold stands in the way.

import type { AddCommands, Context } from '../context.ts';
import { blastKind, blastResponse } from '../../http/contract/blast.ts';
import { blastMermaid, renderBlast } from '../render/blast-render.ts';
import { CliError } from '../exit.ts';

export const addBlastRadiusCommand: AddCommands = (program, run) => {
  program
    .command('blast-radius')
    .summary('Shows everything that an agent, a workflow, a tool or a lease could reach.')
    .description(
      'Shows everything that could be reached, through workflows, tools and what they set off, with effects' +
        ' and data, and where a hold or a person stands in between.',
    )
    .argument('<kind>', blastKind.options.join(', '))
    .argument('<name>', 'id of it; of a tool, connector/tool')
    .option('--mermaid', 'a Mermaid flowchart, for documents', false)
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint blast-radius agent scribe' +
        '\n  holdpoint blast-radius tool post/send_mail --mermaid',
    )
    .action((kind: string, name: string, flags: { mermaid: boolean }) =>
      run((context) => show(context, kind, name, flags.mermaid)),
    );
};

async function show(context: Context, kind: string, name: string, isChart: boolean): Promise<void> {
  const known = blastKind.safeParse(kind);
  if (!known.success) {
    const help = `Give one of: ${blastKind.options.join(', ')}`;
    throw new CliError(`${kind} is nothing that reaches anything`, { help });
  }
  const query = new URLSearchParams({ kind: known.data, name });
  const found = await (await context.reader()).get(`/blast-radius?${query.toString()}`, blastResponse);
  if (isChart) {
    const mermaid = blastMermaid(found).trimEnd();
    context.print({ mermaid }, mermaid);
    return;
  }
  context.print(found, renderBlast(found, context.style));
}
