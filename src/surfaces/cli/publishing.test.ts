import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposePolicy, publishPolicy } from '../../gateway/policies/policy-verbs.ts';
import { addOperator } from '../../gateway/verbs.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { findDigest } from './given/policy-digest.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const MORE = '@id("no-reads") forbid (principal, action in Action::"read", resource);\n';

let terminal: SampleTerminal;
let proposed: string;
let first: string;

beforeAll(async () => {
  terminal = await startTerminal();
  await terminal.write('starter.cedar', STARTER_POLICY.text);
  await terminal.write('more.cedar', MORE);
  await terminal.run('login');
  first = terminal.sample.core.world.state(null).org.policy!.digest;
});
afterAll(() => terminal.stop());

describe('holdpoint policy propose, publish, proposals', () => {
  it('proposes files, and says what somebody else does next', async () => {
    const ran = await terminal.run('policy propose starter.cedar more.cedar');
    expect(ran.exit).toBe(0);
    proposed = /sha256:[0-9a-f]{64}/.exec(ran.out)![0];
    expect(ran.out).toContain(`${proposed} is proposed`);
    expect(ran.err).toContain(`holdpoint policy publish ${proposed.slice(0, 19)}`);
    const listed = await terminal.run('policy proposals');
    expect(listed.out).toContain(proposed.slice(0, 19));
    expect(listed.out).toMatch(/grace +starter\.cedar, more\.cedar/);
  });

  it('publishes files only as a proposal where one person may not do both', async () => {
    const ran = await terminal.run('policy publish starter.cedar more.cedar');
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.out).toContain('is proposed');
  });

  it('does not publish for the author, and exits with 2', async () => {
    const { exit, err } = await terminal.run(`policy publish ${proposed.slice(0, 15)}`);
    expect(exit).toBe(2);
    expect(err).toContain('publisher-is-author');
  });

  it('does not publish for the author where another proposed the same since', async () => {
    const { core } = terminal.sample;
    const ines = { id: 'ines', roles: ['policy-author'], publicKey: null, identity: null };
    await addOperator(core, ADA, { ...ines, name: 'Ines' });
    await proposePolicy(core, { kind: 'operator', id: 'ines' }, [
      STARTER_POLICY,
      { name: 'more.cedar', text: MORE },
    ]);
    expect((await terminal.run('policy proposals')).out).toMatch(/grace, ines +starter/);
    const { exit, err } = await terminal.run(`policy publish ${proposed}`);
    expect(exit).toBe(2);
    expect(err).toContain('publisher-is-author');
  });

  it('publishes what another proposed', async () => {
    await publishPolicy(terminal.sample.core, ADA, proposed);
    expect((await terminal.run('policy proposals')).out).toBe('no policy set waits to be published\n');
    const { exit, err } = await terminal.run('policy publish sha256:0123456789ab');
    expect(exit).toBe(1);
    expect(err).toContain('holdpoint policy proposals');
  });
});

describe('holdpoint policy show, history, rollback', () => {
  it('shows the set in force, and any other by the beginning of its digest', async () => {
    expect((await terminal.run('policy show')).out).toContain('no-reads');
    const other = await terminal.run(`policy show ${first.slice(0, 17)}`);
    expect(other.out).toContain('starter.agent.act');
    expect(other.out).not.toContain('no-reads');
    expect(await terminal.run('policy show sha256:ffffffffffff')).toMatchObject({ exit: 1 });
  });

  it('rolls back, and the history says who and why', async () => {
    expect((await terminal.run(`policy rollback ${first.slice(0, 19)}`)).err).toContain('--reason');
    const line = `policy rollback ${first.slice(0, 19)} --reason`;
    await terminal.run('policy propose more.cedar starter.cedar');
    const here = terminal.sample.core.world.state(null).org.policy!.digest;
    const useless = await terminal.run(`policy rollback ${here.slice(0, 19)} --reason`, { args: ['again'] });
    expect(useless).toMatchObject({ exit: 2, err: expect.stringContaining('policy-in-force') as string });
    const waiting = terminal.sample.core.world.state(null).org.proposedPolicies[0]!.digest;
    const ran = await terminal.run(line, { args: ['stops the reports'] });
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.out).toContain(`${first} is in force again`);
    expect(ran.err).toContain(`The proposal ${waiting.slice(0, 19)} of grace fell away`);
    const lines = (await terminal.run('policy history')).out.trim().split('\n');
    expect(lines[1]).toMatch(/in force .* grace +rolled back: stops the reports/);
    expect(lines[2]).toMatch(/ grace +ada /);
    expect(lines).toHaveLength(4);
  });
});

