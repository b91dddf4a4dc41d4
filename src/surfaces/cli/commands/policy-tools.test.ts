import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type Ran, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
  await write('catalog.yaml', CATALOG);
  await write('pay/bank.cedar', POLICIES);
  await write('people.cedar', PEOPLE);
  await write('pay/bank.policy-test.yaml', `catalog: ../catalog.yaml\ntests:\n${PASSING}`);
});
afterAll(() => terminal.stop());

const CATALOG = `
connectors:
  bank:
    tools:
      pay:
        effects: [spend]
        inputSchema: {type: object, properties: {amount: {type: integer}}, required: [amount]}
`;
const POLICIES = `@id("pay")
permit (principal, action == Action::"bank/pay", resource)
when { context.input.amount < 100 };
`;
const PEOPLE = '@id("people") permit (principal is Operator, action in Action::"administer", resource);\n';
const PASSING = '  - {name: small runs, action: bank/pay, input: {amount: 1}, expect: {verdict: permit}}\n';
const LARGE =
  '  - {name: large is refused, action: bank/pay, input: {amount: 100}, expect: {verdict: deny}}\n';
const FAILING =
  '  - {name: "<large> runs", action: bank/pay, input: {amount: 100}, expect: {verdict: permit}}\n';

async function write(name: string, text: string): Promise<string> {
  const path = join(terminal.folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

function run(...args: readonly string[]): Promise<Ran> {
  return terminal.run('policy', { args });
}

describe('policy test', () => {
  it('runs the tests of a folder, with what stands beside them', async () => {
    const { exit, out } = await run('test', 'pay');
    expect(exit).toBe(0);
    expect(out).toBe('pay/bank.policy-test.yaml\n  pass  small runs\n\n1 test, 1 passed, 0 failed\n');
  });

  it('exits with 2 where one fails, and says what differs and where', async () => {
    await write('bad/a.policy-test.yaml', `policies: [../pay/*.cedar]\ntests:\n${FAILING}${PASSING}`);
    const { exit, out } = await run('test', 'bad', '--catalog', 'catalog.yaml');
    expect(exit).toBe(2);
    expect(out).toContain('FAIL  <large> runs (bad/a.policy-test.yaml:3:5)');
    expect(out).toContain('verdict: expected permit, got deny\n');
    expect(out).toContain('2 tests, 1 passed, 1 failed');
    const only = await run('test', 'bad', '--catalog', 'catalog.yaml', '--run', '^SMALL');
    expect(only).toMatchObject({ exit: 0, out: expect.stringContaining('1 test, 1 passed') as string });
    expect((await run('test', 'bad', '--catalog', 'catalog.yaml', '--run', 'none')).err).toContain(
      'no test is',
    );
    expect((await run('test', 'bad', '--run', '(')).err).toContain('no regular expression');
  });

  it('tells it to servers and to pull requests', async () => {
    const junit = await run('test', 'bad', '--catalog', 'catalog.yaml', '--format', 'junit');
    expect(junit.exit).toBe(2);
    expect(junit.out).toContain('<testsuite name="bad/a.policy-test.yaml" tests="2" failures="1">');
    expect(junit.out).toContain('name="&lt;large&gt; runs"');
    expect(junit.out).toContain('<failure message="verdict: expected permit, got deny">');
    const github = await run('test', 'bad', '--catalog', 'catalog.yaml', '--format', 'github');
    expect(github.out).toMatch(/^::error file=bad\/a\.policy-test\.yaml,line=3,.*::<large> runs%0Averdict/);
    for (const flags of [['--format', 'json'], ['--json']]) {
      const { out } = await run('test', 'bad', '--catalog', 'catalog.yaml', ...flags);
      expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, ok: false, tests: 2, failed: 1 });
    }
  });

  it('says what no test made happen, and exits with 2 below the threshold', async () => {
    const low = await run('test', 'pay', '--threshold', '90');
    expect(low.exit).toBe(2);
    expect(low.out).toContain('coverage 66.6 % (2 of 3), at least 90 % is asked for');
    expect(low.out).toContain('  pay/bank.cedar:3:8: pay: never false: context.input.amount < 100\n');
    const github = await run('test', 'pay', '--threshold', '90', '--format', 'github');
    expect(github.out).toContain('::warning file=pay/bank.cedar,line=3,');
    expect((await run('test', 'pay', '--coverage')).exit).toBe(0);
    await write('whole/a.policy-test.yaml', `policies: [../pay/bank.cedar]\ntests:\n${PASSING}${LARGE}`);
    const whole = await run('test', 'whole', '--catalog', 'catalog.yaml', '--threshold', '100');
    expect(whole).toMatchObject({
      exit: 0,
      out: expect.stringContaining('coverage 100 % (3 of 3)') as string,
    });
    expect((await run('test', 'pay', '--threshold', 'all')).err).toContain('0 to 100');
  });

  it.each([
    ['tests: [{name: a, acton: b}]', 'unknown key "acton" (did you mean "action"?)'],
    ['policies: [none*.cedar]\ntests:\n' + PASSING, 'no file is named none*.cedar'],
    [
      'connectors: {}\npolicies: [../pay/bank.cedar]\ntests:\n' + PASSING,
      'bank.cedar:2:30: error: policy pay',
    ],
    [
      'catalog: ../catalog.yaml\npolicies: [../pay/bank.cedar]\ntests:\n' +
        PASSING.replace('amount', 'amonut'),
      '',
    ],
    [
      'catalog: ../catalog.yaml\npolicies: [../pay/bank.cedar]\ntests:\n' +
        PASSING.replace('bank/pay', 'bank/play'),
      '4:32: action is no admitted tool and no verb (did you mean "bank/pay"?)',
    ],
  ])('exits with 3 for what is not valid: %j', async (text, said) => {
    const path = await write('invalid/a.policy-test.yaml', text);
    const { exit, err } = await run('test', path);
    expect(exit).toBe(said === '' ? 2 : 3);
    expect(err).toContain(said);
  });

  it('says where there is nothing to test', async () => {
    await mkdir(join(terminal.folder, 'empty'), { recursive: true });
    expect(await run('test', 'empty')).toMatchObject({ exit: 1 });
    expect((await run('test', 'nowhere')).err).toBe(
      'error: nowhere cannot be read: it is not there (ENOENT)\nMake it, or name another\n',
    );
    const folder = await run('validate', 'pay', '--catalog', 'pay');
    expect(folder).toMatchObject({
      exit: 1,
      err: expect.stringContaining('pay cannot be read: it is a folder') as string,
    });
  });
});

