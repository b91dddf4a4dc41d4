import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startInBackground } from './background-process.ts';

let folder: string;
let logPath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-background-'));
  logPath = join(folder, 'home', 'daemon.log');
});
afterEach(() => rm(folder, { recursive: true }));

const start = (program: string): Promise<number> =>
  startInBackground({
    argv: ['-e', program],
    logPath,
    async look(pid) {
      const text = await readFile(join(folder, 'serves'), 'utf8').catch(() => '');
      return text === `${pid}` ? pid : null;
    },
  });

it('resolves once the process serves, whose words are in a log that others cannot read', async () => {
  const serves = JSON.stringify(join(folder, 'serves'));
  const pid = await start(
    `console.log('I serve'); fs.writeFileSync(${serves}, String(process.pid)); setInterval(() => {}, 1000)`,
  );
  process.kill(pid, 'SIGKILL');
  expect(await readFile(logPath, 'utf8')).toBe('I serve\n');
  expect((await stat(logPath)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(logPath))).mode & 0o777).toBe(0o700);
});

it('rejects with the last error of a process that has ended, and where the rest is', async () => {
  await writeFile(join(folder, 'serves'), '1');
  const said = "'error: the disk is full\\nMake room'";
  const program = `console.log('starting'); console.error(${said}); process.exit(1)`;
  const failing = start(program);
  await expect(failing).rejects.toMatchObject({
    code: 'daemon-not-started',
    message: `the daemon did not start: the disk is full (all that it said: ${logPath})`,
  });
});

it('says nothing of what an earlier process said', async () => {
  await expect(start(`console.error('error: old')`)).rejects.toThrow('did not start: old (');
  await expect(start('')).rejects.toThrow('did not start: it said nothing (');
  await expect(start(`console.log('one'); console.log('two')`)).rejects.toThrow('did not start: two (');
});
