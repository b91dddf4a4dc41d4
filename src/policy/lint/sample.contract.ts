// What the tests of the rules share: a small catalog's people, and what one rule says of a text.

import { expect } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/effect.ts';
import { catalogOf } from '../catalog-file.ts';
import { CATALOG } from '../engine.contract.ts';
import type { PolicyCatalog } from '../schema.ts';
import { lintPolicies } from './lint.ts';

export const AGENT = 'principal is Agent';

const ORGANISATION = {
  mode: 'separated',
  operators: [{ id: 'ann', roles: ['admin'] }],
  agents: [{ id: 'bot', groups: ['readers'], environment: 'production' }],
} as const;

/** `severity: message` of all that a rule finds. */
export function messages(rule: string, text: string, catalog: PolicyCatalog = CATALOG): readonly string[] {
  const findings = lintPolicies([{ name: 'a.cedar', text }], catalog, { organisation: ORGANISATION });
  // Nothing is said of what does not read: such a test would prove nothing.
  expect(findings.filter((finding) => finding.rule === 'invalid')).toEqual([]);
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

/** A forbid of agents over a group, or a list of groups. */
export function forbidIn(groups: string, condition = ''): string {
  return `@id("a") forbid (${AGENT}, action in ${groups}, resource) ${condition};`;
}

export function forbidRead(condition: string): string {
  return `@id("a") forbid (${AGENT}, action == Action::"fs/read", resource) ${condition};`;
}

/** A catalog of one tool, `c/t`, all of whose arguments are required. */
export function catalogOfOne(effect: Effect, properties: { readonly [name: string]: Json }): PolicyCatalog {
  const inputSchema = { type: 'object', properties, required: Object.keys(properties) };
  const tool = { inputSchema, effects: [effect], kind: 'tool' as const, idempotent: false, description: '' };
  return catalogOf({ c: { tools: { t: { ...tool, profile: {} } } } });
}
