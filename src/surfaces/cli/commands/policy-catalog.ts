// `holdpoint policy catalog`: what the running gateway admitted, as a file, for checks that need no gateway.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { catalogFileOf } from '../../../policy/catalog-file.ts';
import type { Context, Run } from '../context.ts';
import { counted } from '../render/counted.ts';
import { unwritable } from '../system-fault.ts';
import { readAdmitted } from '../given/policy-input.ts';
import { printableLines } from '../render/printable.ts';

interface CatalogFlags {
  readonly out?: string;
}

export function addPolicyCatalog(policy: Command, run: Run): void {
  policy
    .command('catalog')
    .description('Prints the admitted tools as a catalog file, for --catalog and for policy tests.')
    .option('--out <file>', 'write it to a file')
    .addHelpText('after', '\nExample:\n  holdpoint policy catalog --out policies/catalog.yaml')
    .action((flags: CatalogFlags) => run((context) => printCatalog(context, flags)));
}

async function printCatalog(context: Context, { out }: CatalogFlags): Promise<void> {
  const catalog = await readAdmitted(context);
  const file = catalogFileOf(catalog);
  const text = stringify(file, { aliasDuplicateObjects: false, lineWidth: 110 });
  if (out === undefined) return context.print(file, printableLines(text).join('\n').trimEnd());
  await writeFile(resolve(context.io.cwd, out), text).catch((error: unknown) => {
    throw unwritable(out, error);
  });
  const count = Object.keys(catalog.connectors).length;
  context.print({ file: out, connectors: count }, `${counted(count, 'connector')} written to ${out}`);
}
