// What the arguments of an action carry: of each value what is known of where it was seen and of its own
// form; of a value that nobody can place, all that its task read.

import { joinLabels, NO_DATA } from '../flow/label.ts';
import type { Labels } from '../flow/label.ts';
import type { ArgumentRole } from '../role.ts';

/** What the shell knows of one value, or of all the rest of them, before the decision. */
export interface ArgumentLabels {
  /** RFC 6901, into the arguments; empty: all that no other entry names. */
  readonly pointer: string;
  readonly role: ArgumentRole;
  /** By the records that it was seen in, and by its form. */
  readonly labels: Labels;
  /** False: it may come from anything that the task read. */
  readonly isPlaced: boolean;
  /** MAC of the value, where it was declassified in the task; else absent. */
  readonly value?: string;
}

/** What a value carries as long as nothing else was decided. */
export function labelsOfArgument({ isPlaced, labels }: ArgumentLabels, data: Labels): Labels {
  return isPlaced ? labels : joinLabels(labels, data);
}

/** What all of them carry together. */
export function joinCarried(
  carried: readonly ArgumentLabels[],
  data: Labels,
  labelsOf: (one: ArgumentLabels) => Labels = (one) => labelsOfArgument(one, data),
): Labels {
  return carried.map(labelsOf).reduce(joinLabels, NO_DATA);
}

/** Those with a role; what no entry tells apart has every role. */
export function carriedAs(carried: readonly ArgumentLabels[], role: ArgumentRole): readonly ArgumentLabels[] {
  return carried.filter((one) => one.role === role || one.pointer === '');
}
