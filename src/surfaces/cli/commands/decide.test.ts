// People decide in a terminal: for how many, with which arguments, with which words, and on what is so now.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActAnswer } from '../../../gateway/action/act.ts';
import { auditStore } from '../../../gateway/ledger/audit.ts';
import { nextStep } from '../../../gateway/hold/next-step.ts';
import { proposePolicy, publishPolicy } from '../../../gateway/policies/policy-verbs.ts';
import type { PolicySource } from '../../../kernel/state.ts';
import { closeTask, openTask } from '../../../gateway/tasks.ts';
import { publishWorkflow } from '../../../gateway/verbs.ts';
import { STARTER_POLICY } from '../../../policy/starter.ts';
import { WORKFLOW } from '../../http/sample-gateway.contract.ts';
import { ask, makePast } from '../../http/sample-past.contract.ts';
import {
  startTerminal,
  type Ran,
  type RunOptions,
  type SampleTerminal,
} from '../sample-terminal.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const GRACE = { kind: 'operator', id: 'grace' } as const;

/** The starter policy, where one approval may be for three. */
const FOR_SEVERAL = {
  name: STARTER_POLICY.name,
  text: STARTER_POLICY.text.replaceAll('@approvers(', '@max_uses("3")\n@approvers('),
};

let terminal: SampleTerminal;
let task: string;

beforeAll(async () => {
  terminal = await startTerminal();
  ({ task } = await makePast(terminal.sample.core));
});
afterAll(() => terminal.stop());

const write = (args: { [name: string]: string }): Promise<ActAnswer> =>
  ask(terminal.sample.core, task, 'write_note', args);

async function hold(args: { [name: string]: string }): Promise<string> {
  const held = await write(args);
  if (held.verdict !== 'hold') throw new Error(`expected a hold, not ${JSON.stringify(held)}`);
  return held.hold;
}

async function publish(...sources: readonly PolicySource[]): Promise<void> {
  const { core } = terminal.sample;
  const proposed = await proposePolicy(core, GRACE, sources);
  if (proposed.verdict !== 'permit') throw new Error(JSON.stringify(proposed));
  await publishPolicy(core, ADA, proposed.digest);
}

