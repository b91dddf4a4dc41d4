// What is known of data only goes up: joining two labels never gives less than either.

/** From least to most. */
export const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const;

export type Sensitivity = (typeof SENSITIVITIES)[number];

export interface Labels {
  readonly sensitivity: Sensitivity;
  /** What kinds of data it may hold (`pii`, `phi`, `pci`, `secret` …), in order and each once. */
  readonly categories: readonly string[];
  /** `untrusted`: somebody other than those who answer for the task may have written it. */
  readonly integrity: 'trusted' | 'untrusted';
}

/** Who can have written a field of a result: where nothing tells, anyone. */
export type FieldWriter =
  /** Its own systems. */
  | 'organisation'
  /** Whoever holds the account. */
  | 'owner'
  /** People outside, too. */
  | 'anyone'
  | 'unknown';

export interface OutputField {
  readonly writer: FieldWriter;
  readonly categories: readonly string[];
}

/** What may be given to somebody. */
export interface Clearance {
  /** The most sensitive that may. */
  readonly sensitivity: Sensitivity;
  /** Categories that may not, however sensitive they are. */
  readonly except: readonly string[];
}

/** What nothing was read into yet. */
export const NO_DATA: Labels = { sensitivity: 'public', categories: [], integrity: 'trusted' };

/** The category of what holds words that the scan calls an attack: somebody else wrote them. */
export const SUSPICIOUS = 'suspicious';

const SUSPECTED: Labels = { sensitivity: 'public', categories: [SUSPICIOUS], integrity: 'untrusted' };

/** What is known of data once such words were read into it. */
export function suspect(data: Labels): Labels {
  return joinLabels(data, SUSPECTED);
}

/** The first itself, where the other adds nothing to it. */
export function joinLabels(one: Labels, other: Labels): Labels {
  if (covers(one, other)) return one;
  const level = Math.max(levelOf(one.sensitivity), levelOf(other.sensitivity));
  return {
    sensitivity: SENSITIVITIES[level]!,
    categories: [...new Set([...one.categories, ...other.categories])].toSorted(),
    integrity: one.integrity === 'trusted' && other.integrity === 'trusted' ? 'trusted' : 'untrusted',
  };
}

/** Whether the first says as much as both. */
export function covers(one: Labels, other: Labels): boolean {
  return (
    levelOf(one.sensitivity) >= levelOf(other.sensitivity) &&
    (one.integrity === 'untrusted' || other.integrity === 'trusted') &&
    other.categories.every((category) => one.categories.includes(category))
  );
}

/** 0 (public) to 3 (restricted). */
export function levelOf(sensitivity: Sensitivity): number {
  return SENSITIVITIES.indexOf(sensitivity);
}

/** What a task of an agent read, where that says more than is remembered. */
export interface AgentExposed {
  readonly agent: string;
  readonly task: string;
  readonly sensitivity: Sensitivity;
  readonly categories: readonly string[];
}
