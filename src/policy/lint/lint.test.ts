import { describe, expect, test } from 'vitest';
import { CATALOG } from '../engine.contract.ts';
import { STARTER_POLICY } from '../starter.ts';
import type { Finding } from './finding.ts';
import { lintPolicies } from './lint.ts';
import type { LintOptions } from './lint.ts';
import type { Organisation } from './subject.ts';

const PEOPLE: Organisation = {
  mode: 'separated',
  operators: [
    { id: 'ann', roles: ['admin', 'approver', 'security'] },
    { id: 'bob', roles: ['approver'] },
  ],
  agents: [{ id: 'bot', groups: ['readers'], environment: 'production' }],
};

function lint(texts: string | readonly string[], options: LintOptions = {}): readonly Finding[] {
  const sources = [texts].flat().map((text, place) => ({ name: `${'abc'[place]}.cedar`, text }));
  return lintPolicies(sources, CATALOG, options);
}

function rulesIn(...given: Parameters<typeof lint>): readonly string[] {
  return lint(...given).map(({ rule }) => rule);
}

function placeOf({ source, region }: Finding): string {
  const { startLine, startColumn, endLine, endColumn } = region!;
  return `${source}:${startLine}:${startColumn}-${endLine}:${endColumn}`;
}

const READS = '@id("reads") permit (principal is Agent, action in Action::"read", resource);';
const TRUE_FOR_ALL = 'forbid (principal is Agent, action in Action::"read", resource)';
const BROAD = '@id("all")\npermit (principal, action, resource);';

describe('the starter pack', () => {
  test('gives no finding where nothing is known of the people', () => {
    expect(lintPolicies([STARTER_POLICY], CATALOG)).toEqual([]);
    expect(lintPolicies([STARTER_POLICY], { connectors: {} })).toEqual([]);
  });

  test('gives none of the roles that nobody has yet: they are the standard ones', () => {
    expect(lintPolicies([STARTER_POLICY], CATALOG, { organisation: PEOPLE })).toEqual([]);
    expect(lintPolicies([STARTER_POLICY], { connectors: {} }, { organisation: PEOPLE })).toEqual([]);
    const text = STARTER_POLICY.text.replace('Role::"security"', 'Role::"secruity"');
    const [finding, ...more] = lintPolicies([{ name: 'a', text }], CATALOG, { organisation: PEOPLE });
    expect(finding).toMatchObject({ rule: 'unknown-reference', severity: 'warning' });
    expect(finding?.message).toContain('did you mean security?');
    expect(more).toEqual([]);
  });

  test('asks for two people where one has both roles', () => {
    const alone = { ...PEOPLE, operators: PEOPLE.operators.slice(0, 1) };
    const of = (organisation: Organisation): readonly string[] =>
      lintPolicies([STARTER_POLICY], CATALOG, { organisation })
        .filter(({ rule }) => rule === 'unmeetable-approvers')
        .map(({ policy }) => policy ?? '');
    expect(of(alone)).toEqual([
      'starter.agent.powers',
      'starter.agent.powers-downstream',
      'starter.declassify.restricted',
    ]);
    expect(of({ ...alone, mode: 'solo' })).toEqual([]);
  });
});

describe('a place', () => {
  test('is exact, in UTF-16 units, wherever the policy stands in its source', () => {
    const text = '// 😀\n\n  @id("x")';
    const [found] = lint(
      `${text} forbid (principal is Agent, action == Action::"fs/read", resource)\n` +
        '  when { "😀" != "" && context.tool.kind == "tol" };',
    ).filter(({ rule }) => rule === 'unknown-value');
    expect(placeOf(found!)).toBe('a.cedar:4:24-4:50');
  });

  test('may take more than one line', () => {
    const [found] = lint('@id("all")\npermit (\n  principal,\n  action,\n  resource\n);');
    expect(placeOf(found!)).toBe('a.cedar:2:1-6:2');
  });

  test('is that of the word at which the parser stopped', () => {
    const [found] = lint('@id("a")\npermit (principle, action, resource);');
    expect([found?.rule, placeOf(found!)]).toEqual(['invalid', 'a.cedar:2:9-2:18']);
  });

  test('is null for what is about the whole set', () => {
    const silent = lint(READS).find(({ rule }) => rule === 'effect-without-policy');
    expect(silent).toMatchObject({ source: null, region: null, policy: null });
  });
});

