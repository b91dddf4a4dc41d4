// Findings as SARIF 2.1.0 (OASIS, errata 01), so that code hosts and editors show them where they stand. What
// GitHub's code scanning asks beyond the standard is met too: a place for every result, and fingerprints.

import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifTool {
  readonly name: string;
  readonly version: string;
  /** Tells the runs of one tool apart (`holdpoint/policy-lint`). */
  readonly category: string;
  readonly rules: readonly SarifRule[];
}

export interface SarifRule {
  readonly id: string;
  readonly level: SarifLevel;
  /** In a few words. */
  readonly title: string;
  /** In a sentence or two. */
  readonly help: string;
}

/** A part of a file. Lines and columns (in UTF-16 units) count from 1; the end is behind the last. */
export interface SarifPlace {
  /** Path as given: relative to where the command ran, or absolute. */
  readonly file: string;
  /** Null: the file as a whole. */
  readonly region: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn: number;
    /** The text of the region. */
    readonly text: string;
  } | null;
}

export interface SarifResult {
  readonly rule: string;
  readonly level: SarifLevel;
  readonly message: string;
  readonly place: SarifPlace;
  /** What the place is a part of, such as the id of a policy; null: nothing with a name. */
  readonly within: string | null;
  readonly related: readonly { readonly message: string; readonly place: SarifPlace }[];
}

/** One run of a tool, as a SARIF log. Throws where a result names a rule that the tool does not have. */
export function sarifLog(tool: SarifTool, results: readonly SarifResult[]): object {
  const { name, version, category, rules } = tool;
  const fingerprintOf = fingerprinter();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, semanticVersion: version, rules: rules.map(descriptorOf) } },
        automationDetails: { id: `${category}/` },
        invocations: [{ executionSuccessful: true }],
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => ({
          ruleId: result.rule,
          ruleIndex: indexOf(rules, result.rule),
          level: result.level,
          message: { text: result.message },
          locations: [locationOf(result)],
          ...(result.related.length > 0 && { relatedLocations: result.related.map(relatedOf) }),
          partialFingerprints: { 'holdpointFinding/v1': fingerprintOf(result) },
        })),
      },
    ],
  };
}

function descriptorOf({ id, level, title, help }: SarifRule) {
  const name = id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    id,
    // A name that is the id again is against the rules.
    ...(id.includes('-') && { name }),
    shortDescription: { text: title },
    fullDescription: { text: help },
    help: { text: help },
    defaultConfiguration: { level },
  };
}

function indexOf(rules: readonly SarifRule[], rule: string): number {
  const index = rules.findIndex(({ id }) => id === rule);
  if (index === -1) throw new Error(`a result of a rule that is not listed: ${rule}`);
  return index;
}

function locationOf({ place, within }: SarifResult) {
  const logicalLocations = [{ fullyQualifiedName: within }];
  return { physicalLocation: physicalOf(place), ...(within !== null && { logicalLocations }) };
}

function relatedOf({ message, place }: SarifResult['related'][number], index: number) {
  return { id: index + 1, message: { text: message }, physicalLocation: physicalOf(place) };
}

function physicalOf({ file, region }: SarifPlace) {
  // A result without a line is not shown by GitHub.
  const { text, ...lines } = region ?? { startLine: 1, text: null };
  return {
    artifactLocation: { uri: uriOf(file) },
    region: { ...lines, ...(text !== null && { snippet: { text } }) },
  };
}

function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file
    .split(/[\\/]/)
    .map(encodeURIComponent)
    .join('/')
    .replace(/^(\.\/)+/, '');
}

/** Stays the same when lines are put in before it; tells equal findings of one file apart by their order. */
function fingerprinter(): (result: SarifResult) => string {
  const seen = new Map<string, number>();
  return ({ rule, place, within }) => {
    const text = (place.region?.text ?? '').replaceAll(/\s+/g, ' ');
    const content = JSON.stringify([rule, uriOf(place.file), within, text]);
    const order = (seen.get(content) ?? 0) + 1;
    seen.set(content, order);
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 32);
    return `${digest}:${order}`;
  };
}
