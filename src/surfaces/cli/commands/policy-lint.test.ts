import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext, type Run } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';
import { COLOURED, PLAIN, type Style } from '../render/style.ts';
import { addPolicyLint } from './policy-lint.ts';

const CATALOG = `connectors:
  bank: {tools: {pay: {effects: [spend], inputSchema: {type: object, properties: {amount: {type: integer}}}}}}
`;
const GOOD = `@id("pay") permit (principal in Group::"finance", action == Action::"bank/pay", resource);
@id("pay.hold") @hold("spends") @approvers("finance:1")
forbid (principal is Agent, action in Action::"spend", resource);
`;
const WARNED = `@id("pay")
permit (principal in Group::"finance", action == Action::"bank/pay", resource);
`;
const WRONG = `@id("typo")
forbid (principal is Agent, action in Action::"spend", resource)
when { context.tool.kind == "tóol\u200b" };
`;

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
  await mkdir(join(terminal.folder, 'many'));
  await terminal.write('catalog.yaml', CATALOG);
  await terminal.write('good.cedar', GOOD);
  await terminal.write('warned.cedar', WARNED);
  await terminal.write('many/wrong.cedar', WRONG);
});
afterAll(() => terminal.stop());

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

async function lint(line: string, style: Style = PLAIN, isTerminal = false): Promise<Ran> {
  const printed = { exit: EXIT.ok as number, out: '', err: '' };
  const io = {
    env: {},
    cwd: terminal.folder,
    stdout: { write: (text: string) => void (printed.out += text), isTerminal: false },
    stderr: { write: (text: string) => void (printed.err += text), isTerminal },
    readInput: () => Promise.resolve(''),
    ask: () => Promise.resolve(null),
  };
  const program = new Command()
    .option('--json', '', false)
    .configureOutput({ writeErr: (text) => void (printed.err += text) })
    .exitOverride();
  const run: Run = async (action) => {
    const flags = { json: program.opts<{ json: boolean }>().json, color: false };
    printed.exit = (await action(createContext(io, terminal.deps, flags, style))) ?? EXIT.ok;
  };
  addPolicyLint(program, run);
  program.commands.forEach((command) => command.copyInheritedSettings(program));
  try {
    await program.parseAsync(['lint', ...line.split(' ')], { from: 'user' });
  } catch (error) {
    if (error instanceof CliError) printed.err += error.message;
    printed.exit = EXIT.failed;
  }
  return printed;
}

const OFFLINE = '--catalog catalog.yaml';

