import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

let terminal: SampleTerminal;
beforeEach(async () => {
  terminal = await startTerminal();
});
afterEach(() => terminal.stop());

/** The blocks of a page that are written in a language, in their order. */
async function blocksOf(page: string, language: string): Promise<string[]> {
  const path = fileURLToPath(new URL(`../../../../docs/${page}`, import.meta.url));
  const blocks = (await readFile(path, 'utf8')).matchAll(/^```(\w+)\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, kind, text]) => (kind === language ? text! : []));
}

/** The commands of a page's shell blocks, without `holdpoint` and what is said beside them. */
async function commandsOf(page: string): Promise<string[]> {
  const lines = (await blocksOf(page, 'sh')).flatMap((text) => text.split('\n'));
  return lines.flatMap((line) => /^holdpoint ([^#]*)/.exec(line)?.[1]?.trimEnd() ?? []);
}

it('the example of policy-tests.md passes as written, at the threshold that the page names', async () => {
  const [tests = '', catalog = ''] = await blocksOf('policy-tests.md', 'yaml');
  const [policies = ''] = await blocksOf('policy-tests.md', 'cedar');
  await mkdir(join(terminal.folder, 'policies'));
  await writeFile(join(terminal.folder, 'policies/pay.policy-test.yaml'), tests);
  await writeFile(join(terminal.folder, 'policies/pay.cedar'), policies);
  await terminal.write('catalog.yaml', catalog);
  for (const command of await commandsOf('policy-tests.md')) {
    expect(await terminal.run(command), command).toMatchObject({ exit: 0 });
  }
  const mailed = '@id("mail") permit (principal is Agent, action == Action::"mail/send", resource);';
  await terminal.write('mail.cedar', mailed);
  const { out, err } = await terminal.run('policy validate mail.cedar --catalog catalog.yaml');
  // By itself it locks people out; the tool is known.
  expect(`${out}${err}`).not.toContain('mail/send');
});

it('the commands of packs.md work in their order', async () => {
  const [, catalog = ''] = await blocksOf('policy-tests.md', 'yaml');
  await terminal.write('catalog.yaml', catalog);
  const commands = await commandsOf('packs.md');
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) {
    expect(await terminal.run(command), command).toMatchObject({ exit: 0 });
  }
});
