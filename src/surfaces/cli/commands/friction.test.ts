import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frictionEvent } from '../../http/contract/friction.ts';
import { ask as askPast, makePast, type Past } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;
let past: Past;

beforeAll(async () => {
  terminal = await startTerminal();
  past = await makePast(terminal.sample.core);
});
afterAll(() => terminal.stop());

const SPARED = 'the review of workflow notes approves notes/write_note';

describe('holdpoint friction', () => {
  it('says how much was held, and what would have spared it, with the commands that propose it', async () => {
    const { exit, out } = await terminal.run('friction');
    expect(exit).toBe(0);
    expect(out).toContain('1 of 3 actions (33.3 %)');
    expect(out).toContain('time to decide  nobody answered any');
    expect(out).toContain('starter.agent.write-or-send');
    expect(out).toContain(`  - spares 1 of 1 hold: ${SPARED}\n`);
    expect(out).toContain('      holdpoint workflow publish notes.workflow.yaml');
  });

  it('gives the same to a script, and nothing of what was before', async () => {
    const told = await terminal.json('friction');
    expect(told).toMatchObject({ actions: 3, held: 1, denied: 1, changes: [{ words: SPARED, spares: 1 }] });
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await terminal.run(`friction --since ${later}`)).out).toBe(
      'nobody was asked about any of 0 actions\n',
    );
    expect((await terminal.run('friction --since yesterday')).exit).toBe(1);
  });

  it('is told line by line over HTTP, to nobody but readers, for a time that is one', async () => {
    const { sample } = terminal;
    const response = await sample.call('/api/v1/friction?since=0');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    const events = lines.map((line) => frictionEvent.parse(JSON.parse(line)));
    expect(events.at(-1)).toMatchObject({ event: 'done', needs: { avoidable: 1 } });
    expect((await sample.call('/api/v1/friction?since=soon')).status).toBe(400);
  });
});

describe('a hold', () => {
  it('shows what would have spared it, also where its decision is explained', async () => {
    const { hold } = (await terminal.json(`policy explain ${past.held}`)) as { hold: { id: string } };
    const shown = await terminal.run(`hold show ${hold.id}`);
    expect(shown.exit).toBe(0);
    expect(shown.out).toContain(`  - ${SPARED}\n      # in its file, beside "tool: notes/write_note"`);
    // Not every action can be allowed alone: what is printed shows it, or why not.
    expect(shown.out).toMatch(new RegExp(`holdpoint hold always ${hold.id}$`, 'm'));
    expect(await terminal.json(`hold show ${hold.id}`)).toMatchObject({ avoidable: [{ words: SPARED }] });
    expect((await terminal.run(`policy explain ${past.held}`)).out).toContain(`  - ${SPARED}\n`);
  });
});

describe('approve --together', () => {
  it('shows each of the like actions that wait, signs for all of them, and says how many', async () => {
    const { core } = terminal.sample;
    const ids: string[] = [];
    for (const name of ['first-of-three', 'second-of-three', 'third-of-three']) {
      const held = await askPast(core, past.task, 'write_note', { name });
      ids.push(held.verdict === 'hold' ? held.hold : '');
    }
    const list = (await terminal.run('hold list')).out;
    expect(ids.filter((id) => list.includes(id))).toEqual([]);
    expect(list).toMatch(/^hold_\S+ +notes\/write_note +4 /m);
    await terminal.run('login --operator grace');
    const { together } = (await terminal.json(`hold show ${ids[0]}`)) as { together: string[] };
    expect(together).toEqual(expect.arrayContaining(ids.slice(1)));
    const { exit, out, err } = await terminal.run(`approve ${ids[0]} --together --reason seen`);
    expect(`${out}${err}`).toContain('third-of-three');
    expect({ exit, err }).toMatchObject({ exit: 0 });
    expect(out).toMatch(
      new RegExp(`^${ids[0]} and ${together.length} like actions are approved by grace`, 'm'),
    );
    for (const id of ids) {
      const { approvals } = (await terminal.json(`hold show ${id}`)) as { approvals: object[] };
      expect(approvals).toMatchObject([{ operator: 'grace' }]);
    }
  });
});
