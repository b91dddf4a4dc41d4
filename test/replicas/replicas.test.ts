// Several real processes on one real PostgreSQL: the promises of one process hold for all of them together.

import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../src/adapters/store/postgres/server.contract.ts';
import { toEvent } from '../../src/gateway/loop/news.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import type { KillTarget } from '../../src/kernel/event.ts';
import { hex } from '../../src/ledger/bytes.ts';
import { setStage, type ReplicaProcess, type Stage } from './stage.ts';
import type { Told } from './wishes.ts';

const found = await startServer();
const reason = 'reason' in found ? found.reason : null;
afterAll(() => ('reason' in found ? undefined : found.close()));

/** The same rules under another digest: no permit may stand on both. */
const OTHER_POLICY = `${STARTER_POLICY.text}\n// Another edition.\n`;

describe.skipIf(reason !== null)(`replicas${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  const server = found as TestServer;
  let stage: Stage;
  let one: ReplicaProcess;
  let two: ReplicaProcess;

  beforeEach(async () => {
    stage = await setStage(server);
    [one, two] = await Promise.all([stage.start(), stage.start()]);
  });
  afterEach(() => stage.stop());

  const open = async (): Promise<string> => String(await one.ask({ do: 'open' }));

  /** While one replica hammers, the other does the work; then both rest. Gives what agents were told. */
  async function under(tasks: readonly string[], work: () => Promise<void>): Promise<Told[]> {
    const hammers = [one, two].map((replica) =>
      replica.ask({ do: 'hammer', tasks, tool: 'plain/echo', lanes: 4 }),
    );
    await work();
    await Promise.all([one, two].map((replica) => replica.ask({ do: 'rest' })));
    return ((await Promise.all(hammers)) as Told[][]).flat();
  }

  /** Asks until the answer is that nothing can be recorded, however long what was asked before waits. */
  async function refused(replica: ReplicaProcess, task: string): Promise<void> {
    const asked = await replica.ask({ do: 'act', task, tool: 'plain/echo', n: 0 });
    if (!(asked as Told).verdict.startsWith('store-')) await refused(replica, task);
  }

  async function expectSound(): Promise<void> {
    expect(await stage.breaches()).toEqual([]);
    expect((await stage.verify()).findings).toEqual([]);
  }

  it('what one records (kill, end, policy …) binds the other: no permit under the old state', async () => {
    const tasks = await Promise.all([open(), open(), open()]);
    const told = await under(tasks, async () => {
      for (let round = 0; round < 45; round += 1) {
        const targets: readonly KillTarget[] = [
          { kind: 'all' },
          { kind: 'agent', id: 'scribe' },
          { kind: 'connector', id: 'plain' },
        ];
        const target = targets[round % 3]!;
        const by = round % 2 === 0 ? one : two;
        await by.ask({ do: 'kill', target, lift: false });
        await by.ask({ do: 'kill', target, lift: true });
      }
      for (let round = 0; round < 10; round += 1) {
        const text = round % 2 === 0 ? OTHER_POLICY : STARTER_POLICY.text;
        expect(await (round % 2 === 0 ? one : two).ask({ do: 'publish', text })).toEqual(expect.any(Number));
      }
      await one.ask({ do: 'contain', task: tasks[0] });
      await two.ask({ do: 'close', task: tasks[1] });
    });
    const verdicts = new Set(told.map(({ verdict }) => verdict));
    expect([...verdicts].toSorted()).toEqual(['deny', 'permit']);
    expect(told.length).toBeGreaterThan(300);
    await expectSound();
  });

  it('what was acknowledged is in the ledger, each answer under its own hash, from either', async () => {
    const task = await open();
    const told = await under([task], async () => {
      for (let n = 0; n < 20; n += 1) await two.ask({ do: 'act', task, tool: 'plain/echo', n });
    });
    const records = await stage.records();
    const wrong = told.filter(({ seq, hash }) => seq >= 0 && hex(records[seq]!.hash) !== hash);
    expect(wrong).toEqual([]);
    await expectSound();
  });

  it('an allowance and an approval are used up once, however the replicas race for them', async () => {
    for (let round = 0; round < 15; round += 1) {
      const task = await open();
      const ns = [1, 2, 3, 4, 5];
      const race = (tool: string, of: readonly number[]): Promise<unknown> =>
        Promise.all([one, two].map((replica) => replica.ask({ do: 'race', task, tool, ns: of })));
      const told = ((await race('scarce/echo', ns)) as Told[][]).flat();
      expect(told.filter(({ verdict }) => verdict === 'permit')).toHaveLength(5);

      const held = (await one.ask({ do: 'act', task, tool: 'risky/echo', n: round })) as Told;
      const { key } = stage;
      expect(await two.ask({ do: 'approve', task, hold: held.hold!, key })).toBe('permit');
      const before = stage.calls.length;
      const answers = ((await race('risky/echo', [round])) as Told[][]).flat();
      expect(answers.map(({ verdict }) => verdict)).toEqual(['permit', 'permit']);
      expect(stage.calls.length - before).toBe(1);
    }
    await expectSound();
  });

  it('a containment recorded by one aborts the call that runs in the other, and waits for it', async () => {
    const task = await open();
    const calling = two.ask({ do: 'act', task, tool: 'guarded/hang', n: 1 });
    while (!stage.calls.includes('hang')) await new Promise((resolve) => setTimeout(resolve, 20));
    await one.ask({ do: 'contain', task });
    const events = (await stage.records()).map(toEvent);
    const settled = events.filter(({ type }) => type === 'action-settled');
    expect(settled).toMatchObject([{ body: { outcome: 'unknown', code: 'upstream-aborted' } }]);
    expect(await calling).toMatchObject({ verdict: 'permit' });
    await expectSound();
  });

  it('a replica that is killed is taken over once: call unknown, lease revoked, task quiesced', async () => {
    const task = await open();
    const doomed = two.ask({ do: 'act', task, tool: 'guarded/hang', n: 1 }).catch(() => 'gone');
    while (!stage.calls.includes('hang')) await new Promise((resolve) => setTimeout(resolve, 20));
    await two.kill();
    expect(await doomed).toBe('gone');
    const third = await stage.start();
    const contained = (await one.ask({ do: 'contain', task })) as { seq: number };
    const events = (await stage.records()).map(toEvent);
    const ofTask = events.filter(({ stream }) => stream === `task/${task}`);
    expect(ofTask.filter(({ type }) => type === 'action-settled')).toMatchObject([
      { body: { outcome: 'unknown', code: 'claim-lapsed' } },
    ]);
    const revoked = ofTask.filter(({ type }) => type === 'lease-revoked');
    expect(revoked).toHaveLength(1);
    const after = events.slice(contained.seq).filter(({ type }) => type === 'action-permitted');
    expect(after).toEqual([]);
    await third.ask({ do: 'stop' });
    await expectSound();
  });

  it.skipIf(reason !== null || (found as TestServer).control === null)(
    'a database that dies under them means denials, not losses; they go on when it is back',
    async () => {
      const { control } = server;
      const task = await open();
      const told = await under([task], async () => {
        for (const signal of ['QUIT', 'INT', 'KILL'] as const) {
          await new Promise((resolve) => setTimeout(resolve, 700));
          await control!.stop(signal);
          await Promise.all([refused(one, task), refused(two, task)]);
          await control!.start();
        }
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      });
      const records = await stage.records();
      const acknowledged = told.filter(({ seq }) => seq >= 0);
      expect(acknowledged.filter(({ seq, hash }) => hex(records[seq]!.hash) !== hash)).toEqual([]);
      expect(Math.max(...acknowledged.map(({ seq }) => seq))).toBeGreaterThan(records.length - 100);
      await expectSound();
    },
  );
});
