// What a model says of a tool is added to what the rules found, and takes nothing of it back: it may be
// wrong, or obey the very definition that it reads.

import { isAuthority } from '../../kernel/role.ts';
import { farther } from '../../kernel/org/keeping.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { Effect } from '../../kernel/effect.ts';
import type { Tool, ToolProfile } from '../../kernel/state.ts';
import type { ModelWord } from '../ports/proposer.ts';

/** What it adds to what is known of a tool. */
export interface Added {
  readonly effects: readonly Effect[];
  /** As it is now. */
  readonly egress: ToolProfile['egress'];
  readonly roles: { readonly [pointer: string]: ArgumentRole };
  readonly categories: readonly string[];
  /** All that it says beyond the rules, for the person who reviews it; empty: nothing. */
  readonly words: readonly string[];
}

export interface Known {
  readonly effects: readonly Effect[];
  readonly egress: ToolProfile['egress'];
  readonly roles: ToolProfile['roles'];
  readonly categories: readonly string[];
}

export function addedBy(known: Known, word: ModelWord): Added {
  const effects = [...new Set(word.effects)].filter((effect) => !known.effects.includes(effect));
  const egress = farther(known.egress, word.egress);
  // Only what gives an argument a say: another role would tell less of it than is thought now.
  const gained = word.roles.filter(({ pointer, role }) => {
    const before = entryOf(known.roles, pointer);
    return isAuthority(role) && (before === null || !isAuthority(before));
  });
  const roles = Object.fromEntries(gained.map(({ pointer, role }) => [pointer, role]));
  const categories = [...new Set(word.categories)].filter((one) => !known.categories.includes(one));
  const words = [
    ...(effects.length === 0 ? [] : [`it may also ${effects.join(', ')}`]),
    ...(egress === known.egress ? [] : [`it goes ${egress}`]),
    ...Object.entries(roles).map(([pointer, role]) => `${pointer} is ${role}`),
    ...(categories.length === 0 ? [] : [`its results carry ${categories.join(', ')}`]),
    ...word.doubts,
  ];
  return { effects, egress, roles, categories, words };
}

/** The tool as it is proposed then. */
export function widened(tool: Tool, { effects, egress, roles, categories }: Added): Tool {
  const { profile } = tool;
  const output = {
    ...profile.output,
    categories: [...profile.output.categories, ...categories].toSorted(),
  };
  return {
    ...tool,
    effects: [...tool.effects, ...effects],
    // What may do more than was thought is not sent twice.
    idempotent: tool.idempotent && effects.length === 0,
    profile: { ...profile, egress, roles: { ...profile.roles, ...roles }, output },
  };
}
