// What a policy command works on: Cedar files, and the tools that they are checked against. Both can be
// files, so that nothing has to run.

import { resolve } from 'node:path';
import type { PolicySource } from '../../../kernel/state.ts';
import { admittedSchema, catalogOf, readCatalogFile } from '../../../policy/catalog-file.ts';
import type { Organisation } from '../../../policy/lint/subject.ts';
import type { PolicyCatalog } from '../../../policy/schema.ts';
import { agentsResponse, operatorsResponse } from '../../http/contract.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { findFiles, findNamed, type FoundFile } from './file-search.ts';
import { readGivenText } from './file.ts';
import { invalidFile } from '../home.ts';

/** The option `--catalog FILE` of a command. */
export interface CatalogFlag {
  readonly catalog?: string;
}

export const CATALOG_OPTION = [
  '--catalog <file>',
  'check against this catalog file; else against what the running gateway admitted',
] as const;

/**
 * Reads Cedar files (of a folder: its `*.cedar`), and the catalog: the file that was named, else that of the
 * running gateway. Throws `CliError`. Sources are named by their paths as given.
 */
export async function readPolicyInput(
  context: Context,
  files: readonly string[],
  flags: CatalogFlag,
): Promise<{ sources: PolicySource[]; catalog: PolicyCatalog }> {
  const sources = await readPolicySources(context, files);
  return { sources, catalog: await readCatalog(context, flags) };
}

/** Throws `CliError` where there is none, or one cannot be read. */
export async function readPolicySources(context: Context, files: readonly string[]): Promise<PolicySource[]> {
  const paths = await findFiles(context, files, '.cedar');
  requireSome(paths, files);
  return Promise.all(paths.map(async (name) => ({ name, text: await readGivenText(context, name) })));
}

/**
 * The same as a set of its own, which is known by its digest: sources are named from the folder that was
 * given, so that it does not depend on how its path was typed. Throws `CliError`, also where two files would
 * go by one name.
 */
export async function readPolicySet(context: Context, files: readonly string[]): Promise<PolicySource[]> {
  const found = await findNamed(context, files, '.cedar');
  requireSome(found, files);
  const known = new Map<string, FoundFile>();
  for (const file of found) {
    const other = known.get(file.name) ?? file;
    if (resolve(context.io.cwd, other.path) !== resolve(context.io.cwd, file.path)) {
      throw new CliError(`${other.path} and ${file.path} would both be named ${file.name} in the set`, {
        help: 'Name the folder that holds both',
      });
    }
    known.set(file.name, other);
  }
  const read = async ({ name, path }: FoundFile) => ({ name, text: await readGivenText(context, path) });
  return Promise.all([...known.values()].map(read));
}

function requireSome(found: readonly unknown[], files: readonly string[]): void {
  if (found.length > 0) return;
  throw new CliError(`there is no *.cedar file in ${files.join(', ')}`, {
    help: 'Begin with a pack: holdpoint policy pack list',
  });
}

/** Throws `CliError`: with code 3 where the file is not valid. */
export async function readCatalog(context: Context, { catalog: file }: CatalogFlag): Promise<PolicyCatalog> {
  if (file === undefined) return readAdmitted(context);
  const read = readCatalogFile(await readGivenText(context, file), file);
  if ('problems' in read) throw invalidFile('the catalog is not valid', read.problems);
  return read.value;
}

/** What the running gateway admitted. Throws `CliError`. */
export async function readAdmitted(context: Context): Promise<PolicyCatalog> {
  const { connectors } = await (await running(context)).get('/connectors', admittedSchema);
  const named = connectors.flatMap(({ id, admitted }) =>
    admitted === null ? [] : [[id, admitted] as const],
  );
  return catalogOf(Object.fromEntries(named));
}

/** Who there is, as the running gateway says. Throws `CliError`. */
export async function readOrganisation(context: Context): Promise<Organisation> {
  const reader = await context.reader();
  const { mode } = await context.daemonStatus();
  const { operators } = await reader.get('/operators', operatorsResponse);
  const { agents } = await reader.get('/agents', agentsResponse);
  return { mode: mode ?? 'separated', operators, agents };
}

async function running(context: Context): Promise<Awaited<ReturnType<Context['reader']>>> {
  return context.reader().catch((error: unknown) => {
    if (!(error instanceof CliError)) throw error;
    const next = 'Or name a catalog file: --catalog catalog.yaml (made by: holdpoint policy catalog)';
    const help = error.help === null ? next : `${error.help}\n${next}`;
    throw new CliError(error.message, { exit: error.exit, help });
  });
}
