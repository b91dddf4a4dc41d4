import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { admitCommand, decideCommand } from './shell.ts';

it.each(["it's checked", '$(touch x) `id` "q" \\', 'two\nlines; rm -rf /', '!history'])(
  'a shell reads the reason %j as one word, and as it was written',
  (reason) => {
    const command = decideCommand('approve', 'hold_1', { reason, operator: 'ada' });
    const script = `holdpoint() { printf '%s\\n' "$#" "$4" "$6"; }; ${command}`;
    const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toBe(`6\nada\n${reason.replaceAll('\n', ' ')}\n`);
  },
);

it('leaves the reason open where none is given', () => {
  const said = { reason: ' ', operator: undefined };
  expect(decideCommand('reject', 'hold_1', said)).toBe("holdpoint reject hold_1 --reason '…'");
});

it('says all that is said in the page', () => {
  const said = { reason: 'ok', operator: undefined, together: true, times: 2, edit: '{"a": "it\'s"}' };
  expect(decideCommand('approve', 'hold_1', { ...said, category: 'unsafe', tell: true })).toBe(
    `holdpoint approve hold_1 --reason 'ok' --together --times 2 --edit '{"a": "it'\\''s"}'`,
  );
  expect(decideCommand('reject', 'hold_1', { ...said, category: 'unsafe', tell: true })).toBe(
    "holdpoint reject hold_1 --reason 'ok' --together --category unsafe --tell-agent",
  );
});

it('quotes names of tools, which a server chose, and leaves plain ones as they are', () => {
  expect(
    admitCommand('mail', {
      left: ['$(reboot)', 'read_inbox'],
      taken: ["it's"],
      accepted: ['send=hidden-text'],
    }),
  ).toBe(
    "holdpoint connector admit mail --without '$(reboot)' --without read_inbox --with 'it'\\''s'" +
      ' --accept send=hidden-text',
  );
  expect(admitCommand('mail', { left: ['--yes'], taken: [], accepted: [] })).toBe(
    "holdpoint connector admit mail --without '--yes'",
  );
});

it('writes out what would turn the rest of other arguments around', () => {
  const said = { reason: 'ok', operator: undefined, edit: '{"to":"a\u202eb"}' };
  const command = decideCommand('approve', 'hold_1', said);
  expect(command).toBe(String.raw`holdpoint approve hold_1 --reason 'ok' --edit '{"to":"a\u202eb"}'`);
});
