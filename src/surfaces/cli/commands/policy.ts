// `holdpoint policy`: Cedar files, checked before they count, and each decision explained by them.

import {
  policyPublished,
  policyResponse,
  problemsResponse,
  recordResponse,
  type Problem,
} from '../../http/contract.ts';
import { problemLine } from '../client.ts';
import type { AddCommands, Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { explainRecord } from '../policy-words.ts';
import { printable, printableLines } from '../printable.ts';
import { readSource } from './workflow.ts';

export const addPolicyCommands: AddCommands = (program, run) => {
  const policy = program.command('policy').description('Check, publish and explain policy.');
  policy
    .command('publish')
    .description('Publishes Cedar files as the whole policy; what was published before no longer counts.')
    .argument('<files...>')
    .addHelpText('after', '\nExample:\n  holdpoint policy publish policies/*.cedar')
    .action((files: string[]) => run((context) => publish(context, files)));
  policy
    .command('validate')
    .description('Checks Cedar files against the admitted tools; exits with 3 where there are errors.')
    .argument('<files...>')
    .action((files: string[]) => run((context) => validate(context, files)));
  policy
    .command('show')
    .description('Prints the published policy.')
    .action(() => run(show));
  policy
    .command('explain')
    .description('Says why a record permitted, held (exit 4) or denied (exit 2) what was asked.')
    .argument('<record>', 'id of a record: every denial and every trace names it')
    .addHelpText('after', '\nExample:\n  holdpoint policy explain rec_0123456789abcdef.0')
    .action((record: string) => run((context) => explain(context, record)));
};

async function readSources(context: Context, files: readonly string[]) {
  return { sources: await Promise.all(files.map((file) => readSource(context, file))) };
}

async function publish(context: Context, files: readonly string[]): Promise<void> {
  const client = await context.operator();
  const answer = await client.post('/policy', await readSources(context, files), policyPublished);
  tell(context, answer.problems);
  context.print(answer, `the policy is published (${answer.receipt.record})`);
}

async function validate(context: Context, files: readonly string[]): Promise<ExitCode> {
  const client = await context.reader();
  const { problems } = await client.post(
    '/policy/validate',
    await readSources(context, files),
    problemsResponse,
  );
  const ok = problems.every(({ severity }) => severity !== 'error');
  tell(context, problems);
  context.print({ ok, problems }, ok ? 'the policy can be published' : 'the policy cannot be published');
  return ok ? EXIT.ok : EXIT.invalid;
}

function tell(context: Context, problems: readonly Problem[]): void {
  for (const problem of problems) context.note(printable(problemLine(problem)));
}

async function show(context: Context): Promise<void> {
  const { policy } = await (await context.reader()).get('/policy', policyResponse);
  const texts = policy?.sources.map(
    ({ name, text }) => `// ${printable(name)}\n${printableLines(text).join('\n')}`,
  );
  context.print({ policy }, texts?.join('\n') ?? 'nothing is published: everything is denied');
}

async function explain(context: Context, id: string): Promise<ExitCode> {
  const reader = await context.reader();
  const { record } = await reader.get(`/records/${encodeURIComponent(id)}`, recordResponse);
  const { policy } = await reader.get('/policy', policyResponse);
  const { verdict, exit, lines } = explainRecord(record, policy);
  context.print({ record: id, verdict, explanation: lines }, lines.join('\n'));
  return exit;
}
