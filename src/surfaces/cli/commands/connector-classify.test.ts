import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

const TOOLS = {
  tools: [
    {
      server: 'mail',
      name: 'send_mail',
      description: 'Sends a mail.\u001b[2J',
      inputSchema: { properties: { to: {}, body: {} } },
      truth: { effect: 'read' },
    },
    { server: 'mail', name: 'list_mail' },
  ],
};

it('says of each tool what it may do, and never reads a label', async () => {
  await terminal.write('tools.json', JSON.stringify(TOOLS));
  const { tools } = await terminal.json('connector', { args: ['classify', 'tools.json', '--json'] });
  expect(tools).toEqual([
    expect.objectContaining({
      server: 'mail',
      name: 'send_mail',
      effect: 'send',
      effectsAll: ['send'],
      readOnly: false,
      egress: 'external',
      destinationArguments: ['to'],
    }),
    expect.objectContaining({ name: 'list_mail', effect: 'read', readOnly: true, egress: 'none' }),
  ]);
});

it('shows a table to a person', async () => {
  const { exit, out } = await terminal.run('connector', { args: ['classify', 'tools.json'] });
  expect(exit).toBe(0);
  expect(out).toMatch(/^mail +send_mail +send +external +to +0\.95 +"send" in the name$/m);
});

it('says what is wrong with a file that holds no tools', async () => {
  await terminal.write('none.json', '{"tools": [{}]}');
  await terminal.write('broken.json', '{');
  const none = await terminal.run('connector', { args: ['classify', 'none.json'] });
  const broken = await terminal.run('connector', { args: ['classify', 'broken.json'] });
  expect([none.exit, broken.exit]).toEqual([1, 1]);
  expect(none.err).toContain('none.json holds no list of tools');
  expect(broken.err).toContain('broken.json is not JSON');
});
