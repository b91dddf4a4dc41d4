// Which questions a policy's head can match. What differs in nothing that any policy looks at is one kind of
// question, so that the work grows with the policies, not with the catalog.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { headOf } from '../analysis/policy-formula.ts';
import type { Setting } from '../analysis/setting.ts';
import type { CedarType } from '../cedar-type.ts';
import { actionsOf, readsOf } from '../compiled-policy.ts';
import { uidsIn } from './uid.ts';

/** Finds the settings that a head can match, in their order; only those that its action names are tried. */
export function matcherOf(settings: readonly Setting[]): (json: PolicyJson) => readonly Setting[] {
  const byName = new Map<string, number[]>();
  for (const [place, { action }] of settings.entries()) {
    for (const name of new Set([action.id, ...action.groups])) {
      const places = byName.get(name) ?? [];
      places.push(place);
      byName.set(name, places);
    }
  }
  return (json) => {
    const names = actionsOf(json);
    const places = names === null ? null : new Set(names.flatMap((name) => byName.get(name) ?? []));
    const tried =
      places === null ? settings : [...places].toSorted((a, b) => a - b).map((at) => settings[at]!);
    return tried.filter((setting) => headOf({ json }, setting).yes.kind !== 'never');
  };
}

/** Each setting, and the first of those that the policies do not tell apart from it. */
export function kindsOf(
  policies: readonly PolicyJson[],
  settings: readonly Setting[],
): ReadonlyMap<Setting, Setting> {
  const named = new Set(policies.flatMap(uidsIn).map(({ type, id }) => `${type}::${id}`));
  const read = new Set(policies.flatMap((policy) => [...readsOf(policy)]));
  const first = new Map<string, Setting>();
  const kinds = new Map<Setting, Setting>();
  for (const setting of settings) {
    const { action, principal } = setting;
    const ids = [action.id, ...action.groups].filter((id) => named.has(`Action::${id}`));
    const connector = `Connector::${action.id.split('/')[0]}`;
    const place = named.has(connector) ? connector : action.resource;
    // What a tool is known to be differs from tool to tool: see domains.ts.
    const only = ['kind', 'effects', 'idempotent', 'outcome'].some((name) => read.has(name))
      ? action.id
      : null;
    const key = JSON.stringify([principal, ids.toSorted(), place, prune(action.context, read), only]);
    const kind = first.get(key) ?? setting;
    first.set(key, kind);
    kinds.set(setting, kind);
  }
  return kinds;
}

/** A type without the attributes that nobody reads. */
function prune(type: CedarType, read: ReadonlySet<string>): unknown {
  if (type.type === 'Set') return [prune(type.element, read)];
  if (type.type !== 'Record') return type.type;
  const names = Object.keys(type.attributes).filter((name) => read.has(name));
  return names.toSorted().map((name) => {
    const attribute = type.attributes[name]!;
    return [name, attribute.required, prune(attribute, read)];
  });
}
