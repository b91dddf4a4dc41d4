// A query of a rulebook as the analysis takes it: its setting, and the request as the engine reads it.

import type { Context } from '@cedar-policy/cedar-wasm/nodejs';
import { settingsOf } from '../../src/policy/analysis/setting.ts';
import type { Setting } from '../../src/policy/analysis/setting.ts';
import type { Scene } from '../../src/policy/cedar/expression.ts';
import { loadPolicies } from '../../src/policy/compile.ts';
import { digest } from '../../src/policy/engine.contract.ts';
import { mapInput } from '../../src/policy/map-value.ts';
import { createSceneReader } from '../../src/policy/scene.ts';
import { listActions } from '../../src/policy/schema.ts';
import type { CompiledPolicy } from '../../src/policy/compiled-policy.ts';
import { textsOf } from './rulebook.ts';
import type { Rulebook } from './rulebook.ts';

export interface Asked {
  readonly setting: Setting;
  readonly scene: Scene;
}

/** The policies that fit the catalog of their book. */
export function fittingOf(book: Rulebook): readonly CompiledPolicy[] {
  const loaded = loadPolicies([{ name: 'all', text: textsOf(book).join('\n') }], book.catalog, { digest });
  return 'errors' in loaded ? [] : loaded.policies.filter(({ misfit }) => misfit === null);
}

/** The request as the engine sees it; none where it does not fit the schema. */
export function askedOf({ catalog }: Rulebook, query: Rulebook['queries'][number]['query']): Asked[] {
  const action = listActions(catalog).get(query.action);
  const setting =
    action === undefined
      ? undefined
      : settingsOf(action).find((one) => one.principal === query.principal.type);
  if (action === undefined || setting === undefined) return [];
  const mapped = action.input === null ? null : mapInput(action.input, query.context['input']);
  // What cannot be taken over denies before any policy is asked.
  if (mapped !== null && (mapped.value === null || mapped.dropped.size > 0)) return [];
  const context = mapped === null ? query.context : { ...query.context, input: mapped.value };
  const scene = createSceneReader(action).read({ ...query, context: context as Context });
  return scene === null ? [] : [{ setting, scene }];
}
