// `holdpoint policy fmt`: one layout for all, so that a review sees what changed.

import { realpath, rename, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PolicySource } from '../../../kernel/state.ts';
import { formatSource } from '../../../policy/format-source.ts';
import { policyProblemText, type PolicyProblem } from '../../../policy/problem.ts';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { diffLines } from '../render/line-diff.ts';
import { readPolicySources } from '../given/policy-input.ts';
import { printable } from '../render/printable.ts';
import { createPolicyProgress } from '../render/progress.ts';

interface FormatFlags {
  readonly check?: true;
  readonly diff?: true;
}

interface Change {
  readonly source: PolicySource;
  readonly text: string;
}

export function addPolicyFmt(policy: Command, run: Run): void {
  policy
    .command('fmt')
    .description('Lays Cedar files out alike; comments stay, and so does what the policies mean.')
    .argument('[paths...]', '*.cedar files, or folders with some; else this folder')
    .option('--check', 'write nothing; exit with 2 where a file would change')
    .option('-d, --diff', 'write nothing; show what would change')
    .addHelpText('after', '\nExample:\n  holdpoint policy fmt policies --check')
    .action((paths: string[], flags: FormatFlags) =>
      run((context) => format(context, paths.length === 0 ? ['.'] : paths, flags)),
    );
}

async function format(context: Context, paths: readonly string[], flags: FormatFlags): Promise<ExitCode> {
  const sources = await readPolicySources(context, paths);
  const progress = createPolicyProgress(context, sources);
  const changes: Change[] = [];
  const problems: PolicyProblem[] = [];
  for (const source of sources) {
    const formatted = formatSource(source, (done, of) => {
      if (done % 1_000 === 0) progress.show(`fmt: ${source.name}: ${done} of ${of} policies`);
    });
    if ('problems' in formatted) problems.push(...formatted.problems);
    else if (formatted.text !== source.text) changes.push({ source, text: formatted.text });
  }
  progress.done();
  const isDry = flags.check === true || flags.diff === true;
  if (!isDry) await Promise.all(changes.map((change) => write(context, change)));
  for (const problem of problems) context.note(printable(policyProblemText(problem)));
  const changed = changes.map(({ source }) => source.name);
  const shown = flags.diff === true ? changes.flatMap(renderDiff) : changed.map(printable);
  const summary = `${counted(changes.length, 'file')} ${isDry ? 'would change' : 'changed'}`;
  context.print({ ok: problems.length === 0, changed, problems }, [...shown, summary].join('\n'));
  if (problems.length > 0) return EXIT.invalid;
  return flags.check === true && changes.length > 0 ? EXIT.denied : EXIT.ok;
}

function renderDiff({ source, text }: Change): string[] {
  const name = printable(source.name);
  return [`--- ${name}`, `+++ ${name}`, ...diffLines(source.text, text).map(printable)];
}

/** Whole or not at all; what a link leads to is written, not the link. */
async function write(context: Context, { source, text }: Change): Promise<void> {
  const path = await realpath(resolve(context.io.cwd, source.name));
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, text, { mode: (await stat(path)).mode });
  await rename(draft, path);
}
