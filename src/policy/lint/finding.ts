// A finding says what is odd about a policy and exactly where, so that whoever wrote it can mend it there.

/** `error`: the rule does not do what it says. `warning`: likely so. `note`: worth a look. */
export type Severity = 'error' | 'warning' | 'note';

/** A part of a source. Lines and columns (in UTF-16 units) count from 1; the end is behind the last. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Another place that a finding is about. */
export interface Related {
  readonly source: string;
  readonly region: Region;
  readonly message: string;
}

export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** Name of the source; null: about the set as a whole. */
  readonly source: string | null;
  readonly region: Region | null;
  readonly message: string;
  /** How to mend it. */
  readonly help: string | null;
  /** Id of the policy; null where it is about none. */
  readonly policy: string | null;
  readonly related: readonly Related[];
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/** In the order of the sources, and of the text within each; what is about the whole set comes last. */
export function sortFindings(findings: readonly Finding[], sources: readonly string[]): readonly Finding[] {
  const places = new Map(sources.map((source, place) => [source, place]));
  const placeOf = ({ source }: Finding): number => places.get(source ?? '') ?? sources.length;
  return findings.toSorted(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      (a.region?.startLine ?? 0) - (b.region?.startLine ?? 0) ||
      (a.region?.startColumn ?? 0) - (b.region?.startColumn ?? 0) ||
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
}
