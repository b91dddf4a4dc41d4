import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, makePast, type Past } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

// Ada founded and asked for the task; grace may approve for her own part; ben is who stands in.
let terminal: SampleTerminal;
let past: Past;
let hold: string;

beforeAll(async () => {
  terminal = await startTerminal();
  past = await makePast(terminal.sample.core);
  await terminal.run('login --operator grace');
  await terminal.run('operator add ben --roles reader --key-out ben.key.json');
  const { hold: held } = (await terminal.json(`policy explain ${past.held}`)) as { hold: { id: string } };
  hold = held.id;
});
afterAll(() => terminal.stop());

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();
const approve = (by: string) =>
  terminal.run(`approve ${hold} --reason seen --operator ${by} --key ${keyOf(by)}`);
const keyOf = (by: string): string => (by === 'ben' ? 'ben.key.json' : `.holdpoint/operators/${by}.key.json`);
const shown = async () => (await terminal.run(`hold show ${hold}`)).out;

describe('whom a hold asks', () => {
  it('is said with what keeps them from it, and nobody without a role is named', async () => {
    const out = await shown();
    expect(out).toMatch(/may approve +grace\n/);
    expect(out).toMatch(/may not +ada: approver-is-requester\. [A-Z]/);
    expect(out).not.toContain('ben');
    expect(await terminal.json(`hold show ${hold}`)).toMatchObject({
      approvers: [
        {
          operator: 'ada',
          reasons: expect.arrayContaining([expect.objectContaining({ code: 'approver-is-author' })]),
        },
        { operator: 'grace', onBehalfOf: [], reasons: [] },
      ],
    });
  });
});

describe('operator limit', () => {
  it('binds from then on, shows, and is lifted', async () => {
    const said = await terminal.run('operator limit grace --effects read,send --amount 99.5 --per-hour 20');
    expect(said.err).toContain('');
    expect(said).toMatchObject({
      exit: 0,
      out: 'grace approves: effects read, send; up to 99.5; 20 an hour\n',
    });
    expect(await shown()).toMatch(/may not +grace: beyond-approver-limit/);
    const refused = await approve('grace');
    expect(refused.exit).toBe(2);
    expect(refused.err).toContain('beyond-approver-limit');
    expect((await terminal.run('operator show grace')).out).toContain('effects read, send; up to 99.5');
    expect((await terminal.run('operator list')).out).toMatch(/grace .*effects read, send/);
  });

  it('of their own is for another admin to lift', async () => {
    const own = await terminal.run('operator limit grace --lift');
    expect(own.exit).toBe(2);
    expect(own.err).toContain('own-limit');
    const { sample } = terminal;
    const token = await sample.operatorToken('ada');
    const lifted = await sample.call('/api/v1/operators/grace/limit', { token, json: { limit: null } });
    expect(lifted.status).toBe(200);
    expect(await shown()).toMatch(/may approve +grace\n/);
  });

  it.each([
    ['', 'say how far'],
    ['--lift --amount 5', 'say how far'],
    ['--effects fly', '--effects'],
    ['--amount much', '--amount'],
    ['--destinations https://x.example', '--destinations'],
  ])('%s is not understood', async (flags, says) => {
    const { exit, err } = await terminal.run(`operator limit ben ${flags}`.trim());
    expect(exit).toBe(1);
    expect(err).toContain(says);
  });

  it('is for those who may add operators', async () => {
    const { sample } = terminal;
    const token = await sample.operatorToken('ben');
    const json = { limit: { perHour: 1 } };
    const refused = await sample.call('/api/v1/operators/grace/limit', { token, json });
    expect(refused.status).toBe(403);
    const unread = await sample.call('/api/v1/operators/grace/limit', {
      token,
      json: { limit: { often: 1 } },
    });
    expect(unread.status).toBe(400);
  });
});

describe('operator roles', () => {
  it('count from then on, and nobody gives them to themselves', async () => {
    const changed = await terminal.run('operator roles ben --roles approver,reader');
    expect(changed).toMatchObject({ exit: 0, out: 'ben has the roles: approver, reader\n' });
    expect(await shown()).toMatch(/may approve +ben\n/);
    expect((await terminal.run('operator roles ben', { args: ['--roles', ''] })).out).toContain('none');
    expect(await shown()).not.toContain('ben');
    expect((await terminal.run('operator roles nobody --roles a')).err).toContain('unknown-operator');
    const typo = await terminal.run('operator roles ben --roles approver,aprover');
    expect(typo.err).toBe(
      'warning: no policy in force speaks of the role aprover (did you mean approver?)\n',
    );
    await terminal.run('operator roles ben', { args: ['--roles', ''] });
    const own = await terminal.run('operator roles grace --roles admin,finance');
    expect(own.exit).toBe(2);
    expect(own.err).toContain('own-roles');
  });
});

