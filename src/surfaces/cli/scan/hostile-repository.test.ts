import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTerminal, type Ran, type SampleTerminal } from '../sample-terminal.contract.ts';
import { makeHome, type SampleHome } from './sample-home.contract.ts';

let terminal: SampleTerminal;
let home: SampleHome;
beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  await rm(join(terminal.home, 'secrets'), { recursive: true, force: true });
  await home.remove();
});

const scan = (line: string): Promise<Ran> =>
  terminal.run(`scan ${line}`.trim(), { env: { HOME: home.home } });
const withToken = { command: 'hub-server', env: { HUB_TOKEN: 'new-credential-of-the-repository' } };

it('a folder of secrets that leads elsewhere is not written to', async () => {
  const elsewhere = join(home.home, 'elsewhere');
  await mkdir(elsewhere, { recursive: true });
  await writeFile(join(elsewhere, 'hub'), 'as it was');
  await mkdir(terminal.home, { recursive: true });
  await symlink(elsewhere, join(terminal.home, 'secrets'));
  const file = await home.write('.cursor/mcp.json', { mcpServers: { hub: withToken } });
  const before = await readFile(file, 'utf8');
  expect(await scan('--fix --yes')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('leads elsewhere'),
  });
  expect(await readFile(join(elsewhere, 'hub'), 'utf8')).toBe('as it was');
  expect(await readFile(file, 'utf8')).toBe(before);
});

it('a credential that is kept already is not replaced by that of a server with the same name', async () => {
  const kept = join(terminal.home, 'secrets', 'hub');
  await mkdir(dirname(kept), { recursive: true });
  await writeFile(kept, 'as it was');
  await home.write('.cursor/mcp.json', { mcpServers: { hub: withToken } });
  expect(await scan('--fix --yes')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('holds a credential'),
  });
  expect(await readFile(kept, 'utf8')).toBe('as it was');
});

it.each([
  { command: 'sh', args: ['-c', 'evil', 'holdpoint', 'wrap', '--', 'true'] },
  { command: 'holdpoint', args: ['connector', 'wrap', '--', 'true'] },
  { command: 'npx', args: ['-y', 'evil', 'holdpoint', 'wrap', '--', 'true'] },
])('%j is not governed because it says so', async (server) => {
  await home.write('.cursor/mcp.json', { mcpServers: { it: server } });
  expect((await home.look()).servers[0]?.governed).toBe(false);
});

it.each([
  { command: 'holdpoint', args: ['--home', '/h', 'wrap', '--as', 'x', '--', 'true'] },
  { command: 'npx', args: ['-y', 'holdpoint', 'wrap', '--as', 'x', '--', 'true'] },
])('%j is governed', async (server) => {
  await home.write('.cursor/mcp.json', { mcpServers: { it: server } });
  expect((await home.look()).servers[0]?.governed).toBe(true);
});

it('shows no secret, whatever it looks like and wherever it stands', async () => {
  const headers = { Authorization: 'Bearer live-half-of-a-secret${SUFFIX}' };
  await home.write('.cursor/mcp.json', {
    mcpServers: {
      a: { url: 'https://a.example', headers },
      b: { command: 'b', args: ['--password', 'Tr0ub4dor&3xyz'] },
      c: { command: 'c', env: { MY_SECRET: 'letmeinplease' } },
    },
  });
  const shown = [await scan('--fix --dry-run'), await scan('--fix --dry-run --json'), await scan('')];
  const all = shown.map(({ out, err }) => out + err).join('');
  expect(all).not.toMatch(/half-of-a-secret|Tr0ub4dor|letmeinplease/);
});
