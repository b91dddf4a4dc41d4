// What is let pass carries no more than what was shown did: no more sensitive, of no further category, and
// from hands that are no less trusted. Words that may differ may not differ in this.

import { isObject } from '../catalog/member.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { literal, sameAs } from './literal.ts';

/** Lines of a Cedar condition, for the context that policy was asked with. */
export function dataBounds({ data, sent, agent }: JsonObject): readonly string[] {
  return [...atMost('context.data', data), ...atMost('context.sent', sent), elsewhere(agent)];
}

/** What other tasks of the agent read lately: nothing, where it is absent. */
function elsewhere(agent: Json | undefined): string {
  if (!isObject(agent)) return '!(context has agent)';
  const bounds = atMost('context.agent.exposed', agent['exposed']).join(' && ');
  return `(if context has agent then ${bounds} else true)`;
}

function atMost(place: string, labels: Json | undefined): string[] {
  const { sensitivity, categories, trusted } = labels as {
    readonly sensitivity: number;
    readonly categories: readonly string[];
    readonly trusted?: boolean;
  };
  const kinds = `${place}.categories`;
  return [
    `${place}.sensitivity <= ${sensitivity}`,
    categories.length === 0 ? sameAs(kinds, []) : `${literal(categories)}.containsAll(${kinds})`,
    ...(trusted === true ? [`${place}.trusted`] : []),
  ];
}
