import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('bug.js', import.meta.url).href;
const SET_UP = `
import { EventEmitter } from 'node:events';
import { endOnBug } from '${MODULE}';
endOnBug({ error: (facts) => console.error(JSON.stringify(facts)) }, ({ code }) => code ?? 'internal');
const message = 'of s3cret words\\n    at s3cret (place)';
const bug = Object.assign(new Error(message), { detail: 's3cret', code: '57P01' });
setTimeout(() => {}, 5_000);
`;

function end(how: string) {
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SET_UP + how], {
    encoding: 'utf8',
  });
  return { status, told: JSON.parse(stderr) as { code: string; at: readonly string[] }, stderr };
}

describe('a bug that nobody caught', () => {
  it.each([
    ['that is thrown', 'setTimeout(() => { throw bug; });'],
    ['that is a rejection', 'Promise.reject(bug);'],
    ['that is an event', "setTimeout(() => new EventEmitter().emit('error', bug));"],
  ])('%s ends the process with its code and place, and without its words', (_name, how) => {
    const { status, told, stderr } = end(how);
    expect([status, told.code, told.at.length > 0]).toEqual([1, '57P01', true]);
    expect(stderr).not.toContain('s3cret');
  });

  it.each([
    [
      'has its message in the stack twice',
      'bug.stack = `Error: ${message}\\nError: ${message}\\n${bug.stack}`;',
      '57P01',
    ],
    ['has another message than its stack', "bug.stack; bug.message = 'other';", '57P01'],
    ['has words for a code', "bug.code = 's3cret words';", 'internal'],
    [
      'throws where it is looked at',
      "Object.defineProperty(bug, 'stack', { get() { throw bug; } });",
      'internal',
    ],
  ])('that %s is told without words', (_name, how, code) => {
    const { status, told, stderr } = end(`${how} setTimeout(() => { throw bug; });`);
    expect([status, told.code]).toEqual([1, code]);
    expect(stderr).not.toContain('s3cret');
  });

  it.each([
    ['is thrown', "setTimeout(() => { throw 's3cret'; });", 'internal'],
    ['is a rejection', "Promise.reject('s3cret');", 'ERR_UNHANDLED_REJECTION'],
  ])('that is no error and %s ends it, too', (_name, how, code) => {
    const { status, told, stderr } = end(how);
    expect([status, told.code]).toEqual([1, code]);
    expect(stderr).not.toContain('s3cret');
  });
});
