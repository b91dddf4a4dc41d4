import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { succeed } from '../fakes.contract.ts';
import { StoreFault, type LedgerStore } from '../ports.ts';
import { ADA, startRig, type Joined, type Rig } from '../rig.contract.ts';
import { kill, quarantine } from '../tasks.ts';
import { fakeTimers, holdBack, pass, turn, turns } from '../loop/timeline.contract.ts';
import { trace } from '../views.ts';

let rig: Rig;
let other: Joined;
let task: string;
beforeEach(async () => {
  fakeTimers();
  rig = await startRig({ replicas: true });
  other = await rig.join();
  task = await rig.open();
  await other.core.catchUp();
});
afterEach(async () => {
  await rig.stop();
  vi.useRealTimers();
});

async function countOf(type: string): Promise<number> {
  return (await trace(rig.core, task))!.records.filter((record) => record.type === type).length;
}

/** Until it is opened nobody asks what became of the commit that was just made. */
async function holdInquiry(): Promise<() => void> {
  // By turns alone: no timer may fire meanwhile.
  while (rig.store.doubt !== null) await turn();
  return holdBack(rig.store);
}

type Stop = (task: string) => Promise<unknown>;
type Target = Parameters<typeof kill>[2]['target'];
const killing = (target: Target): Promise<unknown> =>
  kill(other.core, ADA, { target, lift: false, reason: 'odd' });

const STOPS: [string, Stop][] = [
  ['a kill of everything', () => killing({ kind: 'all' })],
  ['a kill of its agent', () => killing({ kind: 'agent', id: 'scribe' })],
  ['a kill of its connector', () => killing({ kind: 'connector', id: 'notes' })],
  ['a quarantine of its task', (id) => quarantine(other.core, ADA, { task: id, reason: 'odd' })],
  ['the close of its task', (id) => other.close(id)],
];

describe('a permit that is found to be recorded', () => {
  it.each(STOPS)('is not carried out after %s', async (_, stop) => {
    rig.store.doubt = 'taken';
    const calling = rig.call(task, 'notes/read');
    const open = await holdInquiry();
    const stopped = stop(task);
    await turns();
    open();
    await pass(rig, 2);
    await stopped;
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'not-started' });
    expect(rig.upstream.calls).toEqual([]);
    expect(await countOf('action-settled')).toBe(1);
  });

  it('is carried out although others recorded what does not concern it', async () => {
    rig.store.doubt = 'taken';
    const calling = rig.call(task, 'notes/read');
    const open = await holdInquiry();
    await kill(other.core, ADA, { target: { kind: 'connector', id: 'desk' }, lift: false, reason: 'odd' });
    open();
    await pass(rig, 2);
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
  });
});

describe('an inquiry that breaks off after it has taken in the news', () => {
  /** The next append that records nothing is answered with a fault, after all was done. */
  function breakInquiry(): void {
    const append = rig.store.append.bind(rig.store);
    let isWhole = true;
    vi.spyOn(rig.store, 'append').mockImplementation(async (...[since, plan]: Asked) => {
      let isInquiry = false;
      await append(since, (locked) => {
        const planned = plan(locked);
        isInquiry = planned.streams.length === 0;
        return planned;
      });
      if (!isInquiry || !isWhole) return;
      isWhole = false;
      throw new StoreFault('store-unavailable', 'lost at the rollback');
    });
  }
  type Asked = Parameters<LedgerStore['append']>;

  it('is made again: the permit is recorded once, and carried out', async () => {
    breakInquiry();
    rig.store.doubt = 'taken';
    const calling = rig.call(task, 'notes/read');
    await pass(rig, 5);
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(rig.upstream.calls).toHaveLength(1);
    expect([await countOf('action-permitted'), await countOf('action-settled')]).toEqual([1, 1]);
    expect(rig.core.flights.count()).toBe(0);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('is made again: the fact is recorded once, and its call answered', async () => {
    rig.upstream.answer = () => {
      breakInquiry();
      rig.store.doubt = 'taken';
      return succeed();
    };
    const calling = rig.call(task, 'notes/read');
    await pass(rig, 5);
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(await countOf('action-settled')).toBe(1);
    expect(rig.core.flights.count()).toBe(0);
    expect(rig.log.errors).toHaveLength(1);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });
});
