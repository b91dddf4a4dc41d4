// What the values of the context can be, where the catalog or the product says so.

import { ownOutcome } from '../../kernel/action/outcome.ts';
import type { OutcomeEffects } from '../../kernel/action/outcome.ts';
import { CedarSet } from '../cedar/value.ts';
import { DOMAINS } from '../lint/vocabulary.ts';
import { listActions } from '../schema.ts';
import type { PolicyCatalog, SchemaAction } from '../schema.ts';
import { settingsOf } from './setting.ts';
import type { Domain, Setting } from './setting.ts';

export type DomainsOf = (catalog: PolicyCatalog, action: SchemaAction) => ReadonlyMap<string, Domain>;

/** The settings of every action of a catalog, with all that is known of their context. */
export function listSettings(catalog: PolicyCatalog, domains: DomainsOf = domainsOf): readonly Setting[] {
  return [...listActions(catalog).values()].flatMap((action) => settingsOf(action, domains(catalog, action)));
}

/** What is known of the outcome of an action that comes to one of these; nothing where there is none. */
export function outcomeDomains(outcomes: readonly OutcomeEffects[]): readonly [string, Domain][] {
  if (outcomes.length === 0) return [];
  return [
    ['context.outcome.effects', { values: outcomes.map(({ effects }) => new CedarSet(effects)) }],
    ['context.outcome.downstream', { values: outcomes.map(({ downstream }) => new CedarSet(downstream)) }],
    ['context.outcome.egress', { values: outcomes.map(({ egress }) => egress) }],
    ['context.outcome.via', { values: outcomes.map(({ via }) => new CedarSet(via)) }],
  ];
}

/** What is known of the terms of an action's context. */
export function domainsOf(catalog: PolicyCatalog, action: SchemaAction): ReadonlyMap<string, Domain> {
  const [connector = '', ...rest] = action.id.split('/');
  const tool = catalog.connectors[connector]?.admitted?.tools[rest.join('/')];
  if (tool === undefined) return DOMAINS;
  return new Map([
    ...DOMAINS,
    ['context.tool.kind', { values: [tool.kind] }],
    ['context.tool.effects', { values: [new CedarSet(tool.effects)] }],
    ['context.tool.idempotent', { values: [tool.idempotent] }],
    ...((tool.profile.triggers ?? []).length === 0 ? outcomeDomains([ownOutcome(tool)]) : []),
  ]);
}
