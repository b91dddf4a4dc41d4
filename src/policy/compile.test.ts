import { describe, expect, test } from 'vitest';
import { compilePolicies, loadPolicies } from './compile.ts';
import type { CompiledPolicies } from './compile.ts';
import { CATALOG, digest } from './engine.contract.ts';
import { policyProblemText } from './problem.ts';

const BODY = '(principal, action == Action::"fs/read", resource)';

function compile(...texts: readonly string[]): CompiledPolicies {
  const sources = texts.map((text, index) => ({ name: `${'ab'[index]}.cedar`, text }));
  return compilePolicies(sources, CATALOG, { digest });
}

function problemsOf(...texts: readonly string[]): readonly string[] {
  const compiled = compile(...texts);
  return ('errors' in compiled ? compiled.errors : compiled.warnings).map(policyProblemText);
}

describe('a source with a fault is refused, and told where', () => {
  const known =
    '(known are @id, @reason, @hold, @approvers, @expires, @remind, @escalate, @max_uses, ' +
    '@redact, @cap_rows, @notify, @record_payload, @step_up, @obligation)';
  const name = '(letters, digits, dot, dash and underscore, at most 100)';
  test.each([
    ['no id', `permit ${BODY};`, '1:1: error: the policy has no id (write @id("a.name") before it)'],
    [
      'an id that is no name',
      `// é\n  @id("a b") permit ${BODY};`,
      `2:3: error: policy a b: the id is not a name ${name}`,
    ],
    ['an empty id', `@id permit ${BODY};`, `1:1: error: the id is not a name ${name}`],
    [
      'an unknown annotation',
      `@id("a")\n@ // é\nobligations("x") permit ${BODY};`,
      `2:1: error: policy a: unknown annotation @obligations ${known}`,
    ],
    [
      'a hold on a permit',
      `@id("a") @hold("x") @approvers("r:1") permit ${BODY};`,
      '1:10: error: policy a: @hold stands on a permit (only a forbid can be lifted)',
    ],
    [
      'a hold that asks nobody',
      `@id("a") @hold("x") forbid ${BODY};`,
      '1:10: error: policy a: @hold without @approvers (say who may lift it: @approvers("finance:1"))',
    ],
    [
      'approvers without a hold',
      `@id("a")\n@approvers("r:1") forbid ${BODY};`,
      '2:1: error: policy a: @approvers without @hold (say why it asks: @hold("reason"))',
    ],
    [
      'an expiry without a hold',
      `@id("a") @expires("5m") forbid ${BODY};`,
      '1:10: error: policy a: @expires without @hold (say why it asks: @hold("reason"))',
    ],
    [
      'a reminder without a hold',
      `@id("a") @remind("5m") forbid ${BODY};`,
      '1:10: error: policy a: @remind without @hold (say why it asks: @hold("reason"))',
    ],
    ...['0', '1000', '-1', 'many', ''].map((uses): [string, string, string] => [
      `${uses || 'no'} uses`,
      `@id("a") @hold("x") @approvers("r:1") @max_uses("${uses}") forbid ${BODY};`,
      '1:39: error: policy a: @max_uses is not a number of uses (a whole number from 1 to 999, like "5")',
    ]),
    ...['director:1', 'director after 5m', 'director:1 after soon', 'a:1, a:2 after 5m', 'after 5m'].map(
      (text): [string, string, string] => [
        `an escalation to "${text}"`,
        `@id("a") @hold("x") @approvers("r:1") @escalate("${text}") forbid ${BODY};`,
        '1:39: error: policy a: @escalate does not say who, and after how long (like "director:1 after 2h")',
      ],
    ),
    [
      'a hold without a reason',
      `@id("a") @hold("") @approvers("r:1") forbid ${BODY};`,
      '1:10: error: policy a: @hold has no text',
    ],
    [
      'a role named twice',
      `@id("a") @hold("x") @approvers("r:1, r:2") forbid ${BODY};`,
      '1:21: error: policy a: @approvers names a role twice',
    ],
    [
      'an annotation given twice',
      `@id("a")\n@id("b") permit ${BODY};`,
      '2:1: error: duplicate annotation: @id',
    ],
    [
      'an unknown action',
      `@id("a")\npermit (principal, action == Action::"fs/reads", resource);`,
      '2:30: error: policy a: unrecognized action `Action::"fs/reads"` (did you mean `Action::"fs/read"`?)',
    ],
    [
      'an action that is like none: what its connector has, and not whatever is least far',
      `@id("a") permit (principal, action == Action::"bank/transfer_everything", resource);`,
      '1:39: error: policy a: unrecognized action `Action::"bank/transfer_everything"`' +
        ' (the tools of bank are bank/pay, bank/sudo)',
    ],
    [
      'an action of no connector',
      `@id("a") permit (principal, action == Action::"nowhere/at_all", resource);`,
      '1:39: error: policy a: unrecognized action `Action::"nowhere/at_all"` (the connectors are ',
    ],
    [
      'an action that is like no verb',
      `@id("a") permit (principal, action == Action::"fly-to-the-moon", resource);`,
      '1:39: error: policy a: unrecognized action `Action::"fly-to-the-moon"`',
    ],
    [
      'an unknown argument',
      `// é ü 😀\n@id("a") permit ${BODY} when { context.input.paht == "x" };`,
      '2:75: error: policy a: attribute `input.paht` in context for Action::"fs/read" not found' +
        ' (did you mean `path`?)',
    ],
    [
      'an optional argument read without asking for it',
      '@id("a") permit (principal, action in Action::"spend", resource)\nwhen { context.input.note == "x" };',
      '2:8: error: policy a: unable to guarantee safety of access to optional attribute `input.note`' +
        ' in context for Action::"bank/pay"' +
        " (try testing for the attribute's presence with `context.input has note && ..`)",
    ],
    [
      'a number no argument can be',
      `@id("a") permit ${BODY} when { 9007199254740993 > 1 };`,
      '1:75: error: the number is beyond 9007199254740991, which no argument can be',
    ],
    ['text that is not Unicode', '// \ud800', '1:1: error: the text is not well-formed'],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)).toContainEqual(expect.stringContaining(`a.cedar:${expected}`));
    expect(compile(text)).toHaveProperty('errors');
  });

  test.each(['r', 'r:0', 'r:100', 'r:1.5', 'r:-1', ':1', 'r:1,', '', 'r 1', 'a b:1'])(
    'approvers %j',
    (approvers) => {
      expect(problemsOf(`@id("a") @hold("x") @approvers("${approvers}") forbid ${BODY};`)).toEqual([
        'a.cedar:1:21: error: policy a: @approvers is not a list of role:quorum' +
          ' (like "finance:1, security:2"; 1 to 99)',
      ]);
    },
  );

  test.each(['30', '0m', '1d', '-5m', '1.5h', '', '1234567s'])('an expiry of %j', (expires) => {
    expect(
      problemsOf(`@id("a") @hold("x") @approvers("r:1") @expires("${expires}") forbid ${BODY};`),
    ).toEqual([
      'a.cedar:1:39: error: policy a: @expires is not a duration (a whole number of s, m or h, like "30m")',
    ]);
  });

  test('a template', () => {
    expect(
      problemsOf(`@id("a") permit ${BODY};\n@id("t") permit (principal == ?principal, action, resource);`),
    ).toEqual([
      'a.cedar:2:1: error: templates are not taken' +
        ' (write the principal and resource out instead of ?principal and ?resource)',
    ]);
  });

  test('several syntax errors, each with what was expected', () => {
    const problems = problemsOf('// é\npermit (1);\npermit (2);');
    expect(problems.map((problem) => problem.slice(0, 20))).toEqual([
      'a.cedar:2:9: error: ',
      'a.cedar:3:9: error: ',
    ]);
    expect(problems[0]).toBe('a.cedar:2:9: error: unexpected token `1` (expected `)` or identifier)');
  });

  test('an id that another source has', () => {
    expect(problemsOf(`\n@id("x") permit ${BODY};`, `@reason("r") @id("x") forbid ${BODY};`)).toEqual([
      'b.cedar:1:14: error: policy x: the id is taken (by the policy at a.cedar:2)',
    ]);
  });
});

