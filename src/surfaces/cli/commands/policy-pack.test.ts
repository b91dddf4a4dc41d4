import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type Ran, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

function run(...args: readonly string[]): Promise<Ran> {
  return terminal.run('policy', { args });
}

describe('policy pack', () => {
  it('lists the packs, and shows one', async () => {
    const { exit, out } = await run('pack', 'list');
    expect(exit).toBe(0);
    expect(out).toMatch(/^data-egress +A guard over what leaves, by what it carries and where it goes\.$/m);
    const lines = out.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^.{1,110}\.$/);
    expect(new Set(lines.map((line) => line.replace(/^\S+ +/, ''))).size).toBe(lines.length);
    expect((await run('pack', 'show', 'data-egress')).out).toContain('@id("egress.restricted")');
    expect((await terminal.json('policy', { args: ['pack', 'list', '--json'] }))['packs']).toContainEqual(
      expect.objectContaining({ name: 'least-privilege' }),
    );
  });

  it('says which there are where there is none of that name', async () => {
    const { exit, err } = await run('pack', 'show', 'data-egres');
    expect(exit).toBe(1);
    expect(err).toContain('data-egress');
    expect((await run('pack', 'show', 'starter')).err).toContain('holdpoint policy show');
  });

  it('copies one with what its tests build on, and they pass where they lie', async () => {
    const { exit, out } = await run('pack', 'add', 'data-egress', '--to', 'mine');
    expect(exit).toBe(0);
    expect(out).toContain('mine/data-egress/data-egress.cedar\n');
    expect(out).toContain('mine/least-privilege/least-privilege.cedar\n');
    expect(await run('test', 'mine', '--coverage', '--threshold', '90')).toMatchObject({ exit: 0 });
  });

  it('leaves what is there as it is', async () => {
    await run('pack', 'add', 'coding-agent', '--to', 'kept');
    const path = join(terminal.folder, 'kept/coding-agent/coding-agent.cedar');
    await writeFile(path, '// mine');
    const { exit, err } = await run('pack', 'add', 'coding-agent', '--to', 'kept');
    expect(exit).toBe(0);
    expect(err).toContain('kept/coding-agent/coding-agent.cedar is there already and was left as it is');
    expect(await readFile(path, 'utf8')).toBe('// mine');
  });
});

describe('policy import agentcore', () => {
  const [ONE, OTHER] = ['arn:aws:one', 'arn:aws:other'];
  const permit = (arn: string): string =>
    `permit (principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___pay",
      resource == AgentCore::Gateway::"${arn}") when { context.input.amount < 500 };\n`;

  it('writes what it translated, and says what changed', async () => {
    await terminal.write('refunds.cedar', permit(ONE));
    const { exit, out, err } = await run(
      'import',
      'agentcore',
      'refunds.cedar',
      '--map',
      'Refunds=bank',
      '--to',
      'in',
    );
    expect(exit).toBe(0);
    expect(out).toBe('in/refunds.cedar\nCheck it with: holdpoint policy validate in\n');
    expect(err).toContain('refunds.cedar:1: changed: policy number 1: the gateway arn:aws:one is left out');
    expect(await readFile(join(terminal.folder, 'in/refunds.cedar'), 'utf8')).toContain('Action::"bank/pay"');
    const again = await run('import', 'agentcore', 'refunds.cedar', '--to', 'in');
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('is there already') as string });
  });

  it('writes nothing where a policy is refused, unless told to', async () => {
    await terminal.write('mixed.cedar', `${permit(ONE)}forbid (principal is User, action, resource);\n`);
    const refused = await run('import', 'agentcore', 'mixed.cedar', '--to', 'in');
    expect(refused).toMatchObject({
      exit: 3,
      out: expect.stringContaining('nothing was written; refused: policy number 2 of mixed.cedar') as string,
    });
    expect(refused.err).toContain('mixed.cedar:3: refused: policy number 2: ');
    const partial = await run('import', 'agentcore', 'mixed.cedar', '--to', 'in', '--partial');
    expect(partial).toMatchObject({ exit: 3, out: expect.stringContaining('in/mixed.cedar') as string });
  });

  it('asks whose policies are meant where there are several gateways', async () => {
    await terminal.write('both.cedar', permit(ONE) + permit(OTHER));
    const asked = await run('import', 'agentcore', 'both.cedar', '--to', 'out');
    expect(asked).toMatchObject({ exit: 1, err: expect.stringContaining('--gateway <arn>') as string });
    const told = await run(
      'import',
      'agentcore',
      'both.cedar',
      '--to',
      'out',
      '--gateway',
      OTHER,
      '--partial',
    );
    expect(told.err).toContain(
      'both.cedar:1: refused: policy number 1: it is for another gateway, arn:aws:one',
    );
  });

  it('takes no mapping that is none', async () => {
    expect(await run('import', 'agentcore', 'refunds.cedar', '--map', 'Refunds')).toMatchObject({ exit: 1 });
  });
});
