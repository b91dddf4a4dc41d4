import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;
beforeAll(async () => {
  terminal = await startTerminal();
  await terminal.run('login --operator grace');
});
afterAll(() => terminal.stop());

/** As a daemon that dies, or whose store fails, after so many lines. */
function endAfter(lines: number, how: 'fails' | 'ends'): void {
  const { fetch } = terminal.deps;
  const ask: typeof fetch = async (input, init) => {
    const whole = await fetch(input, init);
    if (!/\/(?:kill|quarantine)$/.test(input as string)) return whole;
    const told = (await whole.text()).split('\n').slice(0, lines);
    const bytes = new TextEncoder().encode(told.map((line) => `${line}\n`).join(''));
    let isTold = lines === 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (!isTold) controller.enqueue(bytes);
        else if (how === 'fails') controller.error(new TypeError('terminated'));
        else controller.close();
        isTold = true;
      },
    });
    return new Response(body, whole);
  };
  terminal.deps = { ...terminal.deps, fetch: ask };
}

it.each(['fails', 'ends'] as const)(
  'an order whose answer %s in the middle is no success, and is to be given again',
  async (how) => {
    const { deps } = terminal;
    endAfter(1, how);
    const { exit, out, err } = await terminal.run('kill --all --reason runaway');
    terminal.deps = deps;
    expect({ exit, out }).toEqual({ exit: 1, out: expect.stringMatching(/^recorded after .*\n$/) });
    expect(err).toContain('the answer broke off');
    expect(err).toContain('give the same order again');
    expect((await terminal.run('kill --all --lift --reason done')).exit).toBe(0);
  },
);

it('an order whose answer fails before anything is told says no more than that', async () => {
  const { deps } = terminal;
  endAfter(0, 'fails');
  const { exit, out, err } = await terminal.run('kill --all --reason runaway');
  terminal.deps = deps;
  expect({ exit, out }).toEqual({ exit: 1, out: '' });
  expect(err).toContain('holdpoint doctor');
});
