// What the rules look at: the policies with where their parts stand, and every question that can be asked.

import { listSettings } from '../analysis/domains.ts';
import { outcomeOf } from '../analysis/policy-formula.ts';
import type { Setting } from '../analysis/setting.ts';
import { scanSource } from '../scan.ts';
import { fullSchema, listActions } from '../schema.ts';
import type { PolicyCatalog, SchemaAction } from '../schema.ts';
import type { ReadSource } from '../source.ts';
import { locatePolicy } from '../span/locate.ts';
import { readsOf } from '../compiled-policy.ts';
import { isImpossible } from './impossible.ts';
import type { LintPolicy } from './lint-policy.ts';
import { kindsOf, matcherOf } from './reach.ts';
import { checkValidity } from './validity.ts';
import type { Invalidity } from './validity.ts';

/** Who there is today. Rules that ask for it say nothing where it is not known. */
export interface Organisation {
  readonly mode: 'separated' | 'solo';
  readonly operators: readonly { readonly id: string; readonly roles: readonly string[] }[];
  readonly agents: readonly {
    readonly id: string;
    readonly groups: readonly string[];
    readonly environment: string;
  }[];
}

export interface LintSubject {
  readonly policies: readonly LintPolicy[];
  readonly catalog: PolicyCatalog;
  /** Every action that can be asked about. */
  readonly actions: readonly SchemaAction[];
  readonly byId: ReadonlyMap<string, SchemaAction>;
  readonly organisation: Organisation | null;
  /** What Cedar's own validator says. */
  readonly invalidities: readonly Invalidity[];
  /** Every kind of question: action and type of principal. */
  readonly settings: readonly Setting[];
}

/** @param reads sources that were read without a problem. */
export function createSubject(
  reads: readonly ReadSource[],
  catalog: PolicyCatalog,
  organisation: Organisation | null,
): LintSubject {
  const byId = listActions(catalog);
  const actions = [...byId.values()];
  const settings = listSettings(catalog);
  const kinds = kindsOf(
    reads.flatMap(({ policies }) => policies.map(({ json }) => json)),
    settings,
  );
  const schema = fullSchema(actions);
  const matchedBy = matcherOf(settings);
  const bySource = reads.map((read) => policiesOf(read, matchedBy, kinds));
  return {
    policies: bySource.flat(),
    catalog,
    actions,
    byId,
    organisation,
    invalidities: bySource.flatMap((policies) => checkValidity(policies, schema)),
    settings,
  };
}

function policiesOf(
  { source, policies }: ReadSource,
  matchedBy: ReturnType<typeof matcherOf>,
  kinds: ReadonlyMap<Setting, Setting>,
): LintPolicy[] {
  const { statements } = scanSource(source.text);
  const kindOf = (setting: Setting): Setting => kinds.get(setting) ?? setting;
  return policies.map(({ labels, json, text }, place) => {
    const matched = matchedBy(json);
    const outcomes = new Map(
      [...new Set(matched.map(kindOf))].map((kind) => [kind, outcomeOf({ json }, kind)]),
    );
    const living = [...outcomes].flatMap(([kind, { yes }]) => (isImpossible(kind, yes) ? [] : [kind]));
    return {
      id: labels.id,
      effect: json.effect,
      hold: labels.hold,
      json,
      source,
      start: statements[place]?.start ?? 0,
      text,
      located: locatePolicy(text, json),
      reads: readsOf(json),
      matched,
      reach: matched.filter((setting) => living.includes(kindOf(setting))),
      kinds: living,
      outcomes,
    };
  });
}
