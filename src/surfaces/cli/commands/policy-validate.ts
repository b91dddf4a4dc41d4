// `holdpoint policy validate`: whether a set can be published, with or without a gateway that runs. What it
// lets through, `propose` takes: both ask the same.

import type { Command } from 'commander';
import type { PolicySource } from '../../../kernel/state.ts';
import { digestOf } from '../../../ledger/digest.ts';
import { compilePolicies, type CompiledPolicies } from '../../../policy/compile.ts';
import { policyProblemText, type PolicyProblem } from '../../../policy/problem.ts';
import { checkReplaceable, deadVerbs } from '../../../policy/replaceable.ts';
import type { PolicyCatalog } from '../../../policy/schema.ts';
import type { Context, Run } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import {
  CATALOG_OPTION,
  readOrganisation,
  readPolicyInput,
  type CatalogFlag,
} from '../given/policy-input.ts';
import { excessOf } from '../policy-proposal.ts';
import { printable } from '../render/printable.ts';
import { reasonLine } from '../render/reason-line.ts';

export function addPolicyValidate(policy: Command, run: Run): void {
  policy
    .command('validate')
    .summary('Checks whether files can be published as the whole policy.')
    .description(
      'Checks Cedar files as the whole policy: that they fit the admitted tools and one request, and that' +
        ' people could still replace them. Exits with 3 where they would not be taken.' +
        ' With a catalog file nobody is known: only what would lock out any organisation is found.',
    )
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
  const problems: readonly PolicyProblem[] = 'errors' in compiled ? compiled.errors : compiled.warnings;
  const isOffline = flags.catalog !== undefined;
  const lockouts = isOffline ? deadEnds(compiled, catalog) : await lockedOut(context, compiled);
  const refusals = [...excesses(sources), ...lockouts];
  const ok = !('errors' in compiled) && refusals.length === 0;
  for (const problem of problems) context.note(printable(policyProblemText(problem)));
  for (const refusal of refusals) context.note(printable(refusal));
  const verdict = ok ? 'the policy can be published' : 'the policy cannot be published';
  const rest = ok && isOffline ? '; who could replace it is known to the running gateway only' : '';
  context.print({ ok, problems, refusals }, `${verdict}${rest}`);
  return ok ? EXIT.ok : EXIT.invalid;
}

function excesses(sources: readonly PolicySource[]): readonly string[] {
  const excess = excessOf(sources);
  return excess === null ? [] : [excess];
}

async function lockedOut(context: Context, compiled: CompiledPolicies): Promise<readonly string[]> {
  if ('errors' in compiled) return [];
  return checkReplaceable(compiled.engine, await readOrganisation(context)).map(reasonLine);
}

function deadEnds(compiled: CompiledPolicies, catalog: PolicyCatalog): readonly string[] {
  if ('errors' in compiled) return [];
  const verbs = deadVerbs(compiled.policies, catalog);
  if (verbs.length === 0) return [];
  return [
    `nobody could replace the set any more: it never permits ${verbs.join(' or ')};` +
      ' a set is all of the policy, so validate these files together with those that do',
  ];
}