describe('a source without fault', () => {
  test('gives policies with what their annotations say', () => {
    const compiled = compile(`
      @id("pay.hold") @hold("why") @approvers("finance:1, security:2") @expires("30m") @reason("because")
      @remind("10m") @escalate("director:1, board:2 after 20m") @max_uses("5")
      forbid ${BODY};
      @id("p") permit ${BODY} when { "; @x" != "\\"" }; // ; @id("no")
    `);
    expect(compiled).toMatchObject({
      warnings: [],
      policies: [
        {
          id: 'pay.hold',
          source: 'a.cedar',
          line: 2,
          effect: 'forbid',
          reason: 'because',
          hold: {
            reason: 'why',
            approvers: [
              { role: 'finance', quorum: 1 },
              { role: 'security', quorum: 2 },
            ],
            expiresSeconds: 1800,
            remindSeconds: 600,
            escalate: {
              afterSeconds: 1200,
              approvers: [
                { role: 'director', quorum: 1 },
                { role: 'board', quorum: 2 },
              ],
            },
            maxUses: 5,
          },
        },
        { id: 'p', line: 5, effect: 'permit', reason: null, hold: null },
      ],
    });
  });

  const many = (count: number, wrong: (at: number) => boolean): string =>
    Array.from({ length: count }, (_, at) => {
      const read = wrong(at) ? 'none' : 'task';
      return `@id("p${at}") permit ${BODY} when { "é" == "é" && context.${read} == context.task };`;
    }).join('\n');

  test('of what fits nowhere the first hundred errors are told', () => {
    const problems = problemsOf(
      many(300, () => true),
      many(300, () => true).replaceAll('"p', '"q'),
    );
    expect(problems).toHaveLength(100);
    expect(problems[99]).toMatch(/^a\.cedar:100:/);
  });

  test('a policy far down is found where it stands, and denies where it was published', () => {
    const text = many(150, (at) => at === 140);
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^a\.cedar:141:\d+: error: policy p140: /)]);
    const loaded = loadPolicies([{ name: 'a.cedar', text: many(150, (at) => at > 20) }], CATALOG, { digest });
    const misfits = 'errors' in loaded ? [] : loaded.policies.filter(({ misfit }) => misfit !== null);
    expect(misfits).toHaveLength(129);
  });

  test('a policy that can never apply is a warning', () => {
    const text =
      '@id("a")\npermit (principal, action in Action::"read", resource) when { context.input has no };';
    expect(compile(text)).toHaveProperty('engine');
    expect(problemsOf(text)).toEqual([
      'a.cedar:1:1: warning: policy a: policy is impossible:' +
        ' the policy expression evaluates to false for all valid requests',
    ]);
  });

  test('the layout of a policy does not change its digest; its meaning and its annotations do', () => {
    const digestOf = (text: string): string | undefined => {
      const compiled = compile(text);
      return 'errors' in compiled ? undefined : compiled.policies[0]?.digest;
    };
    const first = digestOf(`@id("a") @hold("x") @approvers("r:1") forbid ${BODY};`);
    expect(digestOf(`// new\n@approvers("r:1")\n@hold("x") @id("a") forbid ${BODY};`)).toBe(first);
    expect(digestOf(`@id("a") @hold("x") @approvers("r:2") forbid ${BODY};`)).not.toBe(first);
    expect(digestOf(`@id("a") @hold("x") @approvers("r:1") forbid ${BODY} when { true };`)).not.toBe(first);
  });

  test('the engine bears the digest of names and texts', () => {
    const engineDigest = (text: string): string | undefined => {
      const compiled = compile(text);
      return 'errors' in compiled ? undefined : compiled.engine.digest;
    };
    expect(engineDigest('')).toBe(digest([{ name: 'a.cedar', text: '' }]));
    expect(engineDigest('// x')).not.toBe(engineDigest(''));
  });
});