describe('operator delegate', () => {
  it('lends a role of one’s own, which then counts, and is listed', async () => {
    expect((await approve('ben')).err).toContain('approver-role');
    const lent = await terminal.json(`operator delegate ben --roles approver --until ${tomorrow()}`);
    expect(lent).toMatchObject({ to: 'ben', delegation: expect.stringMatching(/^dlg_/) });
    expect((await terminal.run('operator delegations')).out).toMatch(/dlg_\S+ +grace +ben +approver/);
    expect((await terminal.run('operator show ben')).out).toMatch(/is lent +approver until \S+ by grace/);
    expect((await terminal.run('operator show grace')).out).toMatch(/lends +approver until \S+ to ben/);
    expect(await shown()).toMatch(/may approve +ben, also for grace/);
    await terminal.run(`operator revoke-delegation ${String(lent['delegation'])}`);
    expect((await terminal.run('operator delegations')).out).toBe('nobody lends anything\n');
    expect(await shown()).not.toContain('ben');
    const again = await terminal.run(`operator revoke-delegation ${String(lent['delegation'])}`);
    expect(again.exit).toBe(2);
    expect(again.err).toContain('holdpoint operator delegations');
  });

  it('within a limit that what waits is beyond does not', async () => {
    const until = tomorrow();
    await terminal.run(`operator delegate ben --roles approver --until ${until} --effects read`);
    expect(await shown()).toMatch(/may not +ben: beyond-approver-limit/);
    expect((await terminal.run('operator delegations')).out).toContain('effects read');
    expect((await approve('ben')).exit).toBe(2);
  });

  it('of what one does not have, or for too long, is refused', async () => {
    const foreign = await terminal.run(`operator delegate ben --roles finance --until ${tomorrow()}`);
    expect(foreign.err).toContain('duty-not-own');
    const long = await terminal.run('operator delegate ben --roles approver --until 2099-01-01');
    expect(long.err).toContain('duty-not-own');
    expect((await terminal.run('operator show nobody')).err).toContain('holdpoint operator list');
  });

  it('that counts lets somebody approve, who is named with whom they did it for', async () => {
    await terminal.run(`operator delegate ben --roles approver --until ${tomorrow()}`);
    const given = await approve('ben');
    expect(given).toMatchObject({ exit: 0 });
    expect(await shown()).toMatch(/approved by +ben, also for grace/);
    const { core } = terminal.sample;
    expect(await ask(core, past.task, 'write_note', { name: 'b' })).toMatchObject({ verdict: 'permit' });
  });
});

describe('approvals report', () => {
  it('counts what was decided, since when one asks', async () => {
    const { out, exit } = await terminal.run('approvals report');
    expect(exit).toBe(0);
    expect(out).toMatch(/^ben +1 +100 % +0 +/m);
    expect(out).toMatch(/^notes\/write_note +1 +100 %/m);
    expect(await terminal.json('approvals report')).toMatchObject({
      decisions: 1,
      by: { approver: [{ name: 'ben', approved: 1 }] },
      thresholds: { quickMs: 10_000 },
    });
    const since = new Date(Date.now() + 60_000).toISOString();
    expect((await terminal.run(`approvals report --since ${since}`)).out).toBe('nobody decided anything\n');
  });
});

describe('a limit of how many in an hour', () => {
  const held = async (name: string): Promise<string> => {
    const asked = await ask(terminal.sample.core, past.task, 'write_note', { name });
    return asked.verdict === 'hold' ? asked.hold : '';
  };

  it('refuses the next one, and names who else may decide', async () => {
    await terminal.run('operator roles ben --roles approver');
    const [first, second] = [await held('first'), await held('second')];
    const flags = '--reason seen --operator ben --key ben.key.json';
    await terminal.run('operator limit ben --per-hour 100');
    expect(await terminal.run(`approve ${first} ${flags}`)).toMatchObject({ exit: 0 });
    await terminal.run('operator limit ben --per-hour 1');
    const { exit, err } = await terminal.run(`approve ${second} ${flags}`);
    expect(exit).toBe(2);
    expect(err).toMatch(/approvals-exhausted .*Ask grace, or the same person later/);
    const { out } = await terminal.run(`hold show ${second}`);
    expect(out).toMatch(/may not +ben: approvals-exhausted/);
    expect(out).toMatch(/may approve +grace/);
  });
});
