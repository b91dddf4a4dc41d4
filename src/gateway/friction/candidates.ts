// What might have spared people a hold, one fact at a time: read from the action itself, and yet to be tried.
// Nothing is proposed where some text gave an order, and nothing that a person has already said otherwise.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import { SUSPICIOUS } from '../../kernel/flow/label.ts';
import { entryOf } from '../../kernel/lookup.ts';
import { findTool } from '../../kernel/action/outcome.ts';
import { allows } from '../../kernel/rules/scope.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { State, Tool } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { findIn, generalPointer, isDoubtful } from '../grounding/hold-grounding.ts';
import { valueAt } from '../grounding/value-at.ts';
import type { Asked, Recalled } from '../replay/replay.ts';
import type { Words } from '../replay/words.ts';
import type { Fact } from './fact.ts';

/**
 * Whether something spoke to the model before it, or gave it an argument: what may be an attack is never a
 * reason to ask less.
 */
export function isMarked({ event, past }: Pick<Recalled, 'event' | 'past'>): boolean {
  const { grounding = [] } = event.body;
  const isSuspicious = past.task?.data.categories.includes(SUSPICIOUS) === true;
  return isSuspicious || grounding.some(({ instructed }) => instructed);
}

/** The facts that might have let a held action pass; what is least to say comes first. */
export async function candidateFacts(core: Core, words: Words, moment: Asked): Promise<readonly Fact[]> {
  const { event, past, request } = moment;
  if (isMarked(moment)) return [];
  const { connector, tool: name } = request;
  const tool = findTool(past, `${connector}/${name}`);
  if (tool === null) return [];
  const doubtful = (event.body.grounding ?? []).filter(isDoubtful);
  const place = { connector, tool: name };
  const { corrected } = past.connectors[connector]!.admitted!;
  return [
    ...(await fieldsBehind(core, words, moment, doubtful)),
    ...unknownHosts(moment),
    ...wronglyTaken(tool, doubtful, corrected.profiles).map((pointer): Fact => ({
      kind: 'role',
      pointer,
      ...place,
    })),
    ...lessThan(tool, corrected.effects).map((effects): Fact => ({ kind: 'effects', effects, ...place })),
    ...unreviewed(past, connector, name),
  ];
}

/**
 * Fields that hold a doubtful value whole, of which nobody said who writes them. What is part of a letter, or
 * comes from outside of the organisation, others write: nobody is asked to vouch for it.
 */
async function fieldsBehind(
  core: Core,
  words: Words,
  { event, past, request }: Asked,
  doubtful: readonly ArgumentGrounding[],
): Promise<Fact[]> {
  const reveal = async (commitment: string): Promise<string | null> =>
    (await words.open(event.stream, commitment)).text;
  const found = new Map<string, Fact>();
  for (const { pointer, sources } of doubtful) {
    const value = valueAt(request.arguments, pointer);
    for (const source of sources) {
      const { from, field } = await findIn(core, source, value, reveal);
      const tool = from === null || field === null ? null : findTool(past, from);
      if (from === null || field === null || tool === null || tool.profile.egress === 'external') continue;
      const writer = entryOf(tool.profile.fields ?? {}, field)?.writer ?? 'unknown';
      if (writer !== 'unknown') continue;
      const connector = from.slice(0, from.indexOf('/'));
      found.set(`${from} ${field}`, { kind: 'field', connector, tool: tool.name, pointer: field });
    }
  }
  return [...found.values()];
}

function unknownHosts({ past, request }: Asked): Fact[] {
  const { own, listed } = past.org.destinations;
  const hosts = new Set(request.destinations.flatMap(({ host }) => host ?? []));
  const unknown = [...hosts].filter((host) => !own.includes(host) && !listed.includes(host));
  return unknown.flatMap((host): Fact[] => [
    { kind: 'destination', list: 'listed', host },
    { kind: 'destination', list: 'own', host },
  ]);
}

/** What bounds of money and of secrets go by: nobody is asked to take it out. */
const BOUNDING: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>(['amount', 'credential']);

/** Pointers of the profile behind doubtful arguments, as long as no person stands for them. */
function wronglyTaken(
  { name, profile }: Tool,
  doubtful: readonly ArgumentGrounding[],
  said: readonly string[],
): readonly string[] {
  if (said.includes(name)) return [];
  // A pointer to a list stands for its items.
  const pointers = doubtful
    .map(({ pointer }) => generalPointer(pointer))
    .flatMap((one) => [one, one.replace(/\/\*$/, '')]);
  return Object.entries(profile.roles).flatMap(([pointer, role]) =>
    pointers.includes(pointer) && !BOUNDING.has(role) ? [pointer] : [],
  );
}

/** One effect less than was inferred. */
function lessThan({ name, effects }: Tool, said: readonly string[]): readonly (readonly Effect[])[] {
  if (said.includes(name) || effects.length < 2) return [];
  return effects.map((one) => effects.filter((other) => other !== one));
}

function unreviewed({ task }: State, connector: string, tool: string): Fact[] {
  if (task === null) return [];
  const named = task.scope.allowances.filter((one) => allows(one, connector, tool));
  const open = new Set(named.filter((one) => !isBoundless(one.preapproved)).map((one) => one.tool));
  return [...open].map((allowance) => ({ kind: 'preapproval', workflow: task.workflow.id, allowance }));
}

function isBoundless(bounds: { readonly arguments: unknown; readonly max: number | null } | null): boolean {
  return bounds !== null && bounds.arguments === null && bounds.max === null;
}
