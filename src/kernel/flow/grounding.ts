// Where an argument's value comes from, as the shell found it before the decision: the kernel judges it, and
// records it without the value.

import { isAuthority } from '../role.ts';
import { worseOf } from './grounding-level.ts';
import type { GroundingLevel } from './grounding-level.ts';
import type { ArgumentRole } from '../role.ts';

export interface ArgumentGrounding {
  /** RFC 6901, into the arguments. */
  readonly pointer: string;
  readonly role: ArgumentRole;
  readonly level: GroundingLevel;
  /**
   * How the value was found; `derived`: after decoding, joining or turning it round; `embedded`, where it was
   * seen nowhere: a link in it was not.
   */
  readonly match: 'exact' | 'normalised' | 'embedded' | 'derived' | 'none';
  /** Ids of the records that it was found in, at most four. */
  readonly sources: readonly string[];
  /** All that is known of it is text that gives orders. */
  readonly instructed: boolean;
}

/**
 * Of all the arguments with a role: the worst level, `none` where none of them could carry authority, and
 * whether anything is there only because some text gave an order.
 */
export function groundingOf(
  role: ArgumentRole,
  grounding: readonly ArgumentGrounding[] | undefined,
): { readonly grounding: GroundingLevel | 'none'; readonly instructed: boolean } {
  if (grounding === undefined) return { grounding: 'unseen', instructed: false };
  const own = grounding.filter((one) => one.role === role);
  const [first] = own;
  return {
    grounding:
      first === undefined ? 'none' : own.reduce((worst, { level }) => worseOf(worst, level), first.level),
    instructed: own.some(({ instructed }) => instructed),
  };
}

const ABOUT: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'credential',
  'selector',
  'path',
]);
const ASKED: ReadonlySet<GroundingLevel> = new Set<GroundingLevel>(['person', 'approved']);

/** Whether it says what an action is about. */
export function isAbout({ role }: Pick<ArgumentGrounding, 'role'>): boolean {
  return ABOUT.has(role);
}

/** Whether people said or approved the whole of the value. */
export function isSaid({ level }: Pick<ArgumentGrounding, 'level'>): boolean {
  return ASKED.has(level);
}

/**
 * Whether people asked for this very action: they said something that it is about, and nothing that carries
 * authority, or says what it is about, comes from anybody but them or the organisation.
 */
export function isAskedFor(grounding: readonly ArgumentGrounding[] = []): boolean {
  return (
    grounding.some((one) => isAbout(one) && isSaid(one)) &&
    grounding.every(
      (one) => (!isAuthority(one.role) && !isAbout(one)) || isSaid(one) || one.level === 'trusted',
    )
  );
}

/** Of these, what was seen nowhere is in doubt, too: somebody has to give them. */
const GIVEN: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>([
  'destination',
  'identity',
  'credential',
  'selector',
]);

/**
 * The roles of which some value is in doubt: it comes from text that anybody could have written, or was seen
 * nowhere although somebody has to give it. What an agent may work out itself (amounts, code, free text,
 * new paths) is in doubt only where such text gave it, or it leads somewhere that was seen nowhere.
 */
export function doubtfulRoles(
  roles: Iterable<ArgumentRole>,
  grounding: readonly ArgumentGrounding[] | undefined,
): readonly ArgumentRole[] {
  return [...roles].filter((role) =>
    grounding === undefined ? GIVEN.has(role) : grounding.some((one) => one.role === role && isInDoubt(one)),
  );
}

/** Free text that was seen nowhere is the agent's own; a link in it that was seen nowhere is not. */
export function isInDoubt({ role, level, match, instructed }: ArgumentGrounding): boolean {
  if (level === 'untrusted' || instructed) return true;
  return level === 'unseen' && (GIVEN.has(role) || match === 'embedded');
}