describe('several sources', () => {
  test('are one set: what one permits another may forbid', () => {
    expect(rulesIn([READS, `@id("never") ${TRUE_FOR_ALL};`])).toContain('shadowed-permit');
  });

  test('have one id each', () => {
    const found = lint([READS, READS]).find(({ rule }) => rule === 'invalid');
    expect(found?.related.map(({ source }) => source)).toEqual(['a.cedar']);
    expect(placeOf(found!)).toBe('b.cedar:1:1-1:13');
  });

  test('are all silent but for what does not parse', () => {
    const findings = lint([BROAD, 'permit (', '@id("x") forbid (principal);']);
    expect(new Set(findings.map(({ source }) => source))).toEqual(new Set(['b.cedar', 'c.cedar']));
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['invalid']));
  });

  test('keep their order, whatever rule finds first', () => {
    const typo = '@id("t") forbid (principal is Agent, action, resource) when { context.tool.kind == "x" };';
    const inFirst = lint([BROAD, typo.replace(', action,', ', action in Action::"read",')]);
    expect(inFirst.map(({ source }) => source)).toEqual(['a.cedar', 'a.cedar', 'b.cedar']);
  });
});

describe('a level', () => {
  test('turns a rule off, or makes it graver or lighter', () => {
    expect(rulesIn(BROAD)).toEqual(['over-broad-permit', 'missing-hold']);
    expect(rulesIn(BROAD, { levels: { 'over-broad-permit': 'off' } })).toEqual(['missing-hold']);
    const [found] = lint(BROAD, { levels: { 'over-broad-permit': 'error' } });
    expect(found?.severity).toBe('error');
  });

  test('holds for what is said of suppressions too', () => {
    const text = `// holdpoint-lint-ignore nothing-such\n${READS}`;
    expect(rulesIn(text)).toContain('bad-suppression');
    expect(rulesIn(text, { levels: { 'bad-suppression': 'off' } })).not.toContain('bad-suppression');
  });
});

describe('a suppression', () => {
  const IGNORE = '// holdpoint-lint-ignore over-broad-permit: a sandbox';
  const levels = { 'missing-hold': 'off' } as const;

  test.each([
    ['before the policy', `${IGNORE}\n${BROAD}`],
    ['before the line', BROAD.replace('permit', `${IGNORE}\npermit`)],
    ['before other comments', `${IGNORE}\n// and more\n\n${BROAD}`],
  ])('stands %s', (_, text) => {
    expect(rulesIn(text, { levels })).toEqual([]);
  });

  test.each([
    ['of another rule', `// holdpoint-lint-ignore never-matches: why\n${BROAD}`, 'unused-suppression'],
    ['without a reason', `// holdpoint-lint-ignore over-broad-permit\n${BROAD}`, 'bad-suppression'],
    ['of no rule', `// holdpoint-lint-ignore\n${BROAD}`, 'bad-suppression'],
    ['behind what it is for', `${BROAD}\n${IGNORE}`, 'unused-suppression'],
  ])('%s silences nothing', (_, text, complaint) => {
    const found = rulesIn(text, { levels });
    expect(found).toContain('over-broad-permit');
    expect(found).toContain(complaint);
  });

  test('of a rule that is off is not called unused', () => {
    expect(rulesIn(`${IGNORE}\n${BROAD}`, { levels: { ...levels, 'over-broad-permit': 'off' } })).toEqual([]);
  });

  test('is a comment, not a text that looks like one', () => {
    const text = `${BROAD.slice(0, -1)}\nwhen { "${IGNORE.replaceAll('"', '')}" != "" };`;
    expect(rulesIn(text, { levels })).not.toContain('unused-suppression');
  });
});
