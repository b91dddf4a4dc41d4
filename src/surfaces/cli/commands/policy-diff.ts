// `holdpoint policy diff`: what another policy would let be done, and what no longer, before it counts.

import type { Command } from 'commander';
import { digestOf } from '../../../ledger/digest.ts';
import type { PolicySource } from '../../../kernel/state.ts';
import { diffPolicies, type PolicyDiff } from '../../../policy/analysis/diff.ts';
import { directionOf, sentenceOf, tellTogether } from '../../../policy/analysis/diff-words.ts';
import { listOf, wordsOf } from '../../../policy/analysis/words.ts';
import { compilePolicies, loadPolicies } from '../../../policy/compile.ts';
import type { CompiledPolicy } from '../../../policy/compiled-policy.ts';
import { policyProblemText } from '../../../policy/problem.ts';
import type { PolicyCatalog } from '../../../policy/schema.ts';
import { policyResponse } from '../../http/contract.ts';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { CATALOG_OPTION, readCatalog, readPolicySources, type CatalogFlag } from '../given/policy-input.ts';
import { printable } from '../render/printable.ts';
import { createPolicyProgress } from '../render/progress.ts';
import type { Style } from '../render/style.ts';

interface DiffFlags extends CatalogFlag {
  readonly exitCode?: true;
}

/** Adds `diff` to `holdpoint policy`. */
export function addPolicyDiff(policy: Command, run: Run): void {
  policy
    .command('diff')
    .summary('Says in words what access appears and disappears.')
    .description(
      'Compares two policy sets, each a file or a folder, and says in words what access appears and' +
        ' disappears. With one set: compares it with the published one.',
    )
    .argument('<old>', 'a *.cedar file, or a folder with some')
    .argument('[new]', 'the same; where there is none, <old> is compared with what is published')
    .option(...CATALOG_OPTION)
    .option('--exit-code', 'exit with 1 where anything differs')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint policy diff policies/' +
        '\n  holdpoint policy diff before/ policies/ --catalog catalog.yaml --exit-code',
    )
    .action((old: string, next: string | undefined, flags: DiffFlags) =>
      run((context) => diff(context, old, next, flags)),
    );
}

async function diff(
  context: Context,
  old: string,
  next: string | undefined,
  flags: DiffFlags,
): Promise<ExitCode> {
  const catalog = await readCatalog(context, flags);
  const [before, after] =
    next === undefined
      ? [loaded(context, await published(context), catalog), await candidate(context, old, catalog)]
      : [await candidate(context, old, catalog), await candidate(context, next, catalog)];
  const progress = createPolicyProgress(context, [...before, ...after]);
  const tell = (done: number, of: number): void => progress.show(`diff: ${done} of ${of} kinds of questions`);
  const found = diffPolicies(before, after, catalog, { tell });
  progress.done();
  context.print(jsonOf(found), linesOf(found, context.style).join('\n'));
  const isSame = found.policies.length === 0;
  return isSame || flags.exitCode === undefined ? EXIT.ok : EXIT.failed;
}

async function published(context: Context): Promise<readonly PolicySource[]> {
  const { policy } = await (await context.reader()).get('/policy', policyResponse);
  return policy?.sources ?? [];
}

async function candidate(
  context: Context,
  path: string,
  catalog: PolicyCatalog,
): Promise<readonly CompiledPolicy[]> {
  const sources = await readPolicySources(context, [path]);
  return policiesOf(compilePolicies(sources, catalog, toolsOf(context)), path);
}

/** What was published may fit the catalog no more; then it denies, and that is what is compared. */
function loaded(
  context: Context,
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
): readonly CompiledPolicy[] {
  return policiesOf(loadPolicies(sources, catalog, toolsOf(context)), 'the published policy');
}

function toolsOf({ deps }: Context): Parameters<typeof compilePolicies>[2] {
  return { digest: (value) => digestOf(deps.crypto, value) };
}

function policiesOf(compiled: ReturnType<typeof compilePolicies>, name: string): readonly CompiledPolicy[] {
  if (!('errors' in compiled)) return compiled.policies;
  throw new CliError(`${name} is not valid`, {
    exit: EXIT.invalid,
    lines: compiled.errors.map((problem) => printable(policyProblemText(problem))),
    json: { problems: compiled.errors },
    help: 'Check it with: holdpoint policy validate',
  });
}

function jsonOf({ policies, access, notCompared }: PolicyDiff): object {
  return {
    policies,
    access: access.map((change) => ({
      ...change,
      direction: directionOf(change),
      when: change.when.map(wordsOf),
      because: change.because.map(({ id, how }) => ({ id, how })),
      sentence: sentenceOf(change),
    })),
    notCompared,
  };
}

const MARKS = { added: '+', removed: '-', changed: '~', more: '+', less: '-', other: '~' } as const;

function linesOf({ policies, access, notCompared }: PolicyDiff, style: Style): string[] {
  if (policies.length === 0) return ['the policies are the same'];
  const told = (['more', 'less', 'other'] as const).flatMap((direction) =>
    tellTogether(access.filter((change) => directionOf(change) === direction)).flatMap((one) => [
      marked(MARKS[direction], one.sentence, style),
      ...one.conditions.map((condition, index) =>
        printable(`      ${index === 0 ? 'when' : 'or when'} ${condition}`),
      ),
    ]),
  );
  const left =
    notCompared.length === 0
      ? []
      : [marked('?', `${listOf(notCompared)}: there is more than was compared`, style)];
  const nothing = told.length + left.length === 0 ? ['  nobody can do more or less than before'] : [];
  const lines = [...changedLines(policies, style), '', style.strong('Access'), ...told, ...left, ...nothing];
  const isCut = lines.some((line) => / and \d+ more\b/.test(line));
  return [style.strong('Policies'), ...lines, ...(isCut ? ['', style.faint(CUT)] : [])];
}

const CUT = 'Of long lists the first names are shown, and how many more there are: --json has all of them.';

/** So many policies are shown line by line. */
const MOST_LINES = 20;

function changedLines(policies: PolicyDiff['policies'], style: Style): string[] {
  if (policies.length <= MOST_LINES) {
    return policies.map(({ id, how, onlyAnnotations }) =>
      marked(MARKS[how], onlyAnnotations ? `${id} (annotations only)` : id, style),
    );
  }
  return (['added', 'removed', 'changed'] as const).flatMap((how) => {
    const ids = policies.filter((policy) => policy.how === how).map(({ id }) => id);
    return ids.length === 0
      ? []
      : [marked(MARKS[how], `${counted(ids.length, 'policy', 'policies')} ${how}: ${listOf(ids)}`, style)];
  });
}

function marked(mark: '+' | '-' | '~' | '?', text: string, style: Style): string {
  const paint = { '+': style.good, '-': style.bad, '~': style.wait, '?': style.wait }[mark];
  return `  ${paint(mark)} ${printable(text)}`;
}