const decide = (line: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  terminal.run(`${line} --operator grace --reason seen`, { ...options, args });

describe('approving with other arguments', () => {
  it('shows what they change, signs for them, and tells the agent', async () => {
    const id = await hold({ name: 'a', text: 'long' });
    const ran = await decide(`approve ${id}`, ['--edit', '{"name": "a", "text": "short"}']);
    expect(ran).toMatchObject({ exit: 0, out: expect.stringContaining('approved with other arguments') });
    expect(ran.err).toMatch(/approved in its place:\n[^]*-  "text": "long"\n *\+  "text": "short"/);
    expect((await write({ name: 'a', text: 'long' })).verdict).toBe('deny');
    expect((await write({ name: 'a', text: 'short' })).verdict).toBe('permit');
    expect((await terminal.run(`hold show ${id}`)).out).toMatch(/arguments +written by grace/);
    expect((await terminal.run(`trace ${task}`)).out).toMatch(
      /approved by grace with other arguments: \{"name":"a","text":"short"\}; seen/,
    );
    const explained = await terminal.run(`policy explain ${id}`);
    expect(explained.out).toContain('grace wrote other arguments');
  });

  it('takes a file, and says where it does not fit the tool', async () => {
    const id = await hold({ name: 'b' });
    await terminal.write('edit.json', '{\n  "text": "x",\n  "name": 7\n}\n');
    const odd = await decide(`approve ${id}`, ['--edit', 'edit.json']);
    expect(odd).toMatchObject({ exit: 3, err: expect.stringMatching(/edit\.json:3:11: #\/name type/) });
    await terminal.write('edit.json', '{\n  "name": }\n');
    const broken = await decide(`approve ${id}`, ['--edit', 'edit.json']);
    expect(broken).toMatchObject({ exit: 3, err: expect.stringContaining('edit.json:2:11') });
    const list = await decide(`approve ${id}`, ['--edit', '{"name": "b"}', '--together']);
    expect(list.err).toContain('--together');
    await terminal.write('edit.json', '[1]');
    expect(await decide(`approve ${id}`, ['--edit', 'edit.json'])).toMatchObject({ exit: 3 });
    await terminal.write('edit.json', '{"name": "\\ud800"}');
    expect(await decide(`approve ${id}`, ['--edit', 'edit.json'])).toMatchObject({ exit: 3 });
    expect((await decide(`approve ${id}`, ['--edit', 'none.json'])).err).toContain('none.json');
    const same = await decide(`approve ${id}`, ['--edit', '{"name": "b"}']);
    expect(same.err).toContain('nothing is signed');
    expect((await write({ name: 'b' })).verdict).toBe('hold');
  });
});

const STEPPED = `${WORKFLOW.replace('id: notes', 'id: steps')}
steps:
  - {name: collect, tools: [notes/read_note]}
  - {name: file, tools: [notes/write_note], gate: {approvers: {approver: 1}, reason: See what it read}}
`;

describe('the gate of a step', () => {
  it('is shown with what the task did so far, and takes no other arguments', async () => {
    const { core } = terminal.sample;
    await publishWorkflow(core, ADA, { name: 'steps.workflow.yaml', text: STEPPED });
    const opened = await openTask(core, ADA, { workflow: 'steps', agent: 'scribe', prompt: 'Tidy up' });
    const read = await ask(core, opened.task!, 'read_note', { name: 'a' });
    if (read.verdict === 'permit') read.delivered();
    const agent = { kind: 'agent', id: 'scribe' } as const;
    const asked = await nextStep(core, agent, { task: opened.task!, named: null });
    const line = `approve ${asked.hold}`;
    expect((await terminal.run('hold list')).out).toMatch(/hold_\w+ +the next step /);
    const edited = await decide(line, ['--edit', '{"name": "b"}']);
    expect(edited).toMatchObject({ exit: 1, err: expect.stringContaining('Leave out --edit') });
    const ran = await decide(line, []);
    expect(ran).toMatchObject({ exit: 0, err: expect.stringMatching(/step file[^]*1 call \(1 read\)/) });
  });
});

describe('approving for several', () => {
  it('is refused where no policy lets it, and says what would', async () => {
    const id = await hold({ name: 'c' });
    const ran = await decide(`approve ${id}`, ['--times', '3']);
    expect(ran).toMatchObject({ exit: 2, err: expect.stringContaining('@max_uses') });
    expect(ran.err).toContain('approved for up to 3 identical actions of this task');
    expect((await decide(`approve ${id}`, ['--times', 'many'])).exit).toBe(1);
  });

  it('lets so many identical ones run, as far as policy does, and no other', async () => {
    await publish(FOR_SEVERAL);
    const id = await hold({ name: 'several' });
    expect((await terminal.run(`hold show ${id}`)).out).toContain('--times 3 at most');
    const ran = await decide(`approve ${id}`, ['--times', '2']);
    expect(ran).toMatchObject({ exit: 0, out: expect.stringContaining(', up to 2 times by grace') });
    expect((await terminal.run(`hold show ${id}`)).out).toContain('for up to 2 identical actions');
    const verdicts = [];
    for (const name of ['several', 'other', 'several', 'several']) {
      const answer = await write({ name });
      if (answer.verdict === 'permit') answer.delivered();
      verdicts.push(answer.verdict);
    }
    expect(verdicts).toEqual(['permit', 'hold', 'permit', 'hold']);
    expect((await terminal.run(`hold show ${id}`)).out).toMatch(/used +2 times/);
  });
});

describe('rejecting', () => {
  it('tells the agent what is wrong, and why where it may read it', async () => {
    const id = await hold({ name: 'd' });
    expect((await decide(`reject ${id}`, ['--tell-agent'])).err).toContain('--category');
    expect((await decide(`reject ${id}`, ['--category', 'ugly'])).err).toContain('wrong-destination');
    const ran = await decide(`reject ${id}`, ['--category', 'not-needed', '--tell-agent']);
    expect(ran).toMatchObject({
      exit: 0,
      err: expect.stringContaining('the agent is told: not-needed, and'),
    });
    const denied = await write({ name: 'd' });
    expect(denied).toMatchObject({ verdict: 'deny', said: { category: 'not-needed', words: 'seen' } });
    expect((await terminal.run(`hold show ${id}`)).out).toMatch(/agent is told +not-needed, and/);
  });
});

describe('what somebody else has decided', () => {
  /** In a task of its own. */
  async function holdApart(): Promise<{ task: string; id: string }> {
    const { core } = terminal.sample;
    const opened = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up' });
    const held = await ask(core, opened.task!, 'write_note', { name: 'z' });
    if (held.verdict !== 'hold') throw new Error('not held');
    return { task: opened.task!, id: held.hold };
  }

  it('says who did it, how and when', async () => {
    const { id: rejected } = await holdApart();
    await decide(`reject ${rejected}`, []);
    const late = await terminal.run(`approve ${rejected} --operator grace --reason late`);
    expect(late.exit).toBe(1);
    expect(late.err).toMatch(/it was rejected by grace, \d{4}-[^]*nothing waits for it any more/);
    expect(late.err).toContain('holdpoint hold list');
  });

  it('says so of one whose task ended first, and offers no way to approve it', async () => {
    const { task: over, id } = await holdApart();
    await closeTask(terminal.sample.core, ADA, over);
    const late = await decide(`reject ${id}`, []);
    expect(late.err).toMatch(/it was made void, undecided, by ada, \d{4}-/);
    expect((await terminal.run(`hold always ${id} --propose`)).err).not.toContain('holdpoint approve');
  });
});

describe('what has moved since it was shown', () => {
  let published = 0;

  /** Somebody publishes another policy while the person types their passphrase. */
  async function publishMeanwhile(line: string, args: readonly string[], options: RunOptions): Promise<Ran> {
    const { deps } = terminal;
    let isDone = false;
    const unlockOperatorKey: typeof deps.unlockOperatorKey = async (...given) => {
      published += 1;
      if (!isDone) await publish(FOR_SEVERAL, { name: 'note.cedar', text: `// ${published}\n` });
      isDone = true;
      return deps.unlockOperatorKey(...given);
    };
    terminal.deps = { ...deps, unlockOperatorKey };
    try {
      return await decide(line, args, options);
    } finally {
      terminal.deps = deps;
    }
  }

  it('is shown again and asked again, and signed for where the person says yes', async () => {
    const id = await hold({ name: 'e' });
    const ran = await publishMeanwhile(`approve ${id}`, [], { answers: ['yes'] });
    expect(ran.err).toContain(`${id} has moved since it was shown: the policy in force.`);
    expect(ran.err.match(/^arguments:$/gm)).toHaveLength(2);
    expect(ran).toMatchObject({ exit: 0, out: expect.stringContaining(`${id} is approved`) });
    expect((await write({ name: 'e' })).verdict).toBe('permit');
  });

  it('is not signed for where they say no, or where nobody can be asked', async () => {
    const id = await hold({ name: 'f' });
    const no = await publishMeanwhile(`approve ${id}`, [], { answers: ['no'] });
    expect(no).toMatchObject({ exit: 2, err: expect.stringContaining('nothing is signed') });
    const nobody = await publishMeanwhile(`approve ${id}`, [], {});
    expect(nobody).toMatchObject({ exit: 2, err: expect.stringContaining(`holdpoint hold show ${id}`) });
    const script = await publishMeanwhile(`approve ${id}`, ['--json'], { answers: ['yes'] });
    expect(script).toMatchObject({ exit: 2, out: '' });
    expect((await write({ name: 'f' })).verdict).toBe('hold');
  });

  it('is shown again, too, where it moves while the signature is on its way', async () => {
    const id = await hold({ name: 'g' });
    const { deps } = terminal;
    let handedIn = 0;
    const late: typeof fetch = async (input, init) => {
      if ((input as string).endsWith('/decision')) handedIn += 1;
      if ((input as string).endsWith('/decision') && handedIn === 1) {
        await publish(FOR_SEVERAL, { name: 'note.cedar', text: '// late\n' });
      }
      return deps.fetch(input, init);
    };
    terminal.deps = { ...deps, fetch: late };
    const ran = await decide(`approve ${id}`, [], { answers: ['y'] });
    terminal.deps = deps;
    expect(ran).toMatchObject({ exit: 0, err: expect.stringContaining('has moved since it was shown') });
    expect(handedIn).toBe(2);
  });

  it('keeps a ledger that verifies', async () => {
    const { core, store } = terminal.sample;
    const { crypto, vault, vkey } = { ...core, vkey: core.signer.vkey };
    const { findings } = await auditStore({ store, crypto, vault, vkey, checkpoints: [] });
    expect(findings).toEqual([]);
  });
});
