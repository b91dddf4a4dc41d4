import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PolicySource } from '../../kernel/state.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { findPolicy, listPublications } from './policy-sets.ts';
import {
  offerPolicy,
  proposePolicy,
  publishPolicy,
  rollbackPolicy,
  shadowPolicy,
  type PolicyAnswer,
} from './policy-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { fakeTimers, holdBack, turn } from '../loop/timeline.contract.ts';
import { addOperator, type Invalid } from '../verbs.ts';
import { readStream } from '../views.ts';

const INES = { kind: 'operator', id: 'ines' } as const;
const NO_READS: PolicySource[] = [
  STARTER_POLICY,
  { name: 'more.cedar', text: '@id("no-reads") forbid (principal, action in Action::"read", resource);' },
];
const BROKEN: PolicySource[] = [{ name: 'bad.cedar', text: 'permit (principal' }];

let rig: Rig;

async function start(replicas: boolean): Promise<void> {
  rig = await startRig({ replicas });
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(rig.core, ADA, ines);
}

/** The digest, where it was granted. */
function digestOf(answer: PolicyAnswer | Invalid): string {
  if (answer.verdict !== 'permit') throw new Error(JSON.stringify(answer));
  return answer.digest;
}

function codesOf(answer: PolicyAnswer | Invalid): string[] {
  return answer.verdict === 'invalid' ? ['invalid'] : answer.reasons.map(({ code }) => code);
}

function inForce(): string | undefined {
  return rig.core.world.state(null).org.policy?.digest;
}

afterEach(() => rig.stop());

