// What a person said of a tool is kept when its connector is admitted again, and nothing that was known of a
// tool is forgotten in silence: without a correction an admission only adds.

import { isAuthority } from '../role.ts';
import { joinLabels } from '../flow/label.ts';
import type { FieldWriter, OutputField } from '../flow/label.ts';
import { entryOf } from '../lookup.ts';
import type { AdmitConnector } from '../request.ts';
import { isLight, reviewOf } from './review.ts';
import type { Effect } from '../effect.ts';
import type { Corrected, Tool, ToolProfile } from '../state.ts';

/** A tool of the proposal as it will be admitted. */
export interface KeptTool {
  readonly name: string;
  readonly effects: readonly Effect[];
  readonly profile: ToolProfile;
}

/** What the person says, and how much each tool changed. */
export type Said = Pick<AdmitConnector, 'effects' | 'profiles' | 'review'>;
type Proposed = Pick<Tool, 'name' | 'effects' | 'profile'>;
interface Before {
  readonly tools: { readonly [name: string]: Proposed };
  readonly corrected: Corrected;
}

/** As the request says, else as said before, else as proposed; what else was admitted before is added. */
export function keepTool(tool: Proposed, before: Before | null, request: Said): KeptTool {
  const { name } = tool;
  const known = before === null ? null : entryOf(before.tools, name);
  const kept: Corrected = before?.corrected ?? NOTHING;
  const isGlance = isLight(reviewOf(request.review, name).verdict);
  const effects =
    entryOf(request.effects, name) ??
    join(known?.effects ?? [], isGlance && kept.effects.includes(name) ? [] : tool.effects);
  return {
    name,
    // A tool that is said to have no effect may have any.
    effects: effects.length > 0 ? effects : ['unknown'],
    profile:
      entryOf(request.profiles ?? {}, name) ??
      keepProfile(tool, known, effects, { isSaid: kept.profiles.includes(name), isGlance }),
  };
}

/** Whose corrections stand from this admission on. */
export function correctedBy(
  tools: readonly KeptTool[],
  before: Before | null,
  { effects, profiles = {} }: Said,
): Corrected {
  const kept: Corrected = before?.corrected ?? NOTHING;
  const named = (now: object, then: readonly string[]): string[] =>
    tools.map(({ name }) => name).filter((name) => Object.hasOwn(now, name) || then.includes(name));
  return { effects: named(effects, kept.effects), profiles: named(profiles, kept.profiles) };
}

const NOTHING: Corrected = { effects: [], profiles: [] };

function join(one: readonly Effect[], other: readonly Effect[]): readonly Effect[] {
  return [...new Set([...one, ...other])];
}

function keepProfile(
  tool: Proposed,
  known: Proposed | null,
  effects: readonly Effect[],
  { isSaid, isGlance }: { readonly isSaid: boolean; readonly isGlance: boolean },
): ToolProfile {
  const proposed = tool.profile;
  if (known === null) return unlessSeen(proposed, tool, effects);
  if (isSaid && isGlance) {
    return { ...proposed, ...known.profile, roles: { ...proposed.roles, ...known.profile.roles } };
  }
  const roles = joinRoles(known.profile.roles, proposed.roles);
  const egress = farther(known.profile.egress, proposed.egress);
  const output = joinLabels(known.profile.output, proposed.output);
  const fields = joinFields(known.profile.fields, proposed.fields);
  const joined = { ...proposed, ...known.profile, ...fields, roles, egress, output };
  return isSaid ? joined : unlessSeen(joined, tool, effects);
}

/** Of a tool with effects that the proposal had not seen, its word that nothing goes on is worth little. */
function unlessSeen(profile: ToolProfile, tool: Proposed, effects: readonly Effect[]): ToolProfile {
  const isSeen = effects.every((effect) => tool.effects.includes(effect));
  return isSeen || profile.egress !== 'none' ? profile : { ...profile, egress: 'unknown' };
}

type Roles = ToolProfile['roles'];

/** Roles as known before, but for an argument that has gained a say. */
function joinRoles(known: Roles, proposed: Roles): Roles {
  const gained = Object.entries(proposed).filter(([pointer, role]) => {
    const before = entryOf(known, pointer);
    return isAuthority(role) && (before === null || !isAuthority(before));
  });
  return { ...proposed, ...known, ...Object.fromEntries(gained) };
}

/** From those who answer for it to whoever. */
const WRITERS: readonly FieldWriter[] = ['organisation', 'owner', 'anyone', 'unknown'];

/** Each field as far from trust, and with as much in it, as either says. */
function joinFields(
  known: ToolProfile['fields'] = {},
  proposed: ToolProfile['fields'] = {},
): Pick<ToolProfile, 'fields'> {
  const pointers = Object.keys({ ...proposed, ...known });
  if (pointers.length === 0) return {};
  const fieldAt = (pointer: string): OutputField => {
    const said = [entryOf(known, pointer), entryOf(proposed, pointer)].filter((one) => one !== null);
    return {
      writer: WRITERS.findLast((writer) => said.some((one) => one.writer === writer))!,
      categories: [...new Set(said.flatMap(({ categories }) => categories))].toSorted(),
    };
  };
  return { fields: Object.fromEntries(pointers.map((pointer) => [pointer, fieldAt(pointer)])) };
}

/** From nowhere to anywhere. */
const REACH: readonly ToolProfile['egress'][] = ['none', 'shared', 'external', 'unknown'];

/** Of two reaches the one that goes farther. */
export function farther(one: ToolProfile['egress'], other: ToolProfile['egress']): ToolProfile['egress'] {
  return REACH.indexOf(one) > REACH.indexOf(other) ? one : other;
}
