import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { Link } from './link.ts';

const OPENS = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage({ id: 0, value: null });
`;
const lost = { name: 'StoreFault', code: 'store-unavailable' };

it.each([
  ['exits', 'process.exit(3)'],
  ['throws', "throw new Error('out of luck')"],
])('refuses every pending and every later call once the worker %s', async (_, end) => {
  const link = new Link(new Worker(`${OPENS} parentPort.once('message', () => { ${end} });`, { eval: true }));
  await link.opened;
  const pending = [link.ask('head'), link.ask('key', 'org')];
  for (const result of await Promise.allSettled(pending)) {
    expect(result).toMatchObject({ status: 'rejected', reason: lost });
  }
  await link.ended;
  await expect(link.ask('head')).rejects.toMatchObject(lost);
});

it('fails to open where the worker ends before it has opened', async () => {
  const link = new Link(new Worker('process.exit(3)', { eval: true }));
  await expect(link.opened).rejects.toMatchObject(lost);
});
