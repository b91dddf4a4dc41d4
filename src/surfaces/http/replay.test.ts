import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyTestResponse } from './contract/policy.ts';
import { explanationResponse, shadowResponse, simulationEvent } from './contract/replay.ts';
import { errorSchema } from './contract.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';
import { makePast, NO_READS, type Past } from './sample-past.contract.ts';

let sample: SampleGateway;
let past: Past;

beforeAll(async () => {
  sample = await startSample('solo');
  past = await makePast(sample.core);
});
afterAll(() => sample.stop());

const sources = [{ name: 'candidate.cedar', text: NO_READS }];

async function simulate(json: object) {
  const response = await sample.call('/api/v1/policy/simulate', { json });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = (await response.text()).trimEnd().split('\n');
  return lines.map((line) => simulationEvent.parse(JSON.parse(line)));
}

describe('a simulation', () => {
  it('comes line by line, and ends with what it found', async () => {
    const lines = await simulate({ sources });
    expect(lines.filter(({ event }) => event === 'changed')).toMatchObject([
      {
        record: past.read,
        before: { verdict: 'permit' },
        after: { verdict: 'deny', determining: ['no.reads'] },
      },
    ]);
    expect(lines.filter(({ event }) => event === 'apart')).toMatchObject([
      { record: past.denied, why: 'policy-not-asked' },
    ]);
    expect(lines.at(-1)).toMatchObject({ event: 'done', decisions: 2, changed: 1 });
  });

  it('gives the questions only where they are asked for', async () => {
    expect((await simulate({ sources })).some(({ event }) => event === 'trace')).toBe(false);
    const traces = (await simulate({ sources, traces: true, last: 3 })).filter(
      ({ event }) => event === 'trace',
    );
    expect(traces).toMatchObject([
      {
        trace: {
          id: past.read,
          verdict: 'permit',
          query: { context: { input: { name: 'secret-plan.txt' } } },
        },
      },
      { trace: { id: past.held, verdict: 'hold', approvers: [{ role: 'approver', quorum: 1 }] } },
    ]);
  });

  it('tells what is wrong with a candidate before it begins', async () => {
    const json = { sources: [{ name: 'a.cedar', text: 'permit (principal, action, resource);' }] };
    const response = await sample.call('/api/v1/policy/simulate', { json });
    expect(response.status).toBe(400);
    const { error } = errorSchema.parse(await response.json());
    expect(error).toMatchObject({ code: 'invalid', problems: [{ source: 'a.cedar', line: 1 }] });
  });

  it('is refused where the request asks for what there is not', async () => {
    for (const json of [
      { sources, last: 0 },
      { sources, sinceMs: -1 },
      { sources, other: 1 },
      { sources: [] },
    ]) {
      const response = await sample.call('/api/v1/policy/simulate', { json });
      expect(response.status, JSON.stringify(json)).toBe(400);
    }
  });

  it('ends when its reader leaves, and the gateway goes on', async () => {
    const response = await sample.call('/api/v1/policy/simulate', { json: { sources } });
    await response.body!.cancel();
    expect((await sample.call('/api/v1/status')).status).toBe(200);
  });
});

describe('an explanation', () => {
  it('is found by the id of the refusal, and has what was asked in clear', async () => {
    const response = await sample.call(`/api/v1/decisions/${past.read}/explanation`);
    const explanation = explanationResponse.parse(await response.json());
    expect(explanation).toMatchObject({
      verdict: 'permit',
      action: { task: past.task, argumentsText: '{"name":"secret-plan.txt"}' },
      shadow: { verdict: 'deny', determining: ['no.reads'] },
      today: { isSame: true },
    });
    for (const id of [past.held, past.denied, past.task]) {
      const other = await sample.call(`/api/v1/decisions/${id}/explanation`);
      explanationResponse.parse(await other.json());
    }
  });

  it('is for nothing that the ledger does not hold', async () => {
    const response = await sample.call('/api/v1/decisions/rec_0000000000000000.0/explanation');
    expect(response.status).toBe(404);
    expect(errorSchema.parse(await response.json()).error.help).toContain('holdpoint decision list');
  });
});

describe('the report on the set that is tried', () => {
  it('counts where it disagreed', async () => {
    const { report } = shadowResponse.parse(await (await sample.call('/api/v1/policy/shadow')).json());
    expect(report).toMatchObject({
      decisions: 3,
      disagreements: 1,
      groups: [{ connector: 'notes', tool: 'read_note', verdict: 'permit', shadow: 'deny', count: 1 }],
      rows: [{ record: past.read }],
      next: null,
    });
  });

  it('comes in pages', async () => {
    const after = `?after=${Number.MAX_SAFE_INTEGER}&limit=1`;
    const { report } = shadowResponse.parse(
      await (await sample.call(`/api/v1/policy/shadow${after}`)).json(),
    );
    expect(report).toMatchObject({ disagreements: 1, rows: [], next: null });
    expect((await sample.call('/api/v1/policy/shadow?limit=0')).status).toBe(400);
  });
});

it('agents learn nothing here, not even of what they asked themselves', async () => {
  const issuedAt = Date.now();
  const life = { issuedAt, expiresAt: issuedAt + 60_000, subject: 'scribe' };
  const tokens = [
    await sample.tokens.issue({ ...life, use: 'agent', task: null }),
    await sample.tokens.issue({ ...life, use: 'task', task: past.task }),
  ];
  for (const token of tokens) {
    for (const path of [`decisions/${past.read}/explanation`, 'policy/shadow']) {
      expect((await sample.call(`/api/v1/${path}`, { token })).status, path).toBe(403);
    }
    const simulated = await sample.call('/api/v1/policy/simulate', {
      token,
      json: { sources, traces: true },
    });
    expect(simulated.status).toBe(403);
    expect(await simulated.text()).not.toContain('secret-plan');
  }
});

describe('policy tests', () => {
  const ask = (text: string) =>
    sample.call('/api/v1/policy/test', {
      json: { sources, tests: { name: 'a.policy-test.yaml', text } },
    });
  const reading = (verdict: string): string =>
    `tests:\n  - name: agents read\n    action: notes/read_note\n    expect: {verdict: ${verdict}}\n`;

  it('are run on files that are not in force, against the admitted tools', async () => {
    const run = async (verdict: string) =>
      policyTestResponse.parse(await (await ask(reading(verdict))).json());
    expect((await run('deny')).results).toMatchObject([{ name: 'agents read', differences: [] }]);
    const { results, coverage } = await run('permit');
    expect(results).toMatchObject([
      { place: { line: 2 }, differences: [{ about: 'verdict', expected: 'permit', actual: 'deny' }] },
    ]);
    expect(coverage.percent).toBeGreaterThan(0);
    expect(coverage.percent).toBeLessThan(100);
  });

  it.each([
    ['names an action that does not exist', reading('deny').replace('read_note', 'raed_note'), 3],
    ['names a catalog that is a file', `catalog: all.json\n${reading('deny')}`, 1],
    ['asks nothing', 'tests: []', 1],
  ])('tell where a file is wrong that %s', async (_, text, line) => {
    const response = await ask(text);
    expect(response.status).toBe(400);
    const { error } = errorSchema.parse(await response.json());
    expect(error.problems).toMatchObject([{ source: 'a.policy-test.yaml', line }]);
  });
});
