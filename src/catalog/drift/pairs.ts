// A list of definitions before and after is read for what it says of them; labels beside them are never read.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { Problems, type IntakeProblem, type Steps } from '../intake/problem.ts';
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
  const list = listIn(given);
  if (list === null) return null;
  const pairs = list.entries.map((one) => {
    const { server, name, before, after } = objectOf(one);
    if (textOf(name) === '' || !isObject(before) || !isObject(after)) return null;
    return { server: textOf(server), name: textOf(name), before, after };
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

/** What is wrong with each pair of a list, by place; null where there is no list. */
export function wrongPairs(given: Json): readonly IntakeProblem[] | null {
  const list = listIn(given);
  if (list === null) return null;
  const problems = new Problems();
  for (const [at, one] of list.entries.entries()) {
    const { server, name, before, after } = objectOf(one);
    const called = [textOf(server), textOf(name)]
      .filter((part) => part !== '')
      .join('/')
      .slice(0, 120);
    const of = called === '' ? '' : ` of ${called}`;
    const path = [...list.path, at];
    if (!isObject(one)) problems.add(path, 'is no pair: no object');
    else if (textOf(name) === '') problems.add(path, 'has no name');
    for (const [side, value] of Object.entries({ before, after })) {
      if (!isObject(one) || isObject(value)) continue;
      if (value === undefined) problems.add(path, `has no definition "${side}"${of}`);
      else problems.add([...path, side], `is no definition${of}: no object`);
    }
  }
  return problems.all;
}

function listIn(given: Json): { readonly path: Steps; readonly entries: readonly Json[] } | null {
  if (Array.isArray(given)) return { path: [], entries: given as readonly Json[] };
  const list = objectOf(given)['definition_pairs'];
  return Array.isArray(list) ? { path: ['definition_pairs'], entries: list as readonly Json[] } : null;
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
