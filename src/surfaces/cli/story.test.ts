import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { act, type ActAnswer } from '../../gateway/action/act.ts';
import { auditStore } from '../../gateway/ledger/audit.ts';
import { VKEY } from '../../ledger/sample-ledger.contract.ts';
import { WORKFLOW } from '../http/sample-gateway.contract.ts';
import { PASSPHRASE, startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

// One story, told by the commands in the order in which people run them.
let terminal: SampleTerminal;
let task: string;
let hold: string;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

function ask(tool: string, args: { [name: string]: string }): Promise<ActAnswer> {
  return act(terminal.sample.core, {
    agent: 'scribe',
    task,
    connector: 'notes',
    tool,
    arguments: args,
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  });
}

describe('setting up', () => {
  it('tells who has not signed in how to', async () => {
    const { exit, err } = await terminal.run('agent register scribe');
    expect(exit).toBe(1);
    expect(err).toContain('holdpoint login');
  });

  it('signs in with the only key of the home, and keeps the session private', async () => {
    const { exit, out } = await terminal.run('login');
    expect(out).toContain('grace is signed in until');
    expect(exit).toBe(0);
    expect((await stat(join(terminal.home, 'session.json'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a wrong passphrase', async () => {
    const { exit, err } = await terminal.run('login --passphrase-stdin', { input: 'wrong one\n' });
    expect(exit).toBe(1);
    expect(err).toContain('passphrase');
  });

  it('adds a person with a key of their own', async () => {
    const added = await terminal.run('operator add henry --roles approver --key-out henry.key.json');
    expect(added).toMatchObject({ exit: 0 });
    expect((await stat(join(terminal.folder, 'henry.key.json'))).mode & 0o777).toBe(0o600);
    const { out } = await terminal.run('operator list');
    expect(out).toMatch(/henry +henry +approver +yes/);
    const again = await terminal.run('operator add henry --roles approver --key-out other.key.json');
    expect(again.exit).toBe(2);
    expect(again.err).toContain('already-exists');
  });

  it('registers an agent that its owner gets a token for', async () => {
    expect((await terminal.run('agent register scribe')).exit).toBe(0);
    const { token } = await terminal.json('agent token scribe --ttl 5m');
    expect(String(token).split('.')).toHaveLength(3);
    expect((await terminal.run('agent token scribe --ttl soon')).err).toContain('--ttl');
    expect((await terminal.run('agent list')).out).toMatch(/scribe +grace +development/);
  });

  it('says what the tasks of an agent may use together in a window', async () => {
    const allow = 'agent allowance scribe --per';
    expect((await terminal.run(`${allow} week --calls 5`)).err).toContain('hour or day');
    expect((await terminal.run(`${allow} hour`)).err).toContain('--lift');
    expect((await terminal.run(`${allow} hour --lift --calls 5`)).err).toContain('--lift');
    expect((await terminal.run(`${allow} hour --calls few`)).err).toContain('--calls');
    expect((await terminal.run(`${allow} hour --money 0.00001`)).err).toContain('--money');
    expect((await terminal.run(`${allow} hour --money=`)).err).toContain('--money');
    expect(await terminal.json(`${allow} hour --calls 5000 --sends 200 --money 99.5`)).toMatchObject({
      limit: { calls: 5_000, sends: 200, money: 995_000 },
    });
    await terminal.run(`${allow} day --calls 9000`);
    const { out } = await terminal.run('agent list');
    expect(out).toContain('5000 calls, 200 sends, 99.5 money each hour; 9000 calls each day');
    expect((await terminal.run(`${allow} day --lift`)).out).toContain('each day: nothing limits it');
  });

  it('says which model is behind an agent, whole or not at all', async () => {
    expect((await terminal.run('agent model scribe --model acme/large')).err).toContain('go together');
    expect((await terminal.run('agent model scribe --model large --fingerprint f1')).exit).toBe(1);
    const said = await terminal.run('agent model scribe --model acme/large --fingerprint f1');
    expect(said).toMatchObject({ exit: 0 });
    expect((await terminal.run('agent list')).out).toMatch(/scribe .*acme\/large/);
    expect((await terminal.run('agent model scribe')).out).toContain('no model is known');
  });

  it('declares hosts, each list by itself', async () => {
    expect((await terminal.run('destinations show')).out).toMatch(/own +none/);
    expect((await terminal.run('destinations set')).err).toContain('--own');
    const set = await terminal.run('destinations set --own .Example.com,localhost --listed partner.net');
    expect(set).toMatchObject({ exit: 0 });
    await terminal.run('destinations set --own example.org');
    expect(await terminal.json('destinations show')).toMatchObject({
      own: ['example.org'],
      listed: ['partner.net'],
    });
    expect((await terminal.run('destinations set --own https://x.com')).exit).toBe(1);
  });

  it('says of listed hosts how sensitive what they get may be, and keeps it', async () => {
    const set = await terminal.run(
      'destinations set --listed vault.net=restricted,.News.net=public,plain.net',
    );
    expect(set.out).toMatch(/listed +vault\.net=restricted, \.news\.net=public, plain\.net/);
    await terminal.run('destinations set --own example.net');
    expect(await terminal.json('destinations show')).toMatchObject({
      listed: ['vault.net', '.news.net', 'plain.net'],
      cleared: { 'vault.net': 'restricted', '.news.net': 'public' },
    });
    const slip = await terminal.run('destinations set --listed plain.net=high');
    expect(slip).toMatchObject({ exit: 1, err: expect.stringContaining('"high" is no sensitivity') });
    await terminal.run('destinations set --listed partner.net');
    expect(await terminal.json('destinations show')).toMatchObject({ cleared: {} });
  });

  it('proposes a connector, shows the review sheet and admits on yes', async () => {
    const added = await terminal.run('connector add notes -- npx -y notes-server --verbose');
    expect(added.exit).toBe(0);
    expect(added.out).toMatch(
      /^\+ read_note  read  goes none  new\n\+ write_note .+new\n\nYes means: 2 tools/m,
    );
    expect(added.err).toContain('All that is known of each tool: holdpoint connector show notes');
    expect((await terminal.run('connector show notes')).out).toContain('    arguments ');
    const shown = await terminal.json('connector show notes');
    expect(shown['proposal']).toMatchObject({
      upstream: { transport: 'stdio', command: 'npx', args: ['-y', 'notes-server', '--verbose'] },
    });
    expect((await terminal.run('connector admit notes')).err).toContain('--yes');
    expect((await terminal.run('connector admit notes', { answers: ['no'] })).err).toContain(
      'nothing was admitted',
    );
    const { out } = await terminal.run('connector manifest notes --proposed');
    const meant = (egress: string, flag = '--verbose'): string => {
      const manifest = parse(out.replace('--verbose', flag));
      manifest.tools.write_note.effects = ['write'];
      manifest.tools.write_note.profile.egress = egress;
      return stringify(manifest);
    };
    await writeFile(join(terminal.folder, 'notes.yaml'), meant('external'));
    await writeFile(join(terminal.folder, 'odd.yaml'), meant('nowhere'));
    await writeFile(join(terminal.folder, 'other.yaml'), meant('external', '--quiet'));
    const odd = await terminal.run('connector admit notes --manifest odd.yaml');
    expect(odd).toMatchObject({
      exit: 3,
      err: expect.stringMatching(/odd\.yaml:\d+:\d+: error: tools\.write_note/),
    });
    const other = await terminal.run('connector admit notes --manifest other.yaml');
    expect(other.err).toMatch(/other\.yaml:\d+:\d+: error: upstream: the proposal says/);
    const admission = `connector admit notes --effect read_note=read --manifest notes.yaml`;
    const admitted = await terminal.run(admission, { answers: ['yes'] });
    expect(admitted.err).toMatch(
      /write_note +write +goes external +new, corrected\n +goes +none → external\n +you say +the rest/,
    );
    expect(admitted.exit).toBe(0);
    expect((await terminal.run('connector diff notes')).out).toContain('as admitted');
    expect((await terminal.run('connector list')).out).toMatch(/notes +admitted +2 +none/);
  });

  it('says what a connector changed, and exits with 2', async () => {
    const { definitions } = terminal.sample;
    const before = definitions['read_note']!;
    definitions['read_note'] = { ...before, description: 'Reads a note\u001b[2J' };
    const { exit, out } = await terminal.run('connector diff notes');
    expect(exit).toBe(2);
    expect(out).toContain('/description');
    expect(out).not.toContain('\u001b');
    expect((await terminal.run('connector list')).out).toMatch(/notes +quarantined, newer proposal/);
    expect(await terminal.run('connector admit notes --harmless --yes')).toMatchObject({ exit: 2 });
    definitions['read_note'] = before;
    expect((await terminal.run('connector check')).out).toMatch(/notes +quarantined +quarantined: read_note/);
    expect(await terminal.run('connector check gone')).toMatchObject({ exit: 1 });
    await terminal.run('connector refresh notes');
    const light = await terminal.run('connector admit notes --harmless', { answers: ['yes'] });
    expect(light).toMatchObject({ exit: 0, err: expect.stringContaining('all in all: same') });
    expect(light.err).toMatch(/= write_note +write +goes external +same, as a person said before/);
    expect(await terminal.run('connector check')).toMatchObject({ exit: 0 });
    expect(await terminal.run('connector lint notes')).toMatchObject({ out: 'nothing found in 2 tools\n' });
  });

  it('takes no word of a person for a harmless change', async () => {
    const corrected = await terminal.run('connector admit notes --effect write_note=read --harmless --yes');
    expect(corrected).toMatchObject({ exit: 2, err: expect.stringContaining('write → read') });
    const file = (await terminal.run('connector manifest notes --proposed')).out;
    await writeFile(join(terminal.folder, 'near.yaml'), file.replace('external', 'none'));
    const near = await terminal.run('connector admit notes --manifest near.yaml --harmless --yes');
    expect(near).toMatchObject({ exit: 2, err: expect.stringContaining('external → none') });
    const same = await terminal.run('connector manifest notes');
    await writeFile(join(terminal.folder, 'same.yaml'), same.out);
    const again = await terminal.run('connector admit notes --manifest same.yaml --harmless --yes');
    expect(again).toMatchObject({ exit: 0, err: expect.stringContaining('all in all: same') });
  });

  it('leaves a tool out until it is taken in again, and is quiet about it', async () => {
    await terminal.run('connector admit notes --without write_note --yes');
    const check = await terminal.run('connector check');
    expect(check).toMatchObject({ exit: 0, out: expect.stringContaining('left out: write_note') });
    expect(await terminal.run('connector diff notes')).toMatchObject({ exit: 0 });
    expect(await terminal.run('connector admit notes --harmless --yes')).toMatchObject({ exit: 0 });
    const back = await terminal.run('connector admit notes --with write_note --manifest same.yaml --yes');
    expect(back).toMatchObject({ exit: 0, err: expect.stringMatching(/\+ write_note .*new/) });
  });

  it('prints what was admitted as a file for version control, the same each time', async () => {
    const first = await terminal.run('connector manifest notes');
    expect(first.out).toBe((await terminal.run('connector manifest notes')).out);
    expect(first.out).toContain('connector/v1');
    expect(await terminal.json('connector manifest notes')).toMatchObject({
      manifest: { corrected: { effects: ['read_note'], profiles: ['write_note'] } },
    });
  });

  it('publishes a workflow, and says where one is not valid', async () => {
    await terminal.write('notes.workflow.yaml', WORKFLOW.replace('author: grace\n', 'author: ada\n'));
    expect(await terminal.run('workflow publish notes.workflow.yaml')).toMatchObject({ exit: 0 });
    await terminal.write('bad.workflow.yaml', WORKFLOW.replace('purpose:', 'porpoise:'));
    const bad = await terminal.run('workflow publish bad.workflow.yaml');
    expect(bad.exit).toBe(3);
    expect(bad.err).toMatch(/bad\.workflow\.yaml:3:1: error/);
    const shown = (await terminal.run('workflow show notes')).out;
    expect(shown).toContain('notes/write_note');
    expect(shown).not.toContain('null');
  });

  it('validates policy with exit code 3 and a place, and shows what is published', async () => {
    await terminal.write('bad.cedar', '@id("x")\npermit (principal, action == Action::"fly", resource);\n');
    const { exit, err } = await terminal.run('policy validate bad.cedar');
    expect(exit).toBe(3);
    expect(err).toMatch(/bad\.cedar:\d+:\d+: error/);
    const shown = await terminal.run('policy show');
    expect(shown.out).toContain('starter.agent.act');
    await terminal.write('good.cedar', shown.out);
    expect(await terminal.run('policy validate good.cedar')).toMatchObject({ exit: 0 });
    expect(await terminal.run('policy publish good.cedar')).toMatchObject({ exit: 0 });
  });
});

describe('a task', () => {
  it('opens with a prompt, and its token goes to a private file', async () => {
    const line = 'task open --workflow notes --agent scribe --token-out t.token Tidy my notes';
    task = String((await terminal.json(line))['task']);
    expect(task).toMatch(/^task_/);
    expect((await stat(join(terminal.folder, 't.token'))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(terminal.folder, 't.token'), 'utf8')).split('.')).toHaveLength(3);
    expect((await terminal.run('task list')).out).toContain(task);
    expect((await terminal.run(`task show ${task}`)).out).toContain('Keep the notes in order');
  });

  it('shows what waits, whole and harmless', async () => {
    expect(await ask('read_note', { name: 'a' })).toMatchObject({ verdict: 'permit' });
    const held = await ask('write_note', { name: 'b\u001b[31m', text: 'x'.repeat(500) });
    if (held.verdict !== 'hold') throw new Error(`expected a hold, not ${JSON.stringify(held)}`);
    ({ hold } = held);
    expect((await terminal.run('hold list')).out).toContain(hold);
    const { out } = await terminal.run(`hold show ${hold}`);
    expect(out).toContain('x'.repeat(500));
    expect(out).toContain('Tidy my notes');
    expect(out).not.toContain('\u001b');
  });

  it('refuses to approve when an agent drives', async () => {
    const { exit, err } = await terminal.run(`approve ${hold} --reason fine`, { env: { AI_AGENT: '1' } });
    expect(exit).toBe(1);
    expect(err).toContain("a person's");
  });

  it('needs a reason', async () => {
    const { exit, err } = await terminal.run(`approve ${hold}`);
    expect(exit).toBe(1);
    expect(err).toContain('--reason');
  });

  it('does not let who asked approve, and says why', async () => {
    const { exit, err } = await terminal.run(`approve ${hold} --reason fine`);
    expect(exit).toBe(2);
    expect(err).toContain('approver-is-requester');
  });

  it('lets another person approve, and the action runs once', async () => {
    const line = `approve ${hold} --key henry.key.json --passphrase-stdin --reason`;
    const approved = await terminal.run(line, { input: `${PASSPHRASE}\n`, args: ['it is what I wanted'] });
    expect(approved).toMatchObject({ exit: 0 });
    expect(approved.err).toContain('x'.repeat(500));
    const args = { name: 'b\u001b[31m', text: 'x'.repeat(500) };
    const ran = await ask('write_note', args);
    if (ran.verdict !== 'permit') throw new Error('expected a permit');
    ran.delivered();
    expect((await ask('write_note', { ...args, name: 'c' })).verdict).toBe('hold');
  });

  it('draws the trace, and explains each of its records', async () => {
    const denied = await ask('no_such_tool', {});
    if (denied.verdict !== 'deny') throw new Error('expected a denial');
    const { out } = await terminal.run(`trace ${task}`);
    expect(out).toContain('prompt Tidy my notes');
    expect(out).toContain('approved by henry: it is what I wanted');
    expect(out).toContain('succeeded');
    expect(out).not.toContain('\u001b');
    expect((await terminal.run(`trace ${task} --mermaid`)).out).toContain('flowchart TD');
    const { nodes } = (await terminal.json(`trace ${task} --format json`)) as { nodes: { part: string }[] };
    expect(nodes.map(({ part }) => part)).toContain('past');
    expect(JSON.parse((await terminal.run(`trace ${task} --format json`)).out)).toMatchObject({ task });
    expect(await terminal.json(`trace ${task} --format mermaid`)).toMatchObject({
      mermaid: expect.stringMatching(/^flowchart TD\n/),
    });
    const spans = JSON.parse((await terminal.run(`trace ${task} --format otlp`)).out) as object;
    expect(Object.keys(spans)).toEqual(['resourceSpans']);
    expect((await terminal.run(`trace ${task} --format svg`)).err).toContain('otlp');
    const explained = await terminal.run(`policy explain ${denied.receipt.record}`);
    expect(explained.exit).toBe(2);
    expect(explained.out).toContain('denied');
    const held = (await terminal.json(`trace ${task}`)) as { records: { id: string; type: string }[] };
    const record = held.records.find(({ type }) => type === 'action-held')!;
    const asked = await terminal.run(`policy explain ${record.id}`);
    expect(asked.exit).toBe(0);
    expect(asked.out).toMatch(/^hold_\S+: approved by \S+; it was used as act_\S+, \d{4}-/m);
    expect(asked.out).toContain('@id("starter.agent.write-or-send")');
  });

  it('closes', async () => {
    expect((await terminal.run(`task close ${task}`)).exit).toBe(0);
    expect((await terminal.run(`task close ${task}`)).exit).toBe(2);
    expect((await terminal.run('lease list')).out).toBe('no leases\n');
  });

  it('stays on the lists when it is over, and so does all that it asked for', async () => {
    expect((await terminal.run('task list --status closed')).out).toContain(task);
    expect((await terminal.run('task list --status open')).out).toBe('no tasks\n');
    expect((await terminal.run('hold list')).out).toBe('nothing waits\n');
    const holds = (await terminal.run(`hold history --task ${task}`)).out;
    expect(holds).toMatch(new RegExp(`${hold} +notes/write_note +used +scribe +${task} +henry`));
    expect(holds).toMatch(/notes\/write_note +void/);
    expect((await terminal.run('hold history --status rejected')).out).toBe('no holds\n');
    expect((await terminal.run('lease history')).out).toBe('no leases\n');
    expect((await terminal.run('decision list --verdict deny')).out).toMatch(
      /notes\/no_such_tool.*unknown-tool/,
    );
    const { err } = await terminal.run('task list --status asleep');
    expect(err).toContain('open, closed, expired, quarantined');
  });

  it('is one of many on a list, which says that it is cut short', async () => {
    const first = await terminal.run('decision list --limit 2');
    expect(first.out.trim().split('\n')).toHaveLength(3);
    expect(first.err).toContain('--all');
    const { decisions, next } = await terminal.json('decision list --limit 2');
    expect([decisions, next]).toEqual([expect.objectContaining({ length: 2 }), expect.any(Number)]);
    const whole = await terminal.run('decision list --all');
    expect(whole.err).toBe('');
    expect(whole.out.trim().split('\n').length).toBeGreaterThan(3);
    expect((await terminal.run('decision list --limit none')).exit).toBe(1);
  });

  it('is stopped by quarantine, and an agent by kill, both answered twice', async () => {
    const quarantined = await terminal.run(`quarantine ${task} --reason testing --json`);
    const events = quarantined.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toEqual(['recorded', 'quiesced']);
    const tree = await terminal.run(`quarantine ${task} --tree --reason again`);
    expect(tree.out).toMatch(/^recorded after .*\nall below it after \d+ ms \(0 tasks\)\nstep /);
    const killed = await terminal.run('kill --agent scribe --reason testing');
    expect(killed.out).toMatch(/recorded after \d+ ms/);
    expect(killed.out).toMatch(/step +after +count +still owed\nrunning calls ended +\d+ ms +0 +0\n/);
    expect(killed.out).toMatch(/leases revoked +\d+ ms +\d+ +0\nquiesced after \d+ ms\n/);
    expect((await terminal.run('agent list')).out).toContain('stopped');
    const lifted = await terminal.run('kill --agent scribe --lift --reason done');
    expect(lifted).toMatchObject({ exit: 0, out: expect.stringMatching(/^recorded after .*\n$/) });
    expect((await terminal.run('kill --reason nothing')).err).toContain('--all');
    const nobody = await terminal.run('kill --agent nobody --reason x');
    expect(nobody).toMatchObject({ exit: 2, err: expect.stringContaining('holdpoint agent list') as string });
  });
});

describe('the ledger', () => {
  it('is verified through the daemon while that holds the file', async () => {
    expect((await terminal.run('ledger checkpoint')).out).toContain('test/ledger');
    await writeFile(terminal.folder + '/.holdpoint/holdpoint.db', '');
    const verified = await terminal.json('ledger verify');
    expect(verified).toMatchObject({ ok: true, source: 'the running daemon', findings: [] });
  });

  it('makes its lists again, and shows how far it is on a terminal only', async () => {
    const before = await terminal.run('task list');
    const { size } = await terminal.sample.store.head();
    const rebuilt = await terminal.json('ledger rebuild', { terminal: true });
    expect(rebuilt).toMatchObject({ records: size, rows: { task: 1, hold: 2, lease: 0 } });
    const shown = await terminal.run('ledger rebuild', { terminal: true });
    expect(shown.err).toBe(`\r${size} of ${size} records\n`);
    const quiet = await terminal.run('ledger rebuild');
    expect(quiet.err).toBe('');
    expect(quiet.out).toMatch(/decision rows +\d+/);
    expect(await terminal.run('task list')).toEqual(before);
  });

  it('is verified from an export, where a changed byte is found', async () => {
    expect((await terminal.run('ledger export --out l.ndjson')).exit).toBe(0);
    const { vkey } = terminal.sample.core.signer;
    const line = `ledger verify --export l.ndjson --vkey ${vkey}`;
    expect(await terminal.run(line)).toMatchObject({ exit: 0 });
    const text = await readFile(join(terminal.folder, 'l.ndjson'), 'utf8');
    await terminal.write('l.ndjson', text.replace('"scribe"', '"scribb"'));
    const changed = await terminal.run(line);
    expect(changed.exit).toBe(2);
    expect(changed.out).toMatch(/record/);
    expect((await terminal.run('ledger verify --export l.ndjson')).err).toContain('--vkey');
  });

  it('goes on under a new key when somebody says yes, and holds for whoever has the one before', async () => {
    const before = terminal.sample.core.signer.vkey;
    expect((await terminal.run('ledger rotate-key')).err).toContain('--yes');
    const kept = await terminal.run('ledger rotate-key', { terminal: true, answers: ['no'] });
    expect(kept).toMatchObject({ exit: 1, err: expect.stringContaining('the key stays') });
    expect((await terminal.run('ledger keys')).out).toMatch(/in force +test\/ledger\+/);
    expect(terminal.sample.core.signer.vkey).toBe(before);
    const rotated = await terminal.run('ledger rotate-key', { terminal: true, answers: ['yes'] });
    const { vkey } = terminal.sample.core.signer;
    expect(rotated).toMatchObject({ exit: 0, out: expect.stringContaining(vkey) });
    expect(rotated.err).toContain('witnesses');
    expect(await terminal.json('ledger keys')).toMatchObject({ vkey, retired: [before] });
    const again = await terminal.json('ledger rotate-key --yes');
    expect(again).toMatchObject({ verdict: 'permit', previous: vkey });
    const { size } = await terminal.sample.store.head();
    expect(await terminal.json('ledger export --out r.ndjson')).toMatchObject({ records: size });
    for (const known of [before, vkey, String(again['vkey'])]) {
      const line = `ledger verify --export r.ndjson --vkey ${known}`;
      expect(await terminal.run(line)).toMatchObject({ exit: 0 });
      expect(await terminal.run(`ledger verify --vkey ${known}`)).toMatchObject({ exit: 0 });
    }
    const foreign = await terminal.run(`ledger verify --vkey ${VKEY}`);
    expect(foreign).toMatchObject({ exit: 1, err: expect.stringContaining('another ledger') });
  });

  it('is verified from its file, payloads included', async () => {
    const { store, core } = terminal.sample;
    const { deps } = terminal;
    const { crypto, signer, vault } = core;
    terminal.deps = {
      ...deps,
      auditStore: (_settings, checkpoints) =>
        auditStore({ store, crypto, vault, vkey: signer.vkey, checkpoints }),
    };
    expect(await terminal.run('ledger verify')).toMatchObject({ exit: 0 });
    const payloads = vi.spyOn(store, 'payload').mockResolvedValue(null);
    const { exit, out } = await terminal.run('ledger verify');
    payloads.mockRestore();
    terminal.deps = deps;
    expect(exit).toBe(2);
    expect(out).toContain('record 0 commits to a payload that is not there');
  });

  it('loses the words of an ended task when somebody says yes, and says so', async () => {
    const line = 'task open --workflow notes --agent scribe --token-out e.token Words to erase';
    const id = String((await terminal.json(line))['task']);
    const open = await terminal.run(`ledger erase --task ${id} --yes`);
    expect(open).toMatchObject({ exit: 2, err: expect.stringContaining('task-open') });
    await terminal.run(`task close ${id}`);
    expect((await terminal.run(`ledger erase --task ${id}`)).err).toContain('--yes');
    const kept = await terminal.run(`ledger erase --task ${id}`, { answers: ['no'] });
    expect(kept).toMatchObject({ exit: 1, err: expect.stringContaining('nothing was erased') });
    expect((await terminal.run(`trace ${id}`)).out).toContain('Words to erase');
    const erased = await terminal.run(`ledger erase --task ${id}`, { answers: ['yes'] });
    expect(erased).toMatchObject({ exit: 0, out: expect.stringContaining(`${id} is erased (rec_`) });
    const { out } = await terminal.run(`trace ${id}`);
    expect(out).not.toContain('Words to erase');
    expect(out).toMatch(/prompt \(erased\)[^]*erasure ordered by grace[^]*cannot be read any more/);
    const again = await terminal.run(`ledger erase --task ${id} --yes`);
    expect(again).toMatchObject({ exit: 2, err: expect.stringContaining('already-erased') });
  });
});
