import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { operatorKey, shownOf, signStatement, statementOf, thirdOf } from './sample-ledger.contract.ts';
import { covers, isStatement, statementBytes, verifyStatement } from './statement.ts';
import type { ApprovalStatement } from './statement.ts';

// A statement of version 3 says what its operator was shown, and what they said besides yes and no.

const statement = statementOf(thirdOf());
const { publicKey } = operatorKey;
const digest = `sha256:${'2'.repeat(64)}`;
const other = { hold: 'hold_2', digest, shown: shownOf({ model: 'large-1' }) };
const edited = { digest, arguments: shownOf().arguments };

/** As anybody may write it: of whatever shape. */
function written(changes: object): ApprovalStatement {
  return { ...statement, ...changes };
}

describe('a statement of what was shown', () => {
  test("holds under its operator's key, for what was shown and for nothing else", () => {
    const signed = { statement, signature: signStatement(statement), publicKey };
    expect(verifyStatement(crypto, signed)).toBe(true);
    for (const change of [
      { shown: shownOf({ model: 'large-1' }) },
      { times: 2 },
      { edited },
      { verdict: 'reject', tell: true },
    ]) {
      expect(verifyStatement(crypto, { ...signed, statement: written(change) })).toBe(false);
    }
  });

  test('may be about several actions, each as it was shown', () => {
    const several = written({ also: [other] });
    const signed = { statement: several, signature: signStatement(several), publicKey };
    expect(verifyStatement(crypto, signed)).toBe(true);
    expect(covers(several, other)).toBe(true);
    expect(covers(several, { ...other, digest: statement.digest })).toBe(false);
    const changed = { ...several, also: [{ ...other, shown: shownOf() }] };
    expect(verifyStatement(crypto, { ...signed, statement: changed })).toBe(false);
  });

  test.each<[string, object]>([
    ['that nobody had looked at what it carries', { labels: null }],
    ['that nobody had looked where it comes from', { grounding: null }],
    ['that nothing grounds it', { grounding: [] }],
    ['that no policy was in force', { policy: null }],
    ['that nobody said what the model is', { model: null }],
    ['that it calls no tool', { definition: null, effects: [] }],
    ['that there is no workflow', { workflow: null }],
    ['a long name of a model', { model: 'm'.repeat(1_000) }],
  ])('may say %s', (_, change) => {
    expect(isStatement(written({ shown: shownOf(change) }))).toBe(true);
  });

  test.each<[string, object]>([
    ['other arguments in place of those that waited', { edited }],
    ['for how many identical actions it is', { times: 20 }],
    [
      'what was wrong, and let the agent read why',
      { verdict: 'reject', category: 'wrong-values', tell: true },
    ],
  ])('may say %s, besides', (_, change) => {
    expect(isStatement(written(change))).toBe(true);
  });

  test.each<[string, object]>([
    ['/v', { v: 2 }],
    ['/type', { type: 'holdpoint/approval@v2' }],
    ['/digest', { digest: 'sha256:' }],
    ['/times', { times: 0 }],
    ['/times', { times: 1.5 }],
    ['/times', { times: undefined }],
    ['/shown', { shown: null }],
    ['/also', { also: [] }],
    ['/also', { also: {} }],
    ['/also', { also: [{ hold: other.hold, digest }] }],
    ['/also', { also: [other, { ...other, shown: shownOf({ effects: [''] }) }] }],
    ['/edited', { edited: { digest } }],
    ['/edited', { edited: { ...edited, arguments: '{}' } }],
    ['/category', { verdict: 'reject', category: '' }],
    ['/category', { verdict: 'reject', category: 'c'.repeat(1_001) }],
    ['/tell', { verdict: 'reject', tell: false }],
    ['', { more: 1 }],
  ])('of another shape is refused at "%s"', (pointer, change) => {
    expect(() => statementBytes(written(change))).toThrow(
      expect.objectContaining({ code: 'malformed-statement', location: `"${pointer}"` }),
    );
  });

  test.each<[string, object]>([
    ['other arguments for several actions', { edited, also: [other] }],
    ['other arguments, and no', { edited, verdict: 'reject' }],
    ['what was wrong, and yes', { category: 'wrong-values' }],
    ['that the agent may read why, and yes', { tell: true }],
  ])('never says %s', (_, change) => {
    expect(isStatement(written(change))).toBe(false);
  });

  test.each<[string, unknown]>([
    ['policy', 'sha256:'],
    ['arguments', '{"to":"ada"}'],
    ['labels', { ...shownOf().labels, sensitivity: '' }],
    ['labels', { ...shownOf().labels, categories: 'contact' }],
    ['labels', { sensitivity: 'internal', categories: [] }],
    ['grounding', [{ role: 'recipient', level: 'user', instructed: 'yes' }]],
    ['grounding', { role: 'recipient', level: 'user', instructed: true }],
    ['model', 7],
    ['model', 'm'.repeat(1_001)],
    ['definition', ''],
    ['effects', [1]],
    ['workflow', 'onboarding'],
  ])('whose %s are %j is refused', (member, value) => {
    expect(isStatement(written({ shown: { ...shownOf(), [member]: value } }))).toBe(false);
  });

  test.each<[string, object]>([
    ['times', { times: 1 }],
    ['edited', { edited }],
    ['category', { category: 'wrong-values' }],
    ['tell', { tell: true }],
  ])('alone may say %s: nothing older can', (_, change) => {
    expect(isStatement({ ...statementOf(), ...change })).toBe(false);
    const several = { v: 2, type: 'holdpoint/approval@v2', also: [{ hold: other.hold, digest }] } as const;
    expect(isStatement(statementOf(several))).toBe(true);
    expect(isStatement({ ...statementOf(several), ...change })).toBe(false);
  });
});
