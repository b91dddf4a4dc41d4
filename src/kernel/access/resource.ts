// Of what connectors hold only this much is known: whether a tool takes a resource at all, and which ones its
// admitted schema lists.

import type { AskedAction } from '../action/action.ts';
import type { Json, JsonObject } from '../json.ts';
import { entryOf } from '../lookup.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Tool } from '../state.ts';

/** A resource that the tool has no argument for would be passed over in silence. */
export function checkResource({ request, admitted }: AskedAction): Reason[] {
  if (admitted === null || memberOf(request.arguments, 'resource') === null) return [];
  if (resourceSchema(admitted.tool) !== null) return [];
  const facts = { connector: request.connector, tool: request.tool, problems: ['/resource: not declared'] };
  const lift = 'Ask about the connector itself, or have a tool admitted that has an argument named resource.';
  return [because('definition', 'arguments-malformed', facts, lift)];
}

/** The ids that the schema of the tool's argument `resource` lists; none where it lists none. */
export function listedResources(tool: Tool): readonly string[] {
  const id = memberOf(memberOf(resourceSchema(tool), 'properties'), 'id');
  const listed = memberOf(id, 'enum');
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
}

function resourceSchema({ inputSchema }: Tool): Json {
  return memberOf(memberOf(inputSchema, 'properties'), 'resource');
}

/** The member of an object; null for what is none, or has none of that name. */
function memberOf(value: Json, name: string): Json {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isObject ? entryOf(value as JsonObject, name) : null;
}
