// What a connector lists beside its tools is read before a model reads it: an entry that reads like an attack
// is withheld, and it is said that one was, by rule and never by its words.

import { textOf } from '../../catalog/member.ts';
import { scanDefinition } from '../../catalog/poison/scan.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Core } from '../core.ts';
import { createPace } from '../replay/pace.ts';

export interface ReadListing {
  /** As listed. */
  readonly shown: readonly JsonObject[];
  /** Rules that found something in the others, each once. */
  readonly findings: readonly string[];
}

const NOBODY: ReadonlySet<string> = new Set();

/** Resources, templates or prompts as a connector lists them, without those that speak to the model. */
export async function readListing(
  core: Core,
  connector: string,
  items: readonly JsonObject[],
): Promise<ReadListing> {
  const pace = createPace(core.stopping);
  const shown: JsonObject[] = [];
  const findings = new Set<string>();
  for (const item of items) {
    await pace();
    const found = scanDefinition(textOf(item['name']), item, NOBODY);
    const attacks = found.filter(({ severity }) => severity === 'error');
    if (attacks.length === 0) shown.push(item);
    for (const { rule } of attacks) findings.add(rule);
  }
  const withheld = items.length - shown.length;
  if (withheld > 0) {
    core.log.warn({ connector, withheld, findings: [...findings] }, 'listed entries are withheld');
  }
  return { shown, findings: [...findings] };
}
