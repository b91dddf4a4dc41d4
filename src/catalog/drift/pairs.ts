// A list of definitions before and after is read for what it says of them; labels beside them are never read.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { isObject, objectOf, textOf } from '../member.ts';
import { judgeDrift, type DriftJudgement } from './judge.ts';

export interface DefinitionPair {
  readonly server: string;
  readonly name: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Of `{"definition_pairs": […]}` or a list of `{server, name, before, after}`; null for anything else. */
export function readPairs(given: Json): DefinitionPair[] | null {
  const list = Array.isArray(given) ? (given as readonly Json[]) : objectOf(given)['definition_pairs'];
  if (!Array.isArray(list)) return null;
  const pairs = (list as readonly Json[]).map((one) => {
    const { server, name, before, after } = objectOf(one);
    if (textOf(name) === '' || !isObject(before) || !isObject(after)) return null;
    return { server: textOf(server), name: textOf(name), before, after };
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

export type JudgedPair = DriftJudgement & Pick<DefinitionPair, 'server' | 'name'>;

/** Each pair by itself: the other tools of its server are those that the list names. */
export function judgePairs(pairs: readonly DefinitionPair[]): JudgedPair[] {
  const tools = new Map<string, Set<string>>();
  for (const { server, name } of pairs) tools.set(server, (tools.get(server) ?? new Set()).add(name));
  return pairs.map(({ server, name, before, after }) => {
    const siblings = [...(tools.get(server) ?? [])].filter((other) => other !== name);
    return { server, name, ...judgeDrift(before, after, { name, server, siblings, strangers: [] }) };
  });
}