describe('a policy set', () => {
  beforeEach(() => start(false));

  it.each(['@notify("security")', '@redact("ssn")', '@obligation("watermark")', '@step_up("1s")'])(
    'is not taken where %s on what people may do would lock them out',
    async (annotation) => {
      const text = STARTER_POLICY.text.replace(/@id\("starter\.operator\.\w/g, `${annotation} $&`);
      const answer = await proposePolicy(rig.core, INES, [{ ...STARTER_POLICY, text }]);
      expect(codesOf(answer)).toEqual(['policy-locks-out']);
    },
  );

  it('is proposed by one and published by another, and decides from there on', async () => {
    const task = await rig.open();
    const digest = digestOf(await proposePolicy(rig.core, INES, NO_READS));
    expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
    expect(await publishPolicy(rig.core, ADA, digest)).toMatchObject({ verdict: 'permit', published: true });
    expect(await rig.call(task, 'notes/read', { n: 2 })).toMatchObject({
      verdict: 'deny',
      reasons: [{ code: 'policy-forbids', facts: { policies: ['no-reads'] } }],
    });
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('is not published by who proposed it; files from somebody who may both are only proposed', async () => {
    const offered = await offerPolicy(rig.core, ADA, NO_READS);
    expect(offered).toMatchObject({ verdict: 'permit', published: false });
    expect(codesOf(await publishPolicy(rig.core, ADA, digestOf(offered)))).toEqual(['publisher-is-author']);
    expect(codesOf(await publishPolicy(rig.core, ADA, 'sha256:00'))).toEqual(['policy-not-proposed']);
  });

  it('that does not hold is not asked about', async () => {
    const { size } = await rig.store.head();
    expect(codesOf(await proposePolicy(rig.core, INES, BROKEN))).toEqual(['invalid']);
    expect(codesOf(await shadowPolicy(rig.core, ADA, BROKEN))).toEqual(['invalid']);
    expect((await rig.store.head()).size).toBe(size);
  });

  it('that was in force comes back, with its text from the ledger and who wanted that', async () => {
    const first = inForce()!;
    const second = digestOf(await proposePolicy(rig.core, INES, NO_READS));
    await publishPolicy(rig.core, ADA, second);
    const back = { digest: first, reason: 'nobody can read' };
    expect(digestOf(await rollbackPolicy(rig.core, ADA, back))).toBe(first);
    expect(inForce()).toBe(first);
    expect(await findPolicy(rig.core, second)).toMatchObject({ digest: second, sources: NO_READS });
    expect(await findPolicy(rig.core, 'sha256:00')).toBeNull();
    expect(await listPublications(rig.core, 2)).toMatchObject([
      { digest: first, publisher: 'ada', author: null, rolledBack: true, reason: 'nobody can read' },
      { digest: second, publisher: 'ada', author: 'ines', rolledBack: false, reason: null },
    ]);
    const told = await readStream(rig.core, 'org');
    expect(JSON.stringify(told)).not.toContain('nobody can read');
    const unknown = await rollbackPolicy(rig.core, ADA, { digest: 'sha256:00', reason: 'odd' });
    expect(codesOf(unknown)).toEqual(['policy-not-published']);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('is the same after a restart: proposals, history and what is tried', async () => {
    await proposePolicy(rig.core, INES, NO_READS);
    await shadowPolicy(rig.core, ADA, NO_READS);
    const before = rig.core.world.state(null);
    await rig.restart();
    const after = rig.core.world.state(null);
    expect(after.org).toEqual(before.org);
    expect(after.shadow?.digest).toBe(before.org.shadow?.digest);
  });

  it('whose text somebody changed in the store is not given', async () => {
    const first = inForce()!;
    const second = digestOf(await proposePolicy(rig.core, INES, NO_READS));
    await publishPolicy(rig.core, ADA, second);
    const find = rig.store.find.bind(rig.store);
    vi.spyOn(rig.store, 'find').mockImplementation(async (id) => {
      const stored = await find(id);
      return stored === null ? null : { ...stored, text: stored.text.replaceAll(first, 'sha256:00') };
    });
    await expect(findPolicy(rig.core, first)).rejects.toMatchObject({ code: 'store-corrupt' });
    await expect(rollbackPolicy(rig.core, ADA, { digest: first, reason: 'odd' })).rejects.toThrow('changed');
  });
});

describe('a set in the shadow', () => {
  beforeEach(() => start(false));

  it('is recorded and counted where it disagrees, and stops no call', async () => {
    const task = await rig.open();
    const digest = digestOf(await shadowPolicy(rig.core, ADA, NO_READS));
    expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(await rig.call(task, 'notes/write')).toMatchObject({ verdict: 'hold' });
    expect(rig.core.meters.read().shadowDisagreements).toBe(1);
    const permits = (await readStream(rig.core, `task/${task}`)).filter(
      ({ type }) => type === 'action-permitted',
    );
    expect(permits).toMatchObject([
      { body: { shadow: { policy: digest, verdict: 'deny', determining: ['no-reads'] } } },
    ]);
    expect(await shadowPolicy(rig.core, ADA, null)).toMatchObject({ verdict: 'permit', digest: '' });
    await rig.call(task, 'notes/read', { n: 2 });
    expect(rig.core.meters.read().shadowDisagreements).toBe(1);
    expect(codesOf(await shadowPolicy(rig.core, ADA, null))).toEqual(['nothing-to-lift']);
  });
});

describe('two replicas', () => {
  beforeEach(async () => {
    fakeTimers();
    await start(true);
  });
  afterEach(() => void vi.useRealTimers());

  it('decide by the old set or by the new one: what a new set overtook is decided again', async () => {
    const other = await rig.join();
    const task = await rig.open();
    await other.call(task, 'notes/read');
    const digest = digestOf(await proposePolicy(rig.core, INES, NO_READS));
    const open = holdBack(other.store);
    const late = other.call(task, 'notes/read', { n: 2 });
    await turn();
    await publishPolicy(rig.core, ADA, digest);
    open();
    expect(await late).toMatchObject({ verdict: 'deny', reasons: [{ code: 'policy-forbids' }] });
    const denied = (await readStream(rig.core, `task/${task}`)).at(-1);
    expect(denied).toMatchObject({ type: 'action-denied', body: { policy: digest } });
  });
});
