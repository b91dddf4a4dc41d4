// A settings file as values that know where they stand, whatever its format, so that a part of it can be
// judged in its place and be changed without touching the rest.

/** Offsets in UTF-16 units; the end is behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap extends Span {
  readonly kind: 'map';
  readonly members: readonly Member[];
  readonly form: MemberForm;
}

export interface LocatedList extends Span {
  readonly kind: 'list';
  readonly items: readonly Located[];
}

export interface LocatedScalar extends Span {
  readonly kind: 'scalar';
  /** What is neither text nor truth value is kept as it is written. */
  readonly value: string | boolean;
}

export interface Member {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Located;
}

/** How one more member is written into a map. */
export interface MemberForm {
  /** Behind the member before it. */
  readonly between: string;
  readonly isQuoted: boolean;
  /** Between the name and the value. */
  readonly is: string;
}

/** What is read, or where and why it cannot be. */
export type ReadText = { readonly root: Located } | { readonly offset: number; readonly message: string };

/** Deeper settings are refused: no client's are. */
export const MAX_DEPTH = 100;

/** Thrown within a reader, never out of it. */
export class ReadFault extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.name = 'ReadFault';
    this.offset = offset;
  }
}

/** Runs a reader and gives its fault as a value. */
export function reading(read: () => Located): ReadText {
  try {
    return { root: read() };
  } catch (error) {
    if (error instanceof ReadFault) return { offset: error.offset, message: error.message };
    throw error;
  }
}

/** The member of one of these names, the first name that there is. Of members of the same name the last. */
export function memberOf(node: Located | undefined, ...names: readonly string[]): Member | undefined {
  if (node?.kind !== 'map') return undefined;
  const found = names.map((name) => node.members.findLast(({ key }) => key === name));
  return found.find((member) => member !== undefined);
}

/** Text of a scalar that is one. */
export function textIn(node: Located | undefined): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}
