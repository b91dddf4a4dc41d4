import { describe, expect, test } from 'vitest';
import { sarifLog, type SarifResult, type SarifTool } from './sarif.ts';

const TOOL: SarifTool = {
  name: 'holdpoint',
  version: '1.2.3',
  category: 'holdpoint/sample',
  rules: [
    { id: 'other-rule', level: 'note', title: 'another', help: 'Nothing to do.' },
    { id: 'sample-rule', level: 'error', title: 'a sample', help: 'Mend it.' },
  ],
};
const REGION = { startLine: 2, startColumn: 3, endLine: 2, endColumn: 9, text: 'forbid' };
const RESULT: SarifResult = {
  rule: 'sample-rule',
  level: 'warning',
  message: 'it is odd',
  place: { file: 'policies/pay.cedar', region: REGION },
  within: 'pay.large',
  related: [],
};

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly Result[];
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly { readonly physicalLocation: Physical }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Physical {
  readonly artifactLocation: { readonly uri: string };
  readonly region: object;
}

function runOf(...results: readonly SarifResult[]): Run {
  const log = sarifLog(TOOL, results) as { readonly runs: readonly Run[] };
  return log.runs[0]!;
}

function fingerprintOf(result: SarifResult): string {
  return runOf(result).results[0]!.partialFingerprints['holdpointFinding/v1']!;
}

function uriOf(file: string): string {
  const [result] = runOf({ ...RESULT, place: { file, region: REGION } }).results;
  return result!.locations[0]!.physicalLocation.artifactLocation.uri;
}

describe('a SARIF log', () => {
  test('is a version 2.1.0 log of one run', () => {
    expect(sarifLog(TOOL, [RESULT])).toEqual({
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'holdpoint',
              semanticVersion: '1.2.3',
              rules: [
                expect.objectContaining({ id: 'other-rule' }),
                {
                  id: 'sample-rule',
                  name: 'SampleRule',
                  shortDescription: { text: 'a sample' },
                  fullDescription: { text: 'Mend it.' },
                  help: { text: 'Mend it.' },
                  defaultConfiguration: { level: 'error' },
                },
              ],
            },
          },
          automationDetails: { id: 'holdpoint/sample/' },
          invocations: [{ executionSuccessful: true }],
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'sample-rule',
              ruleIndex: 1,
              level: 'warning',
              message: { text: 'it is odd' },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'policies/pay.cedar' },
                    region: {
                      startLine: 2,
                      startColumn: 3,
                      endLine: 2,
                      endColumn: 9,
                      snippet: { text: 'forbid' },
                    },
                  },
                  logicalLocations: [{ fullyQualifiedName: 'pay.large' }],
                },
              ],
              partialFingerprints: { 'holdpointFinding/v1': expect.stringMatching(/^[\da-f]{32}:1$/) },
            },
          ],
        },
      ],
    });
  });

  test('gives a line to what is about a file as a whole, as GitHub asks', () => {
    const [result] = runOf({ ...RESULT, within: null, place: { file: 'a.cedar', region: null } }).results;
    expect(result?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: 'a.cedar' }, region: { startLine: 1 } } },
    ]);
  });

  test('gives no name to a rule whose name would be its id again', () => {
    const log = sarifLog({ ...TOOL, rules: [{ ...TOOL.rules[0]!, id: 'invalid' }] }, []);
    expect(JSON.stringify(log)).toContain('{"id":"invalid","shortDescription"');
  });

  test('numbers the related places', () => {
    const related = { message: 'see here', place: { file: 'b.cedar', region: REGION } };
    const [result] = runOf({ ...RESULT, related: [related, related] }).results;
    expect(result).toMatchObject({
      relatedLocations: [
        { id: 1, message: { text: 'see here' } },
        { id: 2, physicalLocation: { artifactLocation: { uri: 'b.cedar' } } },
      ],
    });
  });

  test('writes file names as URIs', () => {
    expect(uriOf('./a b/100%/ü#1.cedar')).toBe('a%20b/100%25/%C3%BC%231.cedar');
    expect(uriOf('../other/a.cedar')).toBe('../other/a.cedar');
    expect(uriOf('/abs/a b.cedar')).toBe('file:///abs/a%20b.cedar');
  });

  test('refuses a result of a rule that is not described', () => {
    expect(() => sarifLog(TOOL, [{ ...RESULT, rule: 'nothing' }])).toThrow('not listed: nothing');
  });
});

describe('a fingerprint', () => {
  test('stays when lines move or are laid out anew', () => {
    const moved = { ...REGION, startLine: 40, endLine: 41, text: 'for bid' };
    const spread = { ...moved, text: 'for\n   bid' };
    expect(fingerprintOf({ ...RESULT, place: { file: 'a', region: moved } })).toBe(
      fingerprintOf({ ...RESULT, place: { file: 'a', region: spread } }),
    );
  });

  test.each([
    ['rule', { rule: 'other-rule' }],
    ['policy', { within: 'pay.small' }],
    ['file', { place: { file: 'other.cedar', region: REGION } }],
    ['text', { place: { ...RESULT.place, region: { ...REGION, text: 'permit' } } }],
  ])('changes with the %s', (_, change) => {
    expect(fingerprintOf({ ...RESULT, ...change })).not.toBe(fingerprintOf(RESULT));
  });

  test('tells equal findings apart by their order', () => {
    const prints = runOf(RESULT, RESULT).results.map(({ partialFingerprints }) => partialFingerprints);
    expect(new Set(prints.map((print) => JSON.stringify(print))).size).toBe(2);
  });
});
