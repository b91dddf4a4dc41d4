// What a person admits: every tool, what it may do to the world, why we think so, and what changed since it
// was admitted.

import { surroundingsOf } from '../../catalog/intake/surroundings.ts';
import { inferTool } from '../../catalog/proposal.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/state.ts';
import { effectSchema, type ConnectorDetail } from '../http/contract.ts';
import type { ToolProfileView } from '../http/contract-profile.ts';
import { CliError } from './exit.ts';
import { excerpt } from './printable.ts';
import type { ProfileCorrections } from './profile-corrections.ts';
import { renderFacts, renderTable } from './table.ts';

/** Effects as the reviewer says, by tool. */
type EffectCorrections = ReadonlyMap<string, Effect[]>;

export interface Corrections {
  readonly effects: EffectCorrections;
  readonly profiles: ProfileCorrections;
}

export const AS_PROPOSED: Corrections = { effects: new Map(), profiles: new Map() };

/** Of `tool=read,write`, for tools of the proposal. Throws `CliError`. */
export function readEffects(texts: readonly string[], detail: ConnectorDetail): EffectCorrections {
  const known = new Set(detail.proposal?.tools.map(({ name }) => name));
  return new Map(
    texts.map((text): [string, Effect[]] => {
      const at = text.lastIndexOf('=');
      const [tool, list] = [text.slice(0, at), text.slice(at + 1)];
      if (!known.has(tool)) throw new CliError(`--effect names no proposed tool: ${text}`);
      const effects = list.split(',').map((effect) => effectSchema.safeParse(effect.trim()));
      if (effects.every((effect) => effect.success)) return [tool, effects.map((effect) => effect.data)];
      throw new CliError(`--effect takes effects of: ${effectSchema.options.join(', ')}`);
    }),
  );
}

export function renderReview(detail: ConnectorDetail, corrections: Corrections): string {
  const { proposal } = detail;
  if (proposal === null) return `${detail.id} has no proposal`;
  const surroundings = surroundingsOf(detail.id, Object.keys(detail.definitions));
  const rows = proposal.tools.map((tool) => {
    const corrected = corrections.effects.get(tool.name);
    const { egress, roles } = corrections.profiles.get(tool.name) ?? tool.profile;
    const definition = definitionOf(detail, tool.name);
    const { evidence } = inferTool(tool.name, definition, surroundings);
    const why = corrected === undefined ? evidence : 'as you say';
    const effects = (corrected ?? tool.effects).join(', ');
    const change = changeOf(detail, tool);
    const description = excerpt(tool.description, 60);
    return [tool.name, tool.kind, change, effects, egress, rolesText(roles), why, description];
  });
  const removed = Object.keys(detail.admitted?.tools ?? {}).filter(
    (name) => !proposal.tools.some((tool) => tool.name === name),
  );
  const headings = ['tool', 'kind', 'since admitted', 'effects', 'goes', 'arguments'];
  const table = renderTable([...headings, 'why', 'it says of itself'], rows);
  const gone =
    removed.length === 0 ? [] : [`no longer offered: ${removed.map((name) => excerpt(name, 80)).join(', ')}`];
  return [renderUpstream(detail), '', table ?? 'it offers no tools', ...gone].join('\n');
}

/** Such as `/to destination, /body content`. */
function rolesText(roles: ToolProfileView['roles']): string | null {
  const listed = Object.entries(roles).map(([pointer, role]) => `${excerpt(pointer, 40)} ${role}`);
  return listed.length === 0 ? null : listed.join(', ');
}

export function renderUpstream({
  id,
  proposal,
  admitted,
  killed,
}: Pick<ConnectorDetail, 'id' | 'proposal' | 'admitted' | 'killed'>) {
  const shown = proposal ?? admitted;
  const credential = shown?.credential ?? null;
  const how =
    credential === null
      ? 'none'
      : `${credential.issuer} in ${credential.inject.as} ${credential.inject.name}`;
  const standing = credential?.issuer === 'static' ? ' (a standing secret)' : '';
  return renderFacts([
    ['connector', id],
    ['reached by', JSON.stringify(shown?.upstream ?? null)],
    ['credential', how + standing],
    ['proposal', proposal?.digest ?? null],
    ['admitted', admitted?.digest ?? 'not yet'],
    ['stopped', killed],
  ]);
}

function changeOf(
  { admitted }: ConnectorDetail,
  tool: { readonly name: string; readonly definition: string },
): string {
  if (admitted === null) return '-';
  const before = Object.hasOwn(admitted.tools, tool.name) ? admitted.tools[tool.name]! : null;
  if (before === null) return 'new';
  return before.definition === tool.definition ? 'same' : 'changed';
}

function definitionOf({ definitions }: ConnectorDetail, name: string): JsonObject {
  const value = Object.hasOwn(definitions, name) ? definitions[name] : null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
