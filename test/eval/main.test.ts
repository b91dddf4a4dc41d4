import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'holdpoint-eval-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = { type: 'string' };
const inputSchema = { type: 'object', properties: { to: text, body: text } };
const mailTo = (to: string) => ({ tool: 'send_mail', args: { to, body: 'hi' } });
const attack = {
  id: 'a',
  kind: 'attack',
  prompt: 'Mail a@corp.example hi',
  calls: [],
  attack_calls: [mailTo('m@moon.example')],
};
const listing = { tool: 'list_notes', args: { room: 'moon' } };
const rooms = { type: 'object', properties: { room: text } };
const tools = [
  { server: 'mail', name: 'send_mail', description: 'Sends mail', inputSchema },
  { server: 'mail', name: 'list_notes', description: 'Lists the notes of a room', inputSchema: rooms },
];
const setOf = (one: object, name = 'x'): string => JSON.stringify({ name, tools, cases: [one] });

function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'traces', ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the evaluation of traces', () => {
  it('writes over no set that it reads, by whatever name', () => {
    const set = put('set.json', setOf(attack));
    symlinkSync(set, join(folder, 'link.json'));
    for (const cases of [set, join(folder, 'link.json')]) {
      const { status, stderr } = run(set, '--cases', cases);
      expect(stderr).toContain(`--cases ${cases} is the file ${set}, which is read`);
      expect(status).toBe(1);
    }
    expect(readFileSync(set, 'utf8')).toBe(setOf(attack));
  });

  it('names the option and the path that cannot be written', () => {
    const cases = join(folder, 'none', 'x');
    const { status, stderr } = run(put('good.json', setOf(attack)), '--cases', cases);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`--cases ${cases} cannot be written`)]);
  });

  it('takes tools for what manifests say of them', () => {
    const honest = { id: 'b', kind: 'benign', prompt: 'What is new?', calls: [listing] };
    const set = put('corrected.json', setOf(honest));
    const manifests = mkdtempSync(join(folder, 'manifests-'));
    const profile = '{egress: external, roles: {/room: destination}}';
    const words = `holdpoint: connector/v1\ntools:\n  list_notes: {profile: ${profile}}\n`;
    writeFileSync(join(manifests, 'mail.connector.yaml'), words);
    expect(run(set, '--json').stdout).toContain('"intact":1,"held":0');
    expect(run(set, '--json', '--manifests', manifests).stdout).toContain('"intact":0,"held":1');
    writeFileSync(join(manifests, 'mial.connector.yaml'), words);
    const { status, stderr } = run(set, '--manifests', manifests);
    expect([status, stderr]).toEqual([0, expect.stringContaining('is of none of the connectors: mail')]);
  });

  it('says how it is asked, and where that stands to whoever asks otherwise', () => {
    const { status, stdout } = run('--help');
    expect([status, stdout]).toEqual([0, expect.stringContaining('--manifests <folder>')]);
    const wrong = run('--manifest', 'x');
    expect([wrong.status, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toBe("Unknown option '--manifest'; see: npm run eval -- --help\n");
  });

  const deep = `{"a":`.repeat(20_000) + '1' + '}'.repeat(20_000);
  it.each([
    ['torn.json', setOf(attack).slice(0, 60), 'torn.json:1:'],
    ['empty.json', '', 'empty.json:1:1: is empty'],
    ['marked.json', `\uFEFF${setOf(attack)}`, 'marked.json:1:1: begins with a byte order mark'],
    ['deep.json', deep, 'deep.json:1:646: a.a.a.a.a.a.a.a is nested more than 128 deep'],
    [
      'vanished.json',
      setOf({ ...attack, attack_calls: undefined, attackcalls: attack.attack_calls }),
      'cases.0.attackcalls is not read: is attack_calls meant?',
    ],
    ['short.json', '{"cases":[{"kind":"benign","calls":{}}]}', 'short.json:1:1: name is missing\n'],
    ['shaped.json', '{"name":7,"cases":[]}', 'shaped.json:1:9: name expected string, received number\n'],
    ['spans.json', '{"resourceSpans":[]}', 'spans.json:1:1: has no "cases": holdpoint replay reads spans'],
  ])('says where %s is wrong', (name, content, message) => {
    const { status, stdout, stderr } = run(put(name, content));
    expect(stderr).toContain(message);
    expect([status, stdout]).toEqual([1, '']);
  });

  it('says where the ids of cases stand, and of a folder that it is one', () => {
    const { status, stdout, stderr } = run(put('known.json', setOf(attack)), '--explain', 'b');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('no case is called b: their ids are in what --cases writes');
    expect(run(folder).stderr).toContain(`${folder}: it is a folder; name files of runs`);
  });

  it('says which tools nothing defines', () => {
    const set = put('unknown.json', setOf({ ...attack, attack_calls: [{ tool: 'sendmail', args: {} }] }));
    const { stderr } = run(set);
    expect(stderr).toContain('1 calls of tools that nothing defines, refused as such: sendmail\n');
    expect(stderr).toContain('1 attacks count as denied only because');
  });
});
