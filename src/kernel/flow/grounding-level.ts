// How well it is known where a value comes from.

/**
 * Who vouches for a value, from best to worst: a person's own words; an approval of this value in this task;
 * a field that only the organisation or the account's owner writes; a source that the person named; text that
 * others may have written; nobody, as it was seen nowhere.
 */
export const GROUNDING_LEVELS = ['person', 'approved', 'trusted', 'named', 'untrusted', 'unseen'] as const;

export type GroundingLevel = (typeof GROUNDING_LEVELS)[number];

/** The worse of two; nothing is worse than `unseen`. */
export function worseOf(one: GroundingLevel, other: GroundingLevel): GroundingLevel {
  return GROUNDING_LEVELS.indexOf(one) >= GROUNDING_LEVELS.indexOf(other) ? one : other;
}
