// `holdpoint policy lint`: what is odd about policies, before they decide anything.

import { InvalidArgumentError, Option, type Command } from 'commander';
import { nearestWord } from '../../../document/nearest.ts';
import type { PolicySource } from '../../../kernel/state.ts';
import type { Finding, Severity } from '../../../policy/lint/finding.ts';
import { lintPolicies, type LintOptions } from '../../../policy/lint/lint.ts';
import { RULE_INFOS } from '../../../policy/lint/rules.ts';
import type { Context, Run } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { renderFindings } from '../render/finding-render.ts';
import { annotationLine } from '../render/github-annotation.ts';
import {
  CATALOG_OPTION,
  readOrganisation,
  readPolicyInput,
  type CatalogFlag,
} from '../given/policy-input.ts';
import { lintReport } from '../render/lint-report.ts';
import { createPolicyProgress } from '../render/progress.ts';

type Levels = NonNullable<LintOptions['levels']>;

interface LintFlags extends CatalogFlag {
  readonly format: 'pretty' | 'json' | 'sarif' | 'github';
  readonly maxWarnings?: number;
  readonly rule: Levels;
}

const LEVELS: { readonly [word: string]: Severity | 'off' } = {
  off: 'off',
  note: 'note',
  warn: 'warning',
  warning: 'warning',
  error: 'error',
};

/** Adds `lint` to `holdpoint policy`. */
export function addPolicyLint(policy: Command, run: Run): void {
  policy
    .command('lint')
    .summary('Looks for rules that do not do what they say.')
    .description(
      'Looks for rules that never match, permits and forbids that cancel each other, missing holds.' +
        ' Exits with 3 where it finds an error, or more warnings than --max-warnings.',
    )
    .argument('<files...>', 'Cedar files, or folders of them')
    .option(...CATALOG_OPTION)
    .addOption(
      new Option('--format <form>', 'for people, or for machines')
        .choices(['pretty', 'json', 'sarif', 'github'])
        .default('pretty'),
    )
    .addOption(new Option('--max-warnings <number>', 'how many warnings are borne').argParser(readCount))
    .addOption(
      new Option('--rule <id=level>', 'off, note, warn or error for one rule; may be given several times')
        .argParser(readLevel)
        .default({}, 'the levels of docs/policy-lint.md'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint policy lint policies/' +
        '\n  holdpoint policy lint policies/ --catalog catalog.yaml --rule missing-hold=off' +
        '\n  holdpoint policy lint policies/ --format sarif > lint.sarif',
    )
    .action((files: string[], flags: LintFlags) => run((context) => lint(context, files, flags)));
}

function readCount(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}

function readLevel(text: string, before: Levels): Levels {
  const [id = '', word = ''] = text.split('=');
  const level = LEVELS[word];
  if (level === undefined) throw new InvalidArgumentError('It is like missing-hold=off (note, warn, error).');
  const ids = RULE_INFOS.map((rule) => rule.id);
  if (ids.includes(id)) return { ...before, [id]: level };
  const near = nearestWord(id, ids);
  throw new InvalidArgumentError(
    near === null ? `The rules are ${ids.join(', ')}.` : `There is no rule ${id}: did you mean ${near}?`,
  );
}

async function lint(context: Context, files: readonly string[], flags: LintFlags): Promise<ExitCode> {
  const { sources, catalog } = await readPolicyInput(context, files, flags);
  const organisation = flags.catalog === undefined ? { organisation: await readOrganisation(context) } : {};
  const progress = createPolicyProgress(context, sources);
  const options = {
    ...organisation,
    levels: flags.rule,
    tell: (step: string): void => progress.show(`lint: ${step}`.padEnd(60)),
  };
  const findings = lintPolicies(sources, catalog, options);
  progress.done();
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const isTooMany = flags.maxWarnings !== undefined && count('warning') > flags.maxWarnings;
  const ok = count('error') === 0 && !isTooMany;
  tell(context, flags.format, ok, findings, sources);
  return ok ? EXIT.ok : EXIT.invalid;
}

function tell(
  context: Context,
  format: LintFlags['format'],
  ok: boolean,
  findings: readonly Finding[],
  sources: readonly PolicySource[],
): void {
  const { io, deps, flags, style } = context;
  const data = { ok, findings };
  if (format === 'sarif') {
    io.stdout.write(`${JSON.stringify(lintReport(findings, sources, deps.version), null, 2)}\n`);
  } else if (format === 'github') {
    for (const finding of findings) io.stdout.write(`${annotationOf(finding)}\n`);
  } else if (format === 'json' && !flags.json) {
    io.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...data }, null, 2)}\n`);
  } else {
    const texts = new Map(sources.map(({ name, text }) => [name, text]));
    context.print(data, renderFindings(findings, texts, style));
  }
}

function annotationOf({ rule, severity, message, help, source, region }: Finding): string {
  const text = help === null ? message : `${message}\n${help}`;
  return annotationLine({ level: severity, title: rule, message: text, file: source, region });
}
