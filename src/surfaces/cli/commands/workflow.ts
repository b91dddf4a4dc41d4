// `holdpoint workflow`: reviewed specs, published as they are written.

import { workflowPublished, workflowsResponse, type WorkflowView } from '../../http/contract.ts';
import { limitFacts } from '../render/budget-facts.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { renderSteps } from '../render/step-render.ts';
import { renderFacts, renderTable, renderTime } from '../render/table.ts';
import { addWorkflowCheck, checkSource, readSource, remarkLine } from './workflow-check.ts';
import { addWorkflowDiff } from './workflow-diff.ts';

export const addWorkflowCommands: AddCommands = (program, run) => {
  const workflow = program.command('workflow').description('Publish and look at workflows.');
  workflow
    .command('publish')
    .description('Publishes a *.workflow.yaml file; the one of the same id before it is replaced.')
    .argument('<file>', 'a *.workflow.yaml file')
    .addHelpText('after', '\nExample:\n  holdpoint workflow publish triage.workflow.yaml')
    .action((file: string) =>
      run(async (context) => {
        const source = await readSource(context, file);
        const operator = await context.operator();
        const { remarks } = await checkSource(operator, source);
        const answer = await operator.post('/workflows', source, workflowPublished);
        const said = `${answer.workflow} is published (${answer.receipt.record})`;
        context.print({ ...answer, remarks }, [said, ...remarks.map(remarkLine)].join('\n'));
      }),
    );
  workflow
    .command('list')
    .description('Lists published workflows.')
    .action(() => run(listWorkflows));
  workflow
    .command('show')
    .description('Shows what a workflow lets its tasks do.')
    .argument('<id>', 'of a workflow')
    .action((id: string) => run((context) => showWorkflow(context, id)));
  addWorkflowCheck(workflow, run);
  addWorkflowDiff(workflow, run);
};

async function listWorkflows(context: Context): Promise<void> {
  const { workflows } = await (await context.reader()).get('/workflows', workflowsResponse);
  const rows = workflows.map((one) => [
    one.id,
    one.author,
    one.agents.join(','),
    one.scope.allowances.length,
    renderTime(one.expiresAt),
  ]);
  const headings = ['workflow', 'author', 'agents', 'tools', 'expires'];
  context.print({ workflows }, renderTable(headings, rows) ?? 'no workflows');
}

async function showWorkflow(context: Context, id: string): Promise<void> {
  const { workflows } = await (await context.reader()).get('/workflows', workflowsResponse);
  const workflow = workflows.find((one) => one.id === id);
  if (workflow === undefined)
    throw new CliError(`no such workflow: ${id}`, { help: 'See: holdpoint workflow list' });
  context.print({ workflow }, renderWorkflow(workflow));
}

type Preapproved = NonNullable<WorkflowView['scope']['allowances'][number]['preapproved']>;

function preapprovedText({ max, arguments: shape }: Preapproved): string {
  const often = max === null ? 'yes' : `${max} times`;
  return shape === null ? often : `${often}, with ${JSON.stringify(shape)}`;
}

function renderWorkflow(workflow: WorkflowView): string {
  const { purpose, limits, outcomes, allowances } = workflow.scope;
  const facts = renderFacts([
    ['workflow', workflow.id],
    ['purpose', purpose],
    ['author', workflow.author],
    ['publisher', workflow.publisher],
    ['agents', workflow.agents.join(', ')],
    ['unattended', workflow.unattended],
    ['expires', renderTime(workflow.expiresAt)],
    ['a task lives', `${workflow.taskSeconds} seconds`],
    ...limitFacts(limits),
    ...(outcomes === undefined ? [] : [['outcomes', outcomes.join(', ')] as const]),
    ['digest', workflow.digest],
  ]);
  const rows = allowances.map(({ tool, max, arguments: shape, preapproved }) => [
    tool,
    max ?? 'limits',
    shape === null ? 'any' : JSON.stringify(shape),
    preapproved === null ? 'no' : preapprovedText(preapproved),
  ]);
  const headings = ['allowed', 'at most', 'arguments', 'approved beforehand'];
  const allowed = renderTable(headings, rows) ?? 'nothing';
  const steps = renderSteps(workflow.scope.steps ?? []);
  return [facts, allowed, ...(steps === null ? [] : [steps])].join('\n\n');
}
