import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STARTER_POLICY } from '../../../policy/starter.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const TOOLS = [{ server: 'files', name: 'read_file', inputSchema: { type: 'object' } }];
const honest = { id: '1', kind: 'benign', prompt: 'Read it.', calls: [{ tool: 'read_file', args: {} }] };
const setOf = (...cases: object[]): string => JSON.stringify({ name: 'x', tools: TOOLS, cases });

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
  await terminal.write('honest.json', setOf(honest));
  await terminal.write('tools.json', JSON.stringify({ tools: TOOLS }));
});
afterAll(() => terminal.stop());

describe('holdpoint replay --explain', () => {
  it('of a run that is in none of the files judges nothing and writes no cases', async () => {
    const unknown = { ...honest, calls: [{ tool: 'nosuch', args: {} }] };
    await terminal.write('unknown.json', setOf(unknown));
    const { exit, out, err } = await terminal.run('replay unknown.json --explain 2 --cases none.jsonl');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toBe('error: no run is called 2\nTheir ids are in what --cases writes\n');
    await expect(readFile(join(terminal.folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
  });
});

describe('holdpoint replay --cases', () => {
  it('writes over nothing that it reads, by whatever name', async () => {
    await terminal.write('own.json', setOf(honest));
    await terminal.write('own.cedar', STARTER_POLICY.text);
    await symlink(join(terminal.folder, 'own.json'), join(terminal.folder, 'link.json'));
    for (const [line, cases, input] of [
      ['replay own.json', 'own.json', 'own.json'],
      ['replay own.json', './x/../own.json', 'own.json'],
      ['replay own.json', 'link.json', 'own.json'],
      ['replay link.json', 'own.json', 'link.json'],
      ['replay own.json --policy own.cedar', 'own.cedar', 'own.cedar'],
      ['replay own.json --tools tools.json', 'tools.json', 'tools.json'],
    ] as const) {
      const { exit, err } = await terminal.run(`${line} --cases ${cases}`);
      expect(err).toContain(`--cases ${cases} is the file ${input}, which is read: it would be lost`);
      expect(exit).toBe(1);
    }
    expect(await readFile(join(terminal.folder, 'own.json'), 'utf8')).toBe(setOf(honest));
  });

  it('says which option names a file that cannot be written', async () => {
    const { exit, err } = await terminal.run('replay honest.json --cases honest.json/x');
    expect(err).toContain('--cases honest.json/x cannot be written');
    expect(exit).toBe(1);
  });
});