describe('policy fmt', () => {
  const LOOSE = '@id("a") permit(principal,action,resource); // why';
  const TIGHT = '@id("a")\npermit (principal, action, resource); // why\n';

  it('writes what changes, through links and with the modes they have', async () => {
    const path = await write('fmt/a.cedar', LOOSE);
    await chmod(path, 0o640);
    await symlink('a.cedar', join(terminal.folder, 'fmt', 'b.cedar'));
    const check = await run('fmt', 'fmt/b.cedar', '--check');
    expect(check).toMatchObject({ exit: 2, out: 'fmt/b.cedar\n1 file would change\n' });
    const diff = await run('fmt', 'fmt/a.cedar', '--diff');
    expect(diff).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`\n-${LOOSE}\n+@id("a")\n`) as string,
    });
    expect(await readFile(path, 'utf8')).toBe(LOOSE);
    expect(await run('fmt', 'fmt/b.cedar')).toMatchObject({ exit: 0, out: 'fmt/b.cedar\n1 file changed\n' });
    expect(await readFile(path, 'utf8')).toBe(TIGHT);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await run('fmt', 'fmt', '--check')).toMatchObject({ exit: 0, out: '0 files would change\n' });
  });

  it('shows what would change of many policies', async () => {
    const many = Array.from(
      { length: 2_000 },
      (_, n) => `@id("p${n}")\npermit (principal, action, resource);\n`,
    );
    const loose = many.with(1_234, many[1_234]!.replace('(principal, ', '(principal,'));
    await write('fmt3/a.cedar', loose.join('\n'));
    const { out } = await run('fmt', 'fmt3/a.cedar', '--diff');
    expect(out.split('\n').slice(2, -2)).toEqual([
      ' ',
      ' @id("p1234")',
      '-permit (principal,action, resource);',
      '+permit (principal, action, resource);',
      ' ',
      ' @id("p1235")',
    ]);
  });

  it('leaves a file alone that is no policy, and writes the others', async () => {
    const path = await write('fmt2/a.cedar', 'permit (principal');
    const other = await write('fmt2/b.cedar', LOOSE);
    const { exit, err } = await run('fmt', 'fmt2');
    expect(exit).toBe(3);
    expect(err).toMatch(/^fmt2\/a\.cedar:1:\d+: error: /);
    expect(await readFile(path, 'utf8')).toBe('permit (principal');
    expect(await readFile(other, 'utf8')).toBe(TIGHT);
  });
});

