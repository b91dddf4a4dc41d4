import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, publishWorkflow, registerAgent } from '../../gateway/verbs.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import {
  noticePage,
  policyAnswer,
  policySetResponse,
  policyStanding,
  proposalsResponse,
  publicationsResponse,
} from './contract/policy.ts';
import { errorSchema } from './contract.ts';
import { startSample, WORKFLOW, type SampleGateway } from './sample-gateway.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const STEP_UP = `@id("kill.soon") @step_up("5m")
permit (principal in Role::"security", action == Action::"lift-kill", resource);`;
const SOURCES = [STARTER_POLICY, { name: 'more.cedar', text: STEP_UP }];

let sample: SampleGateway;
let tokens: { readonly ada: string; readonly ines: string };

async function start(mode: 'separated' | 'solo'): Promise<void> {
  sample = await startSample(mode);
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(sample.core, ADA, ines);
  tokens = { ada: await sample.operatorToken('ada'), ines: await sample.operatorToken('ines') };
}

async function post(path: string, token: string | null, json: object) {
  const response = await sample.call(`/api/v1/${path}`, { token, json });
  return { status: response.status, body: await response.json() };
}

async function read(path: string): Promise<unknown> {
  const response = await sample.call(`/api/v1/${path}`);
  expect(response.status).toBe(200);
  return response.json();
}

function codesIn(body: unknown): readonly string[] {
  return (errorSchema.parse(body).error.reasons ?? []).map(({ code }) => code);
}

describe('publishing where one proposes and another publishes', () => {
  beforeAll(() => start('separated'));
  afterAll(() => sample.stop());

  it('takes a proposal from its author, and publishes it for somebody else', async () => {
    const proposed = await post('policy/proposals', tokens.ines, { sources: SOURCES });
    expect(proposed.status).toBe(201);
    const { digest, published } = policyAnswer.parse(proposed.body);
    expect(published).toBe(false);
    expect(proposalsResponse.parse(await read('policy/proposals')).proposals).toMatchObject([
      { digest, author: 'ines', coauthors: [], sources: SOURCES },
    ]);
    const byAuthor = await post('policy', tokens.ines, { digest });
    expect(byAuthor.status).toBe(403);
    expect(codesIn(byAuthor.body)).toEqual(['role-missing', 'publisher-is-author', 'policy-default-deny']);
    const byAdmin = await post('policy', tokens.ada, { digest });
    expect(policyAnswer.parse(byAdmin.body)).toMatchObject({ digest, published: true });
    expect(policyStanding.parse(await read('policy'))).toMatchObject({ policy: { digest }, shadow: null });
    expect(proposalsResponse.parse(await read('policy/proposals'))).toEqual({ proposals: [] });
  });

  it('keeps the history, gives any of its sets, and rolls back to one', async () => {
    const { publications } = publicationsResponse.parse(await read('policy/history'));
    expect(publications).toMatchObject([{ author: 'ines', publisher: 'ada' }, { author: null }]);
    const [, first] = publications;
    const set = policySetResponse.parse(await read(`policy/sets/${first!.digest}`));
    expect(set.policy.sources).toEqual([STARTER_POLICY]);
    const unknown = await sample.call('/api/v1/policy/sets/sha256:00');
    expect(unknown.status).toBe(404);
    const back = await post('policy/rollback', tokens.ada, { digest: first!.digest, reason: 'too strict' });
    expect(policyAnswer.parse(back.body)).toMatchObject({ digest: first!.digest, published: true });
    const history = publicationsResponse.parse(await read('policy/history'));
    expect(history.publications[0]).toMatchObject({ rolledBack: true, reason: 'too strict' });
  });

  it('tries a set in the shadow, and ends that', async () => {
    const begun = await post('policy/shadow', tokens.ada, { sources: SOURCES });
    const { digest } = policyAnswer.parse(begun.body);
    expect(policyStanding.parse(await read('policy'))).toMatchObject({ shadow: { digest } });
    expect((await post('policy/shadow', tokens.ada, { off: true })).status).toBe(201);
    expect(codesIn((await post('policy/shadow', tokens.ada, { off: true })).body)).toEqual([
      'nothing-to-lift',
    ]);
    expect(codesIn((await post('policy/shadow', tokens.ines, { off: true })).body)).toContain(
      'policy-default-deny',
    );
  });

  it.each([
    ['policy', {}],
    ['policy', { digest: 'sha256:00' }],
    ['policy/rollback', { digest: `sha256:${'0'.repeat(64)}` }],
    ['policy/shadow', { off: false }],
    ['policy/proposals', { sources: [] }],
  ])('refuses what is not asked right: %s %j', async (path, body) => {
    expect((await post(path, tokens.ada, body)).status).toBe(400);
  });

  it('is for operators, and files that do not hold are told where', async () => {
    expect((await sample.call('/api/v1/policy', { json: { sources: SOURCES } })).status).toBe(403);
    const sources = [
      { name: 'bad.cedar', text: '@id("a") @redact("") permit (principal, action, resource);' },
    ];
    const bad = await post('policy/proposals', tokens.ines, { sources });
    expect(bad.status).toBe(400);
    expect(errorSchema.parse(bad.body).error.problems).toMatchObject([
      { source: 'bad.cedar', line: 1, column: 10 },
    ]);
  });
});

describe('where one person does both', () => {
  beforeAll(() => start('solo'));
  afterAll(() => sample.stop());

  it('files are proposed and published in one go', async () => {
    const answer = policyAnswer.parse((await post('policy', tokens.ada, { sources: SOURCES })).body);
    expect(answer).toMatchObject({ published: true });
    expect(policyStanding.parse(await read('policy'))).toMatchObject({ policy: { digest: answer.digest } });
    const { publications } = publicationsResponse.parse(await read('policy/history'));
    expect(publications[0]).toMatchObject({ author: 'ada', publisher: 'ada' });
  });

  it('a verb that wants a fresh proof is denied to an old session, and says how to lift that', async () => {
    const killed = { target: { kind: 'all' }, lift: false, reason: 'drill' };
    await sample.call('/api/v1/kill', { token: tokens.ada, json: killed }).then((answer) => answer.text());
    const issuedAt = Date.now() - 301_000;
    const asked = {
      use: 'operator',
      subject: 'ada',
      task: null,
      issuedAt,
      expiresAt: issuedAt + 3_600_000,
    } as const;
    const old = await post('kill', await sample.tokens.issue(asked), { ...killed, lift: true });
    expect(codesIn(old.body)).toEqual(['step-up-needed']);
    expect(errorSchema.parse(old.body).error.help).toContain('holdpoint login');
    const fresh = await sample.call('/api/v1/kill', {
      token: await sample.operatorToken('ada'),
      json: { ...killed, lift: true },
    });
    expect(fresh.status).toBe(200);
  });
});

describe('notices', () => {
  beforeAll(() => start('solo'));
  afterAll(() => sample.stop());

  it('are given to readers, by role', async () => {
    const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
    await registerAgent(sample.core, ADA, agent);
    await publishWorkflow(sample.core, ADA, { name: 'notes.workflow.yaml', text: WORKFLOW });
    expect(noticePage.parse(await read('notices?role=security&limit=5'))).toEqual({
      notices: [],
      next: null,
    });
    expect((await sample.call('/api/v1/notices?colour=red')).status).toBe(400);
    expect((await sample.call('/api/v1/notices', { token: null })).status).toBe(401);
  });
});
