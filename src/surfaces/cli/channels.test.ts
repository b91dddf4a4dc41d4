// What an operator sees of the channels to people.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelTo, sampleNotifier } from '../../gateway/notices/sample-notifier.contract.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

const [up, down] = [sampleNotifier(), sampleNotifier()];
let terminal: SampleTerminal;

beforeAll(async () => {
  down.answer = 'timeout';
  const events = ['killed'] as const;
  const channels = [channelTo(up, { name: 'up', events }), channelTo(down, { name: 'down', events })];
  terminal = await startTerminal({ notifying: { url: 'https://holdpoint.example', channels } });
  await terminal.run('login');
  await terminal.sample.core.notifying!.round();
});
afterAll(() => terminal.stop());

test('a channel that nothing went through is listed as such, and doctor is content', async () => {
  const { out } = await terminal.run('channels');
  expect(out).toMatch(/^up +never +- +0$/m);
  expect((await terminal.run('doctor')).out).toMatch(/^ok {4}channels +2 channels$/m);
});

test('a test goes through the channel that is named, and says where it does not', async () => {
  const name = 'up';
  expect(await terminal.json(`channels test ${name}`)).toMatchObject({ channel: name, failure: null });
  expect(up.taken).toMatchObject([{ notices: [], subject: 'Holdpoint: a test of the channel up' }]);
  const failed = await terminal.run('channels test down');
  expect(failed).toMatchObject({ exit: 1, err: expect.stringContaining('did not take the test: timeout') });
  down.answer = 'address-refused';
  const refused = await terminal.run('channels test down');
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('allowPrivate: true') });
  down.answer = 'timeout';
  const none = await terminal.run('channels test nowhere');
  expect(none).toMatchObject({ exit: 1, err: expect.stringContaining('holdpoint channels') });
});

test('what fails is listed with its try, and doctor warns of it', async () => {
  await terminal.run('kill --all --reason odd');
  await terminal.sample.core.notifying!.round();
  const { channels } = (await terminal.json('channels')) as { channels: object[] };
  expect(channels).toMatchObject([
    { name: 'up', failure: null, deliveredAt: expect.any(Number) },
    { name: 'down', failure: { code: 'timeout', attempt: 1 }, deliveredAt: null },
  ]);
  const { out } = await terminal.run('doctor');
  expect(out).toMatch(/^warn {2}channels +down: timeout, try 1$/m);
});