describe('policy validate', () => {
  it('needs no gateway where the catalog is a file', async () => {
    const valid = await run('validate', 'pay', '--catalog', 'catalog.yaml');
    expect(valid).toMatchObject({ exit: 3, out: 'the policy cannot be published\n' });
    expect(valid.err).toContain('it never permits propose-policy or publish-policy');
    const whole = await run('validate', 'pay', 'people.cedar', '--catalog', 'catalog.yaml');
    expect(whole).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^the policy can be published; who/) as string,
    });
    const invalid = await run('validate', 'pay');
    expect(invalid).toMatchObject({ exit: 3, out: 'the policy cannot be published\n' });
    expect(invalid.err).toContain('pay/bank.cedar:2:30: error: policy pay');
  });

  it('finds what proposing would refuse: sets that lock people out, none, too large ones', async () => {
    expect((await terminal.run('login --operator grace')).exit).toBe(0);
    expect(await run('validate', 'people.cedar')).toMatchObject({
      exit: 0,
      out: 'the policy can be published\n',
    });
    await write('ann.cedar', PEOPLE.replace('principal is Operator', 'principal == Operator::"ann"'));
    await write('none.cedar', '// nothing\n');
    for (const name of ['ann.cedar', 'none.cedar']) {
      expect(await run('validate', name)).toMatchObject({
        exit: 3,
        out: 'the policy cannot be published\n',
        err: expect.stringContaining('policy-locks-out') as string,
      });
      const { err } = await run('propose', name);
      expect(err).toContain('policy-locks-out');
      expect(err).toContain('A set is all of the policy');
      expect(err).toContain('holdpoint policy show');
    }
    expect((await run('validate', 'ann.cedar', '--catalog', 'catalog.yaml')).exit).toBe(0);
    expect((await run('validate', 'none.cedar', '--catalog', 'catalog.yaml')).exit).toBe(3);
    await write('large.cedar', `${PEOPLE}// ${'x'.repeat(1024 * 1024)}\n`);
    const large = await run('validate', 'large.cedar');
    expect(large).toMatchObject({ exit: 3, err: expect.stringContaining('1048576 is the most') as string });
    expect(await run('propose', 'large.cedar')).toMatchObject({ exit: 3 });
    expect((await run('propose', 'large.cedar')).err).toContain('too large to be proposed');
  });

  it('exits with 3 for a catalog that is none, and with 1 where there are no policies', async () => {
    await write('bad.yaml', 'connectors: {bank: {}}');
    expect(await run('validate', 'pay', '--catalog', 'bad.yaml')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('bad.yaml:1:20: connectors.bank.tools is missing') as string,
    });
    expect((await run('validate', 'empty', '--catalog', 'catalog.yaml')).exit).toBe(1);
  });
});

describe('policy catalog', () => {
  it('writes what was admitted, so that it is checked alike without the gateway', async () => {
    const lines = ['login --operator grace', 'connector add notes -- node server.js'];
    for (const line of [...lines, 'connector admit notes --yes --effect write_note=write,send']) {
      expect(await terminal.run(line)).toMatchObject({ exit: 0 });
    }
    expect(await run('catalog', '--out', 'admitted.yaml')).toMatchObject({ exit: 0 });
    const text = await readFile(join(terminal.folder, 'admitted.yaml'), 'utf8');
    expect((await run('catalog')).out).toBe(text);
    const shown = JSON.parse((await run('catalog', '--json')).out) as { connectors: object };
    expect(shown.connectors).toMatchObject({
      notes: { tools: { write_note: { effects: ['write', 'send'], inputSchema: { type: 'object' } } } },
    });
    await write('any.cedar', '@id("a") permit (principal, action in Action::"notes/*", resource);');
    for (const flags of [[], ['--catalog', 'admitted.yaml']]) {
      expect((await run('validate', 'any.cedar', 'people.cedar', ...flags)).exit).toBe(0);
    }
    expect((await run('validate', 'any.cedar', '--catalog', 'catalog.yaml')).exit).toBe(3);
    expect((await run('catalog', '--out', 'no/where')).err).toContain(
      'no/where cannot be written: its folder is not there (ENOENT)',
    );
  });

  it('names the way without a gateway where none runs', async () => {
    const { deps } = terminal;
    const file = join(terminal.home, 'daemon.json');
    const daemon = await readFile(file, 'utf8');
    await writeFile(file, '{}');
    await chmod(file, 0o600);
    const { exit, err } = await run('validate', 'pay');
    await writeFile(file, daemon);
    terminal.deps = deps;
    expect(exit).not.toBe(0);
    expect(err).toContain('--catalog catalog.yaml');
  });
});

describe('policy bench', () => {
  it('times both engines on the questions of tests, or on one per action', async () => {
    const short = ['--catalog', 'catalog.yaml', '--seconds', '0.01', '--json'];
    const byTests = JSON.parse((await run('bench', 'pay', ...short)).out) as { benches: object[] };
    expect(byTests.benches).toMatchObject([
      { name: 'pay/bank.policy-test.yaml', engine: 'compiled', policies: 1, questions: 1 },
      { engine: 'reference', policies: 1, questions: 1 },
    ]);
    const bySet = JSON.parse((await run('bench', 'pay/bank.cedar', ...short)).out) as { benches: object[] };
    expect(bySet.benches).toHaveLength(2);
    const { out } = await run('bench', 'pay/bank.cedar', ...short.slice(0, -1));
    expect(out).toMatch(/^set +engine +policies +questions +per second +p50 ms +p99 ms\n/);
    expect((await run('bench', 'pay', '--seconds', '0')).exit).toBe(1);
  });
});
