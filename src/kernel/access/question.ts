// A question of the AuthZEN form, read as one of Holdpoint's own: who of the ledger would do what.

import type { JsonObject } from '../json.ts';
import type { AccessQuestion } from '../request.ts';

/** What is asked about: a tool of a connector, or one of the organisation's verbs. */
export type AccessTarget =
  | { readonly kind: 'tool'; readonly connector: string; readonly tool: string }
  | { readonly kind: 'verb'; readonly verb: string };

/** Types of resource that are no connector's name. */
export const CONNECTOR = 'connector';
export const ORGANIZATION = 'organization';
/** The one organisation there is. */
export const MAIN = 'main';

const AGENT_TYPES = ['agent', 'user', 'identity', 'workload'];

/** Whose ids a type of subject names; null: nobody's. */
export function registerOf(type: string): 'agents' | 'operators' | null {
  if (type === 'operator') return 'operators';
  return AGENT_TYPES.includes(type) ? 'agents' : null;
}

/**
 * A connector is named by its id, or else by the type of the resource; its tool by its own name, or with the
 * connector's before it.
 */
export function targetOf({
  action: { name },
  resource: { type, id },
}: Pick<AccessQuestion, 'action' | 'resource'>): AccessTarget {
  if (type === ORGANIZATION) return { kind: 'verb', verb: name };
  const connector = type === CONNECTOR ? id : type;
  const prefix = `${connector}/`;
  return { kind: 'tool', connector, tool: name.startsWith(prefix) ? name.slice(prefix.length) : name };
}

/** As Cedar and the record name what is asked about. */
export function nameOf(target: AccessTarget): string {
  return target.kind === 'verb' ? target.verb : `${target.connector}/${target.tool}`;
}

/** The action's properties and, unless that is the connector itself, the resource. */
export function argumentsOf({
  action,
  resource: { type, id, properties },
}: Pick<AccessQuestion, 'action' | 'resource'>): JsonObject {
  return type === CONNECTOR ? action.properties : { ...action.properties, resource: { ...properties, id } };
}
