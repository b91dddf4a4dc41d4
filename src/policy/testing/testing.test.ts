import { describe, expect, test } from 'vitest';
import { catalogOf } from '../catalog-file.ts';
import { compilePolicies } from '../compile.ts';
import { digest } from '../engine.contract.ts';
import { Coverage } from './coverage.ts';
import type { CoverageReport } from './coverage.ts';
import { readPolicyTests } from './read-tests.ts';
import { prepareTests, runTest } from './run-tests.ts';
import type { TestResult } from './run-tests.ts';

const CONNECTORS = `
connectors:
  bank:
    tools:
      pay:
        effects: [write, spend]
        profile: {egress: external, roles: {/to: destination, /amount: amount}}
        inputSchema:
          type: object
          properties: {to: {type: string}, amount: {type: number}, quantity: {type: integer}}
          required: [quantity]
destinations: {own: [.example.com]}
`;

const POLICIES = `
@id("pay.small") @redact("iban")
permit (principal in Group::"finance", action == Action::"bank/pay", resource);

// é 😀
  @id("pay.large") @hold("much") @approvers("finance:1, security:2")
forbid (principal, action == Action::"bank/pay", resource)
unless { context.input has amount && context.input.amount.lessThan(decimal("1000.0")) };

@id("pay.abroad") @hold("out") @approvers("finance:2")
forbid (principal, action == Action::"bank/pay", resource)
when { context has destination && context.destination.trust == "new" };

@id("pay.total")
forbid (principal, action == Action::"bank/pay", resource)
when { context.chain.spent.greaterThan(decimal("5000.0")) };

@id("admins") permit (principal in Role::"admin", action in Action::"administer", resource);
@id("no.self") forbid (principal, action == Action::"approve", resource)
when { context.approver.isRequester };
`;

interface Ran {
  readonly results: readonly TestResult[];
  readonly problems: readonly string[];
  readonly coverage: CoverageReport;
}