describe('policy lint', () => {
  it('shows what is odd, underlined where it stands', async () => {
    const { exit, out } = await lint(`warned.cedar ${OFFLINE}`);
    expect(exit).toBe(0);
    expect(out).toBe(`warning[missing-hold]: no forbid or hold ever concerns bank/pay
  --> warned.cedar:2:40 (policy pay)
  |
2 | permit (principal in Group::"finance", action == Action::"bank/pay", resource);
  |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = Put a forbid with @hold over it, or permit only what context.scope.preapproved covers.

1 warning in 1 source
`);
  });

  it('exits with 3 where there is an error, and shows what cannot be seen', async () => {
    const { exit, out } = await lint(`many ${OFFLINE}`);
    expect(exit).toBe(3);
    expect(out).toContain('3 | when { context.tool.kind == "tóol\\u{200b}" };');
    expect(out).toContain(`  |        ${'^'.repeat('context.tool.kind == "tóol\\u{200b}"'.length)}\n`);
    expect(out).toContain('1 error, 1 note in 1 source');
  });

  it('cuts a long line around what it underlines', async () => {
    const others = Array.from({ length: 20 }, (_, n) => `context.task.purpose != "😀${n}"`).join(' && ');
    const test = 'context.tool.kind == "tool of some sort"';
    await terminal.write(
      'long.cedar',
      WRONG.replace('context.tool.kind == "tóol\u200b"', `${others} && ${test} && ${others}`),
    );
    const { out } = await lint(`long.cedar ${OFFLINE}`);
    const lines = out.split('\n');
    const shown = lines.findIndex((line) => line.includes(test));
    expect(lines[shown]).toMatch(/^3 \| ….+….*$/);
    expect(lines[shown]!.length).toBeLessThan(130);
    expect(lines[shown + 1]!.indexOf('^')).toBe(Array.from(lines[shown]!.split(test)[0]!).length);
    expect(lines[shown + 1]).toContain('^'.repeat(test.length));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
  });

  it('says at a terminal how far it is, where there is much to read', async () => {
    await terminal.write('large.cedar', `${GOOD}// ${'x'.repeat(100_000)}\n`);
    expect((await lint(`large.cedar ${OFFLINE}`, PLAIN, true)).err).toMatch(
      /^\rlint: reading .*\rlint: rule 1 of \d+: invalid .*\n$/s,
    );
    expect((await lint(`large.cedar ${OFFLINE}`)).err).toBe('');
    expect((await lint(`good.cedar ${OFFLINE}`, PLAIN, true)).err).toBe('');
  });

  it('says that there is nothing', async () => {
    expect(await lint(`good.cedar ${OFFLINE}`)).toEqual({
      exit: 0,
      out: 'nothing found in 1 source\n',
      err: '',
    });
  });

  it('exits with 3 where there are more warnings than are borne', async () => {
    expect((await lint(`warned.cedar ${OFFLINE} --max-warnings 0`)).exit).toBe(3);
    expect((await lint(`warned.cedar ${OFFLINE} --max-warnings 1`)).exit).toBe(0);
  });

  it('takes other levels for rules', async () => {
    expect((await lint(`warned.cedar ${OFFLINE} --rule missing-hold=error`)).exit).toBe(3);
    const two = '--rule missing-hold=off --rule unknown-value=warn';
    expect((await lint(`warned.cedar many ${OFFLINE} ${two} --max-warnings 1`)).exit).toBe(0);
  });

  it.each([
    ['--rule missing-hole=off', 'There is no rule missing-hole: did you mean missing-hold?'],
    ['--rule zzz=off', 'The rules are invalid, unknown-reference,'],
    ['--rule missing-hold=loud', 'It is like missing-hold=off'],
    ['--max-warnings none', 'It is a whole number.'],
  ])('refuses %s', async (option, why) => {
    const { exit, err } = await lint(`good.cedar ${OFFLINE} ${option}`);
    expect(exit).toBe(1);
    expect(err).toContain(why);
  });

  it('knows the tools and the people of the running gateway', async () => {
    const { out } = await lint('good.cedar');
    expect(out).toContain('note[unknown-reference]: no agent is in the group "finance"');
    expect(out).toContain('warning[unmeetable-approvers]');
  });

  it('says the same to a script', async () => {
    const [asked, formatted] = [
      await lint(`many ${OFFLINE} --json`),
      await lint(`many ${OFFLINE} --format json`),
    ];
    expect(JSON.parse(asked.out)).toEqual(JSON.parse(formatted.out));
    expect(JSON.parse(asked.out)).toMatchObject({
      schemaVersion: 1,
      ok: false,
      findings: [
        { rule: 'unknown-value', source: 'many/wrong.cedar', policy: 'typo' },
        { rule: 'effect-without-policy', source: null, policy: null },
      ],
    });
  });

  it('writes SARIF with every rule and the text of each place', async () => {
    const { out } = await lint(`warned.cedar many ${OFFLINE} --format sarif`);
    const log = JSON.parse(out) as { runs: { tool: { driver: { rules: object[] } }; results: object[] }[] };
    expect(log.runs[0]!.tool.driver.rules.length).toBeGreaterThan(20);
    expect(log.runs[0]!.results).toMatchObject([
      {
        ruleId: 'missing-hold',
        locations: [{ physicalLocation: { region: { startLine: 2, startColumn: 40 } } }],
      },
      {
        ruleId: 'unknown-value',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'many/wrong.cedar' },
              region: { snippet: { text: 'context.tool.kind == "tóol\u200b"' } },
            },
          },
        ],
      },
    ]);
  });

  it('writes annotations of GitHub Actions', async () => {
    const { out } = await lint(`warned.cedar ${OFFLINE} --format github`);
    expect(out).toBe(
      '::warning file=warned.cedar,line=2,endLine=2,col=40,endColumn=68,title=missing-hold::' +
        'no forbid or hold ever concerns bank/pay%0APut a forbid with @hold over it,' +
        ' or permit only what context.scope.preapproved covers.\n',
    );
  });

  it('colours without moving the underline', async () => {
    const [plain, coloured] = [await lint(`many ${OFFLINE}`), await lint(`many ${OFFLINE}`, COLOURED)];
    expect(coloured.out).not.toBe(plain.out);
    expect(
      coloured.out
        .split('\u001b')
        .map((part) => part.replace(/^\[\d+m/, ''))
        .join(''),
    ).toBe(plain.out);
  });
});
