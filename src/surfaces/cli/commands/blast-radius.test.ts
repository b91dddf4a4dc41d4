import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePast } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
  await makePast(terminal.sample.core);
});
afterAll(() => terminal.stop());

describe('holdpoint blast-radius', () => {
  it('shows a tree, a graph and a flowchart of the same', async () => {
    const { exit, out } = await terminal.run('blast-radius agent scribe');
    expect(exit).toBe(0);
    expect(out).toMatch(/^agent scribe\n└─ ⏸ workflow notes/);
    expect(out).toMatch(/[✓?] notes\/read_note · read/);
    expect(out).toContain('with nobody in between:');
    expect(await terminal.json('blast-radius tool notes/read_note')).toMatchObject({
      root: 'tool notes/read_note',
      nodes: [{ effects: ['read'] }],
      reach: { tools: 1 },
    });
    expect((await terminal.run('blast-radius workflow notes --mermaid')).out).toMatch(/^flowchart LR\n/);
  });

  it('says what it does not know, and what lists the names', async () => {
    for (const [what, list] of [
      ['agent nobody', 'holdpoint agent list'],
      ['workflow none', 'holdpoint workflow list'],
      ['tool notes/none', 'holdpoint connector show'],
      ['lease lease_none', 'holdpoint lease list'],
    ]) {
      const { exit, err } = await terminal.run(`blast-radius ${what}`);
      expect(exit).toBe(1);
      expect(err).toMatch(/^error: no such /);
      expect(err).toContain(list);
    }
    expect(await terminal.run('blast-radius cat tom')).toMatchObject({ exit: 1 });
    expect((await terminal.run('blast-radius cat tom')).err).toContain('agent, workflow, tool, lease');
  });
});

describe('holdpoint connector triggers learn', () => {
  it('says that nothing follows where nothing does', async () => {
    const { exit, out } = await terminal.run('connector triggers learn --since 2020-01-01T00:00:00Z');
    expect(exit).toBe(0);
    expect(out).toContain('nothing follows a call more often than by chance');
    expect(await terminal.json('connector triggers learn')).toMatchObject({ triggers: [], isCut: false });
  });

  it('takes seconds, and nothing else', async () => {
    const { exit, err } = await terminal.run('connector triggers learn --within soon');
    expect([exit, err]).toEqual([1, expect.stringContaining('--within takes seconds')]);
  });
});
