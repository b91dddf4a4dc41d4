import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceEvent } from '../../http/contract/evidence.ts';
import { makePast, type Past } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;
let past: Past;

beforeAll(async () => {
  terminal = await startTerminal();
  past = await makePast(terminal.sample.core);
});
afterAll(() => terminal.stop());

describe('holdpoint evidence', () => {
  it('says of each control how it stands, and where to go on', async () => {
    const { exit, out, err } = await terminal.run('evidence');
    expect(exit).toBe(0);
    expect(out).toMatch(/^approvals +nothing yet +0 signed decisions$/m);
    expect(out).toMatch(/^outcomes +met +1 permitted call$/m);
    expect(out).toMatch(/^ledger +OPEN .*witnesses are not set up$/m);
    expect(err).toContain('holdpoint evidence --control ID');
    expect(err).toContain('holdpoint ledger verify');
  });

  it('lists the records of one, and exits by how it stands', async () => {
    const met = await terminal.run('evidence --control outcomes');
    expect(met).toMatchObject({ exit: 0, out: expect.stringContaining('succeeded') });
    const [record] = /rec_[\w.]+/.exec(met.out)!;
    expect(await terminal.json(`ledger prove ${record}`)).toMatchObject({ record });
    const open = await terminal.run('evidence --control workflow-changes');
    expect(open).toMatchObject({ exit: 2, out: expect.stringContaining('notes, written by ada') });
  });

  it('gives a script the same, of the time that it asks about', async () => {
    const told = await terminal.json('evidence --control outcomes');
    expect(told).toMatchObject({ since: 0, controls: [{ id: 'outcomes', standing: 'met', count: 1 }] });
    const later = new Date(Date.now() + 60_000).toISOString();
    const after = await terminal.json(`evidence --control outcomes --since ${later}`);
    expect(after).toMatchObject({ controls: [{ standing: 'none', count: 0, records: [] }] });
  });

  it('names the controls where there is no such one', async () => {
    const { exit, err } = await terminal.run('evidence --control luck');
    expect(exit).toBe(1);
    expect(err).toMatch(/no such control: luck\n.*approvals, held-runs/);
  });
});

it('is told line by line over HTTP, to readers and to no agent', async () => {
  const { sample } = terminal;
  const response = await sample.call('/api/v1/evidence');
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = (await response.text()).trimEnd().split('\n');
  const events = lines.map((line) => evidenceEvent.parse(JSON.parse(line)));
  expect(events.map(({ event }) => event)).toEqual(['progress', 'done']);
  const issuedAt = Date.now();
  const life = { issuedAt, expiresAt: issuedAt + 60_000, subject: 'scribe' };
  const token = await sample.tokens.issue({ ...life, use: 'task', task: past.task });
  expect((await sample.call('/api/v1/evidence', { token })).status).toBe(403);
  expect((await sample.call('/api/v1/evidence?since=soon')).status).toBe(400);
});
