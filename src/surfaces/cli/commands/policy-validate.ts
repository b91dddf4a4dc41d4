// `holdpoint policy validate`: whether a set can be published, with or without a gateway that runs.

import type { Command } from 'commander';
import { digestOf } from '../../../ledger/digest.ts';
import { compilePolicies } from '../../../policy/compile.ts';
import { policyProblemText, type PolicyProblem } from '../../../policy/problem.ts';
import type { Context, Run } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { CATALOG_OPTION, readPolicyInput, type CatalogFlag } from '../policy-input.ts';
import { printable } from '../printable.ts';

export function addPolicyValidate(policy: Command, run: Run): void {
  policy
    .command('validate')
    .description('Checks Cedar files against the admitted tools; exits with 3 where there are errors.')
    .argument('<paths...>', '*.cedar files, or folders with some: together the whole policy')
    .option(...CATALOG_OPTION)
    .addHelpText('after', '\nExample:\n  holdpoint policy validate policies --catalog catalog.yaml')
    .action((paths: string[], flags: CatalogFlag) => run((context) => validate(context, paths, flags)));
}

async function validate(context: Context, paths: readonly string[], flags: CatalogFlag): Promise<ExitCode> {
  const { sources, catalog } = await readPolicyInput(context, paths, flags);
  const compiled = compilePolicies(sources, catalog, {
    digest: (value) => digestOf(context.deps.crypto, value),
  });
  const ok = !('errors' in compiled);
  const problems: readonly PolicyProblem[] = ok ? compiled.warnings : compiled.errors;
  for (const problem of problems) context.note(printable(policyProblemText(problem)));
  context.print({ ok, problems }, ok ? 'the policy can be published' : 'the policy cannot be published');
  return ok ? EXIT.ok : EXIT.invalid;
}
