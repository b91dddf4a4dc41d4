// What a person admits: every tool, what it may do to the world, why we think so, and what changed since it
// was admitted.

import { inferTool } from '../../catalog/proposal.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/state.ts';
import { effectSchema, type ConnectorDetail } from '../http/contract.ts';
import { CliError } from './exit.ts';
import { excerpt } from './printable.ts';
import { renderFacts, renderTable } from './table.ts';

/** Effects as the reviewer says, by tool. */
export type Corrections = ReadonlyMap<string, Effect[]>;

/** Of `tool=read,write`, for tools of the proposal. Throws `CliError`. */
export function readCorrections(texts: readonly string[], detail: ConnectorDetail): Corrections {
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
  const rows = proposal.tools.map((tool) => {
    const corrected = corrections.get(tool.name);
    const definition = definitionOf(detail, tool.name);
    const why = corrected === undefined ? inferTool(tool.name, definition).evidence : 'as you say';
    const effects = (corrected ?? tool.effects).join(', ');
    return [tool.name, tool.kind, changeOf(detail, tool), effects, why, excerpt(tool.description, 60)];
  });
  const removed = Object.keys(detail.admitted?.tools ?? {}).filter(
    (name) => !proposal.tools.some((tool) => tool.name === name),
  );
  const table = renderTable(['tool', 'kind', 'since admitted', 'effects', 'why', 'it says of itself'], rows);
  const gone =
    removed.length === 0 ? [] : [`no longer offered: ${removed.map((name) => excerpt(name, 80)).join(', ')}`];
  return [renderUpstream(detail), '', table ?? 'it offers no tools', ...gone].join('\n');
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
