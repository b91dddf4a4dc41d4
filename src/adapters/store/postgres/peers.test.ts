import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { append } from '../sealing.contract.ts';
import { onOwnServer, onServer } from './database.contract.ts';
import { openPostgresStore } from './postgres.ts';
import type { ServerControl, TestServer } from './server.contract.ts';

await onServer('PostgreSQL', (server) => {
  onOwnServer(server, 'processes that share a database', (control) => testPeers(server, control));
});

function testPeers(server: TestServer, control: ServerControl): void {
  it('hear of what the others append, and not of what they append themselves', async () => {
    const url = await server.createDatabase();
    const [first, second] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
    const heard: string[] = [];
    const listening = ['first', 'second'].map((name, index) => {
      const { promise, resolve } = deferred();
      [first, second][index]!.peers!.listen(() => {
        heard.push(name);
        resolve();
      });
      return promise;
    });
    // Each is told once that something may have been missed before.
    await Promise.all(listening);
    heard.length = 0;
    for (let count = 0; count < 3; count++) await append(first, 'org');
    // Answers come after what was said before them, on the one line.
    for (const store of [first, second]) await store.peers!.count();
    expect(heard).toEqual(['second', 'second', 'second']);
    await Promise.all([first.close(), second.close()]);
  });

  it('are told after the server was away, and hear again', async () => {
    const url = await server.createDatabase();
    const [first, second] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
    let calls = 0;
    let wake = deferred();
    second.peers!.listen(() => {
      calls++;
      wake.resolve();
    });
    await wake.promise;
    await control.stop('QUIT');
    wake = deferred();
    await control.start();
    await wake.promise;
    const before = calls;
    wake = deferred();
    for (;;) {
      const isDone = await append(first, 'org').then(
        () => true,
        () => setTimeout(20, false),
      );
      if (isDone) break;
    }
    await wake.promise;
    expect(calls).toBe(before + 1);
    await Promise.all([first.close(), second.close()]);
  });

  it('keep their claims while they live, through a crash of the server', async () => {
    const url = await server.createDatabase();
    const [first, second] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
    await first.peers!.beat('one');
    expect(await first.peers!.claim('sweep', 'one')).toBe(true);
    await control.stop('KILL');
    await control.start();
    for (;;) {
      const beaten = await second.peers!.beat('two').catch(() => setTimeout(20, null));
      if (beaten !== null) break;
    }
    expect(await second.peers!.isAlive('one')).toBe(true);
    expect(await second.peers!.claim('sweep', 'two')).toBe(false);
    await Promise.all([first.close(), second.close()]);
  });

  it('leave nothing behind that grows: who opens it next clears away the gone and their claims', async () => {
    const url = await server.createDatabase();
    const store = await openPostgresStore({ url });
    for (const owner of ['one', 'two', 'three']) {
      await store.peers!.beat(owner);
      await store.peers!.claim(`of ${owner}`, owner);
    }
    await store.peers!.leave('three');
    await server.run("update holdpoint.replicas set seen = seen - 10001 where owner = 'one'", url);
    await (await openPostgresStore({ url })).close();
    expect(await server.run('select owner from holdpoint.replicas', url)).toEqual([['two']]);
    expect(await server.run('select name from holdpoint.claims', url)).toEqual([['of two']]);
    await store.close();
  });
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
