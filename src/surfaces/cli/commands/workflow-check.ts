// `holdpoint workflow check`: what a file's reviewer should know, before anybody reviews it. Nothing is
// published, and whoever reads the ledger here may ask.

import { basename } from 'node:path';
import type { Command } from 'commander';
import { workflowChecked, type WorkflowCheckedView } from '../../http/contract/policy.ts';
import type { Client } from '../client.ts';
import type { Context, Run } from '../context.ts';
import { readGivenText } from '../given/file.ts';

export function addWorkflowCheck(workflow: Command, run: Run): void {
  workflow
    .command('check')
    .description('Checks a draft: what does not hold (3), and what a reviewer should know.')
    .argument('<file>', 'a *.workflow.yaml file')
    .addHelpText('after', '\nExample:\n  holdpoint workflow check triage.workflow.yaml')
    .action((file: string) =>
      run(async (context) => {
        const { workflow: meant, remarks } = await checkSource(
          await asker(context),
          await readSource(context, file),
        );
        const next = `Show it to somebody else: holdpoint workflow diff ${file}`;
        const said = remarks.length === 0 ? 'it holds, and nothing stands out' : 'it holds';
        context.print({ workflow: meant.id, remarks }, [said, ...remarks.map(remarkLine), next].join('\n'));
      }),
    );
}

/** Whoever is signed in, or nobody in particular. */
export function asker(context: Context): Promise<Client> {
  return context.operator().catch(() => context.reader());
}

interface Source {
  readonly name: string;
  readonly text: string;
}

/** As that client would publish it. Throws `CliError`. */
export function checkSource(client: Client, source: Source): Promise<WorkflowCheckedView> {
  return client.post('/workflows/check', source, workflowChecked);
}

/** A file that a person wrote, under its bare name. Throws `CliError`. */
export async function readSource(context: Context, file: string): Promise<Source> {
  return { name: basename(file), text: await readGivenText(context, file) };
}

export function remarkLine(remark: string): string {
  return `note: ${remark}`;
}
