// `holdpoint policy diff` as it is typed, on files alone and against what is published.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit.ts';
import { startTerminal, type Ran, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;

const PAY = '@id("pay") permit (principal is Agent, action == Action::"bank/pay", resource);\n';
const HOLD = `@id("pay.large") @hold("money") @approvers("finance:1")
forbid (principal is Agent, action == Action::"bank/pay", resource) when { context.input.amount > 1000 };\n`;

beforeAll(async () => {
  terminal = await startTerminal();
  await mkdir(join(terminal.folder, 'new'));
  await write(
    'catalog.yaml',
    `connectors:
  bank:
    tools:
      pay:
        effects: [spend]
        inputSchema: {type: object, properties: {amount: {type: integer}}, required: [amount]}
`,
  );
  await write('old.cedar', PAY);
  await write('new/pay.cedar', PAY);
  await write('new/hold.cedar', HOLD);
  await write('wrong.cedar', '@id("wrong") permit (principal, action == Action::"bank/steal", resource);');
});
afterAll(() => terminal.stop());

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(terminal.folder, name), text);
}

const run = (...args: readonly string[]): Promise<Ran> => terminal.run('policy', { args });

const OFFLINE = ['--catalog', 'catalog.yaml'];

test('a file against a folder is told in words, and differing is no failure', async () => {
  const { exit, out } = await run('diff', 'old.cedar', 'new', ...OFFLINE);
  expect(exit).toBe(EXIT.ok);
  expect(out.split('\n')).toEqual([
    'Policies',
    '  + pay.large',
    '',
    'Access',
    '  - agents now need approval by finance:1 to use bank/pay when context.input.amount > 1000 ' +
      '(before: permitted) — because pay.large was added',
    '',
  ]);
});

test('many policies alike are few lines, which say what they leave out', async () => {
  const many = Array.from({ length: 500 }, (_, n) =>
    PAY.replace('"pay"', `"p${n}"`).replace('is Agent', `== Agent::"a${n}"`),
  );
  await write('many.cedar', many.join(''));
  await write('none.cedar', '// nothing\n');
  const { out } = await run('diff', 'none.cedar', 'many.cedar', ...OFFLINE);
  expect(out.trimEnd().split('\n')).toEqual([
    'Policies',
    '  + 500 policies added: p0, p1, p2, p3, p4, p5 and 494 more',
    '',
    'Access',
    expect.stringMatching(/^ {2}\+ Agent::"a0", .* and 494 more may now use bank\/pay/),
    '',
    expect.stringContaining('--json has all of them'),
  ]);
});

test('with --exit-code a difference exits with 1, and none with 0', async () => {
  expect((await run('diff', 'old.cedar', 'new', '--exit-code', ...OFFLINE)).exit).toBe(EXIT.failed);
  const same = await run('diff', 'new', 'new', '--exit-code', ...OFFLINE);
  expect(same).toMatchObject({ exit: EXIT.ok, out: 'the policies are the same\n' });
});

test('--json has the parts of each sentence', async () => {
  const { out } = await run('--json', 'diff', 'new', 'old.cedar', ...OFFLINE);
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    policies: [{ id: 'pay.large', how: 'removed' }],
    access: [
      {
        direction: 'more',
        principal: 'Agent',
        actions: ['bank/pay'],
        when: ['context.input.amount > 1000'],
        before: { verdict: 'hold', approvers: ['finance:1'] },
        after: { verdict: 'permit' },
        because: [{ id: 'pay.large', how: 'removed' }],
      },
    ],
    notCompared: [],
  });
});

test('a set that is not valid exits with 3 and says where', async () => {
  const { exit, err } = await run('diff', 'old.cedar', 'wrong.cedar', ...OFFLINE);
  expect(exit).toBe(EXIT.invalid);
  expect(err).toContain('wrong.cedar:1:');
});

test('one set is compared with what the running gateway has published', async () => {
  await write(
    'next.cedar',
    '@id("next") permit (principal is Operator, action == Action::"kill", resource);',
  );
  const { exit, out } = await run('diff', 'next.cedar');
  expect(exit).toBe(EXIT.ok);
  expect(out).toContain('  + 1 policy added: next\n');
  expect(out).toMatch(/ {2}- \d+ policies removed: \S+/);
  expect(out).toContain('may now ask for kill');
});