describe('holdpoint policy shadow', () => {
  it('begins and ends, and wants one of the two', async () => {
    const begun = await terminal.run('policy shadow starter.cedar more.cedar');
    expect(begun.out).toContain(`${proposed} is tried`);
    expect(begun.err).toContain('shadow-report');
    expect((await terminal.run('policy shadow --off')).out).toContain('no set is tried');
    const nothing = await terminal.run('policy shadow --off');
    expect(nothing).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no set is tried\nBegin') as string,
    });
    expect(await terminal.run('policy shadow')).toMatchObject({ exit: 1 });
    expect(await terminal.run('policy shadow more.cedar --off')).toMatchObject({ exit: 1 });
  });
});

describe('holdpoint notices', () => {
  it('lists what people are told of', async () => {
    expect((await terminal.run('notices --role security')).out).toBe('nobody is told of anything\n');
    expect(await terminal.json('notices')).toMatchObject({ notices: [], next: null });
  });

  it('says which roles there are where nobody has that one', async () => {
    const { exit, err } = await terminal.run('notices --role nope');
    expect({ exit, err }).toEqual({ exit: 1, err: expect.stringMatching(/nope.*\nknown roles: admin, /) });
    expect((await terminal.run('notices --role securty')).err).toContain('did you mean "security"?');
  });
});

describe('the digest of a set', () => {
  const DIGEST = /sha256:[0-9a-f]{64}/;

  it('does not depend on how the path of its folder is typed', async () => {
    await mkdir(join(terminal.folder, 'set/sub'), { recursive: true });
    await terminal.write('set/starter.cedar', STARTER_POLICY.text);
    await terminal.write('set/sub/more.cedar', MORE);
    const digests = new Set<string | undefined>();
    for (const path of ['set', 'set/', './set', join(terminal.folder, 'set'), 'set ./set/']) {
      const { out } = await terminal.run(`policy shadow ${path}`);
      expect(out).toMatch(DIGEST);
      digests.add(DIGEST.exec(out)?.[0]);
    }
    expect(digests.size).toBe(1);
    const files = await terminal.run('policy shadow set/starter.cedar');
    const again = await terminal.run(`policy shadow ${join(terminal.folder, 'set', 'starter.cedar')}`);
    expect(DIGEST.exec(again.out)?.[0]).toBe(DIGEST.exec(files.out)?.[0]);
    await terminal.run('policy shadow --off');
  });

  it('is not to be had where two files would go by one name', async () => {
    await terminal.write('set/sub/starter.cedar', STARTER_POLICY.text);
    const { exit, err } = await terminal.run('policy propose set/starter.cedar set/sub/starter.cedar');
    expect(exit).toBe(1);
    expect(err).toContain('set/starter.cedar and set/sub/starter.cedar would both be named starter.cedar');
    expect(err).toContain('Name the folder that holds both');
  });

  it('is never taken for the name of a file', async () => {
    for (const given of ['sha256:12', `sha256:${'0'.repeat(65)}`]) {
      expect((await terminal.run(`policy publish ${given}`)).err).toContain('not the digest of a policy set');
    }
    expect((await terminal.run('policy publish 0123456789ab')).err).toContain(
      'no set begins with sha256:0123',
    );
    expect((await terminal.run('policy publish facade')).err).toContain('facade cannot be read');
  });
});

describe('a digest', () => {
  const known = ['sha256:aaaaaa11', 'sha256:aaaaaa22', 'sha256:bbbbbb33'];

  it('is found by its beginning where it means one set', () => {
    expect(findDigest(known, 'sha256:bbbbbb')).toBe('sha256:bbbbbb33');
    expect(findDigest([...known, known[2]!], 'sha256:bbbbbb')).toBe('sha256:bbbbbb33');
    const full = `sha256:${'c'.repeat(64)}`;
    expect(findDigest(known, full)).toBe(full);
    expect(() => findDigest(known, 'sha256:aaaaaa')).toThrow('more than one set');
    expect(() => findDigest(known, 'sha256:cccccc')).toThrow('no set');
    expect(findDigest(known, 'aaaaaa11')).toBe('sha256:aaaaaa11');
    for (const given of ['sha256:b', 'policies', `sha256:${'c'.repeat(65)}`, 'sha256:XYZ']) {
      expect(() => findDigest(known, given)).toThrow('not the digest');
    }
  });
});