function run(tests: string, more = ''): Ran {
  const read = readPolicyTests(`${CONNECTORS}${more}\ntests:\n${tests}`, 'x.policy-test.yaml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const catalog = catalogOf(read.value.file.connectors ?? {});
  const source = { name: 'bank.cedar', text: POLICIES };
  const compiled = compilePolicies([source], catalog, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  const coverage = new Coverage();
  coverage.enter(compiled.policies, () => POLICIES);
  const { tests: prepared, problems } = prepareTests(read.value, catalog, compiled);
  return {
    results: prepared.map((one) => runTest(one, compiled, coverage)),
    problems: problems.map(({ path, message, help }) => `${path}: ${message} (${help})`),
    coverage: coverage.report(),
  };
}

const FINANCE = 'defaults: {agent: {id: clerk, groups: [finance]}}';
const pay = (input: string, expected: string, more = ''): string =>
  `  - {name: it, action: bank/pay, input: ${input}, expect: ${expected}${more}}`;

function outcome(tests: string, more = FINANCE): TestResult['outcome'] | undefined {
  return run(tests, more).results[0]?.outcome;
}

describe('a test gets what the kernel would decide', () => {
  test('a permit, with what it comes with', () => {
    expect(outcome(pay('{quantity: 1, amount: 10}', '{verdict: permit}'))).toEqual({
      verdict: 'permit',
      policies: ['pay.small'],
      approvers: [],
      obligations: [{ kind: 'redact', fields: ['iban'] }],
      reasons: [],
      errors: [],
    });
  });

  test('a hold that asks all that its policies ask, each role once', () => {
    const input = '{quantity: 1, amount: 5000, to: x@other.org}';
    expect(outcome(pay(input, '{verdict: hold}'))).toMatchObject({
      verdict: 'hold',
      policies: ['pay.large', 'pay.abroad'],
      approvers: ['finance:2', 'security:2'],
    });
    expect(outcome(pay(input, '{verdict: hold}', ', approved: [pay.large]'))).toMatchObject({
      verdict: 'hold',
      approvers: ['finance:2'],
    });
    const all = ', approved: [pay.large, pay.abroad]';
    expect(outcome(pay(input, '{verdict: permit}', all))).toMatchObject({
      verdict: 'permit',
      policies: ['pay.small'],
    });
  });

  test('a denial with its reasons', () => {
    const input = '{quantity: 1, amount: 10}';
    expect(outcome(pay(input, '{verdict: deny}'), '')).toMatchObject({
      verdict: 'deny',
      reasons: ['policy-default-deny'],
    });
    const spent = ', context: {chain: {spent: 5000.01}}';
    expect(outcome(pay(input, '{verdict: deny}', spent))).toMatchObject({
      policies: ['pay.total'],
      reasons: ['policy-forbids'],
    });
  });

  test('where an argument goes to, by the organisation’s own hosts', () => {
    const to = (host: string): string | undefined =>
      outcome(pay(`{quantity: 1, amount: 10, to: ${host}}`, '{verdict: permit}'))?.verdict;
    expect([to('a@mail.example.com'), to('a@mail.example.org')]).toEqual(['permit', 'hold']);
  });

  test('what people may ask of the organisation', () => {
    const ask = (role: string): string | undefined =>
      outcome(`  - {name: it, action: kill, operator: {roles: [${role}]}, expect: {verdict: permit}}`)
        ?.verdict;
    expect([ask('admin'), ask('clerk')]).toEqual(['permit', 'deny']);
    const own =
      '{name: it, action: approve, context: {approver: {isRequester: true}}, expect: {verdict: deny}}';
    expect(outcome(`  - ${own}`)).toMatchObject({ policies: ['no.self'] });
  });
});

describe('a test fails', () => {
  const differences = (expected: string, input = '{quantity: 1, amount: 5000}'): unknown =>
    run(pay(input, expected), FINANCE).results[0]?.differences;

  test('in each thing that is not as expected, and in nothing else', () => {
    expect(
      differences('{verdict: hold, policies: [pay.large], approvers: ["security:2", "finance:1"]}'),
    ).toEqual([]);
    expect(differences('{verdict: permit, policies: [pay.small], approvers: [], reasons: [x]}')).toEqual([
      { about: 'verdict', expected: 'permit', actual: 'hold' },
      { about: 'policies', expected: ['pay.small'], actual: ['pay.large'] },
      { about: 'approvers', expected: [], actual: ['finance:1', 'security:2'] },
      { about: 'reasons', expected: ['x'], actual: [] },
    ]);
    expect(differences('{verdict: hold, obligations: [{kind: cap-rows, rows: 1}]}')).toMatchObject([
      { about: 'obligations' },
    ]);
  });

  test('where the denial is an error, unless it expects one', () => {
    expect(differences('{verdict: deny}', '{amount: 1}')).toEqual([
      { about: 'reasons', expected: [], actual: ['policy-error'] },
    ]);
    expect(differences('{verdict: deny, reasons: [policy-error]}', '{amount: 1}')).toEqual([]);
  });
});

describe('a test that asks nothing there is, is no test', () => {
  test.each([
    ['action: bank/pya', '', 'action: is no admitted tool and no verb (did you mean "bank/pay"?)'],
    ['action: kill, agent: {id: x}', '', 'agent: only an operator asks for kill (null)'],
    ['action: bank/pay, operator: {id: x}', '', 'operator: only an agent asks for bank/pay (null)'],
    ['action: kill, input: {a: 1}', '', 'input: kill is a verb and takes no arguments (null)'],
    [
      'action: bank/pay, context: {chains: {}}',
      '',
      'context.chains: the action has no such fact: chains (did you mean "chain"?)',
    ],
    [
      'action: bank/pay, context: {input: {}}',
      '',
      'context.input: the action has no such fact: input (known facts: ',
    ],
    [
      'action: bank/pay, context: {chain: {reads: many}}',
      '',
      'context.chain.reads: must be a whole number (null)',
    ],
    ['action: bank/pay, context: {chain: null}', '', 'context.chain: is required (null)'],
    [
      'action: bank/pay, context: {chain: {spent: 0.00001}}',
      '',
      'context.chain.spent: must be a number with at most 4 decimals (null)',
    ],
    ['action: bank/pay, context: {data: 1}', '', 'context.data: must be a mapping (null)'],
    [
      'action: bank/pay, context: {data: {categories: [1]}}',
      '',
      'context.data.categories: must be a list, each of it a text (null)',
    ],
    [
      'action: bank/pay, context: {data: {trusted: 1}}',
      '',
      'context.data.trusted: must be true or false (null)',
    ],
    [
      'action: bank/pay, approved: [pay.total]',
      '',
      'approved.0: pay.total is none of the policies with @hold (known ids: pay.large',
    ],
    [
      'action: bank/pay',
      ', policies: [pay.smal]',
      'expect.policies.0: pay.smal is none of the policies (did you mean "pay.small"?)',
    ],
  ])('%s %s', (asked, expected, problem) => {
    const { results, problems } = run(`  - {name: it, ${asked}, expect: {verdict: deny${expected}}}`);
    expect(problems.join('\n')).toContain(problem);
    expect(problems).toHaveLength(1);
    expect(results.length).toBeLessThan(2);
  });

  const REST = 'action: b, expect: {verdict: deny}}';

  test.each([
    ['tests: []', '1:8: Too small'],
    ['tests: [{name: a, action: b, expect: {verdict: allow}}]', '1:48: Invalid option'],
    ['tests: [{name: a, action: b, expect: {verdict: deny, polices: [x]}}]', 'did you mean "policies"?'],
    [
      'catalog: a\nconnectors: {}\ntests: [{name: a, action: b, expect: {verdict: deny}}]',
      '1:1: stands beside',
    ],
    [`tests:\n- {name: a, ${REST}\n- {name: a, ${REST}`, '3:10: is taken by the test on line 2'],
    [
      'tests: [{name: a, agent: {}, operator: {}, action: b, expect: {verdict: deny}}]',
      '1:30: stands beside agent',
    ],
    ['tests: [{name: a, action: b, expect: {verdict: hold, approvers: [finance]}}]', 'must be role:quorum'],
  ])('%s', (text, problem) => {
    const read = readPolicyTests(text, 'x');
    if (!('problems' in read)) throw new Error('it was read');
    const told = read.problems.map(
      ({ line, column, message, help }) => `${line}:${column}: ${message} ${help}`,
    );
    expect(told.join('\n')).toContain(problem);
  });
});

describe('coverage', () => {
  const SMALL = pay('{quantity: 1, amount: 10}', '{verdict: permit}');

  test('is of each policy that decides and each condition that is true and false', () => {
    const { coverage } = run(SMALL, FINANCE);
    // pay.small decides; five conditions were seen one way; what no operator asked was not seen.
    expect(coverage).toMatchObject({ total: 18, covered: 6, percent: 33.3 });
    expect(coverage.policies[0]).toEqual({ id: 'pay.small', source: 'bank.cedar', total: 1, covered: 1 });
    const gaps = coverage.gaps.map(({ line, column, policy, text, missing }) => [
      `${line}:${column}`,
      policy,
      text,
      missing,
    ]);
    expect(gaps.slice(0, 6)).toEqual([
      ['6:3', 'pay.large', null, 'never decided'],
      ['8:10', 'pay.large', 'context.input has amount', 'never false'],
      ['8:38', 'pay.large', 'context.input.amount.lessThan(decimal("1000.0"))', 'never false'],
      ['10:1', 'pay.abroad', null, 'never decided'],
      ['12:8', 'pay.abroad', 'context has destination', 'never false'],
      ['12:35', 'pay.abroad', 'context.destination.trust == "new"', 'never true'],
    ]);
    expect(gaps.at(-1)).toEqual(['19:1', 'no.self', null, 'never matched']);
  });

  test('grows over several files, and is whole where there is nothing to cover', () => {
    expect(new Coverage().report()).toMatchObject({ total: 0, percent: 100, gaps: [] });
    const large = pay('{quantity: 1, amount: 5000}', '{verdict: hold}').replace('it,', 'more,');
    const { coverage } = run(`${SMALL}\n${large}`, FINANCE);
    const ofLarge = coverage.policies.find(({ id }) => id === 'pay.large');
    expect(ofLarge).toMatchObject({ total: 5, covered: 4 });
  });
});
