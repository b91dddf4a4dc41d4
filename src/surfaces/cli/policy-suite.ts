// A test file with all that it names, read and compiled: it runs as it stands, or says what is wrong with it.

import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { PolicySource } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import { catalogOf } from '../../policy/catalog-file.ts';
import { compilePolicies, type CompiledPolicies } from '../../policy/compile.ts';
import { policyProblemText } from '../../policy/problem.ts';
import type { PolicyCatalog } from '../../policy/schema.ts';
import { readPolicyTests } from '../../policy/testing/read-tests.ts';
import { prepareTests, type PreparedTest } from '../../policy/testing/run-tests.ts';
import type { Context } from './context.ts';
import { CliError, EXIT } from './exit.ts';
import { findFiles } from './given/file-search.ts';
import { readGivenText } from './given/file.ts';
import { invalidFile } from './home.ts';
import { readCatalog, type CatalogFlag } from './given/policy-input.ts';

export const TEST_ENDING = '.policy-test.yaml';

export type Compiled = Exclude<CompiledPolicies, { readonly errors: unknown }>;

export interface PolicySuite {
  /** The test file's path, as it was found. */
  readonly file: string;
  readonly sources: readonly PolicySource[];
  readonly catalog: PolicyCatalog;
  readonly compiled: Compiled;
  readonly tests: readonly PreparedTest[];
}

/** Reads the test files among what was named (of a folder: those in it). Throws `CliError`. */
export async function readSuites(
  context: Context,
  named: readonly string[],
  flags: CatalogFlag,
): Promise<readonly PolicySuite[]> {
  const files = await findFiles(context, named, TEST_ENDING);
  if (files.length === 0) {
    throw new CliError(`there is no *${TEST_ENDING} in ${named.join(', ')}`, {
      help: 'See how one is written: holdpoint policy test --help',
    });
  }
  let shared: Promise<PolicyCatalog> | null = null;
  const otherwise = (): Promise<PolicyCatalog> => (shared ??= readCatalog(context, flags));
  const suites: PolicySuite[] = [];
  for (const file of files) suites.push(await readSuite(context, file, otherwise));
  return suites;
}

/** @param otherwise the catalog of a file that names none */
async function readSuite(
  context: Context,
  file: string,
  otherwise: () => Promise<PolicyCatalog>,
): Promise<PolicySuite> {
  const read = readPolicyTests(await readGivenText(context, file), file);
  if ('problems' in read) throw invalidFile(`${file} is not valid`, read.problems);
  const { policies, catalog: catalogFile, connectors } = read.value.file;
  const sources = await readSources(context, file, policies);
  const beside = catalogFile === undefined ? undefined : { catalog: join(dirname(file), catalogFile) };
  const named = connectors === undefined ? null : catalogOf(connectors);
  const catalog = named ?? (await (beside === undefined ? otherwise() : readCatalog(context, beside)));
  const compiled = compileOrTell(context, sources, catalog);
  const { tests, problems } = prepareTests(read.value, catalog, compiled);
  if (problems.length > 0) throw invalidFile(`${file} is not valid`, problems);
  return { file, sources, catalog, compiled, tests };
}

/** Throws `CliError` with code 3 where the policies do not compile. */
export function compileOrTell(
  { deps }: Context,
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
  engine: 'compiled' | 'reference' = 'compiled',
): Compiled {
  const digest = (value: Parameters<typeof digestOf>[1]): string => digestOf(deps.crypto, value);
  const compiled = compilePolicies(sources, catalog, { digest, engine });
  if (!('errors' in compiled)) return compiled;
  throw new CliError('the policies are not valid', {
    exit: EXIT.invalid,
    lines: compiled.errors.map(policyProblemText),
    help: 'See them all with: holdpoint policy validate',
    json: { problems: compiled.errors },
  });
}

/** A source is named by its path from the working directory, so that it is one in every test file. */
async function readSources(
  context: Context,
  file: string,
  patterns: readonly string[],
): Promise<PolicySource[]> {
  const folder = resolve(context.io.cwd, dirname(file));
  const found = await Promise.all(patterns.map((pattern) => expand(file, resolve(folder, pattern), pattern)));
  const paths = [...new Set(found.flat())].map((path) => relative(context.io.cwd, path));
  return Promise.all(paths.map(async (name) => ({ name, text: await readGivenText(context, name) })));
}

/** Files of one folder, by a name with stars in it. */
async function expand(file: string, path: string, pattern: string): Promise<string[]> {
  if (!basename(path).includes('*')) return [path];
  const pieces = basename(path).split('*').map(escapePattern);
  const matching = new RegExp(`^${pieces.join('[^/]*')}$`);
  const names = await readdir(dirname(path)).catch((): string[] => []);
  const found = names.filter((name) => matching.test(name)).toSorted();
  if (found.length === 0) {
    throw new CliError(`${file}: no file is named ${pattern}`, { exit: EXIT.invalid });
  }
  return found.map((name) => join(dirname(path), name));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
