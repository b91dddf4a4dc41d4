// `holdpoint connector manifest`: a connector as it was admitted, for version control.

import type { Command } from 'commander';
import { manifestOf, manifestText } from '../connector-manifest.ts';
import { isReached } from '../connector-state.ts';
import type { Context, Run } from '../context.ts';
import { correctionsOf, NOTHING_SAID } from '../given/corrections.ts';
import { CliError } from '../exit.ts';
import { loadConnector } from './connector-admit.ts';

interface ManifestFlags {
  readonly proposed?: true;
}

/** Adds `manifest` to `holdpoint connector`. */
export function addConnectorManifest(connector: Command, run: Run): void {
  connector
    .command('manifest')
    .description(
      'Prints a connector as it was admitted, as YAML: how it is reached, pins, tools, corrections.',
    )
    .argument('<name>', 'of the connector')
    .option('--proposed', 'as its proposal would be admitted')
    .addHelpText(
      'after',
      '\nExamples:\n  holdpoint connector manifest files > files.connector.yaml' +
        '\n  holdpoint connector admit files --manifest files.connector.yaml',
    )
    .action((name: string, flags: ManifestFlags) => run((context) => print(context, name, flags)));
}

async function print(context: Context, name: string, { proposed }: ManifestFlags): Promise<void> {
  const detail = await loadConnector(context, name);
  const isKnown = proposed !== true || isReached(detail.proposal);
  const manifest = !isKnown
    ? null
    : manifestOf(detail, proposed === true ? correctionsOf(detail, NOTHING_SAID) : null);
  if (manifest === null) {
    const [lacks, help] =
      proposed === true
        ? ['is not proposed', `Propose it again, as it was admitted: holdpoint connector refresh ${name}`]
        : ['was not admitted', `Review and admit it (or add --proposed): holdpoint connector admit ${name}`];
    throw new CliError(`${name} ${lacks}`, { help });
  }
  context.print({ manifest }, manifestText(manifest).trimEnd());
}
