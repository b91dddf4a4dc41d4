// An enforcement point elsewhere has people asked over a real socket, reads how that ended and asks again.

import { createHash } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/ledger/canonical.ts';
import { ask, problem, setAccessStage, type AccessStage, type Question } from './access-client.ts';

let access: AccessStage;

beforeAll(async () => {
  access = await setAccessStage();
});
beforeEach(() => access.begin());
afterAll(() => access.stop());

describe('an enforcement point', () => {
  it('finds where to ask, has people asked, and asks again with an approval that counts once', async () => {
    const question = ask();
    const metadata = await access.edge.metadata();
    expect(metadata['capabilities']).toContain('urn:openid:authzen:capability:access-request');
    const denied = await access.edge.evaluate(question);
    expect(denied.decision).toBe(false);
    expect(denied.context.access_request!.endpoint).toBe(metadata['access_request_endpoint']);
    const made = await access.edge.request(question, denied);
    expect(made.status).toBe(202);
    expect(made.headers.get('location')).toBe(made.body.task.status_endpoint);
    expect(made.body.task).toMatchObject({
      status: 'pending',
      progress: { current_step: 0, total_steps: 1 },
    });
    const { id, status_endpoint: where } = made.body.task;
    expect((await access.edge.send(where)).body.task.status).toBe('pending');
    await access.decide(id, 'approve');
    const { task: ended, result } = (await access.edge.send(where)).body;
    expect(ended).not.toHaveProperty('links');
    expect([ended.status, result!.mode]).toEqual(['approved', 'reevaluate']);
    const { approval } = result!;
    const other = await access.edge.evaluate(ask(), { approval });
    expect(other).toMatchObject({ decision: false, context: { reason: 'out_of_scope' } });
    expect((await access.edge.evaluate(question, { approval })).decision).toBe(true);
    const again = await access.edge.evaluate(question, { approval });
    expect(again).toMatchObject({
      decision: false,
      context: { reason: 'approval_expired', next_action: 'request', access_request: {} },
    });
  });

  it('cancels what waits, once, and nothing that has ended', async () => {
    const question = ask();
    const { body } = await access.edge.request(question, await access.edge.evaluate(question));
    const { status_endpoint: where, links } = body.task;
    const cancelled = await access.edge.send(links!.cancel!, { reason: 'not_needed' });
    expect([cancelled.status, cancelled.body.task.status]).toEqual([200, 'cancelled']);
    expect(cancelled.body.task).not.toHaveProperty('links');
    const again = await access.edge.send(links!.cancel!, {}, 'DELETE');
    expect([again.status, again.body.type]).toEqual([409, problem('invalid_task_state')]);
    expect((await access.edge.send(where)).body.task.status).toBe('cancelled');
    expect(await access.stage.bob.decide('approve', access.task.id, body.task.id, 'late')).toMatchObject({
      status: 403,
      body: { error: { reasons: [{ code: 'hold-not-pending', facts: { by: ['edge'] } }] } },
    });
    const anew = ask();
    const approved = await access.edge.request(anew, await access.edge.evaluate(anew));
    await access.decide(approved.body.task.id, 'approve');
    expect((await access.edge.send(approved.body.task.links!.cancel!, {})).status).toBe(409);
    const { result } = (await access.edge.send(approved.body.task.status_endpoint)).body;
    expect((await access.edge.evaluate(anew, { approval: result!.approval })).decision).toBe(true);
  });

  it('hears of one end, where people and it decide at once', async () => {
    for (let round = 0; round < 3; round++) {
      const question = ask();
      const { body } = await access.edge.request(question, await access.edge.evaluate(question));
      const { id, status_endpoint: where, links } = body.task;
      const [cancelled, approved] = await Promise.all([
        access.edge.send(links!.cancel!, {}),
        access.stage.bob.decide('approve', access.task.id, id, 'seen'),
      ]);
      const isCancelled = cancelled.status === 200;
      expect([cancelled.status, approved.status]).toEqual(isCancelled ? [200, 403] : [409, 200]);
      const { status } = (await access.edge.send(where)).body.task;
      expect(status).toBe(isCancelled ? 'cancelled' : 'approved');
    }
  });

  it('finds nothing under the handle of another, and cannot use its approval', async () => {
    const stranger = access.other;
    const question = ask();
    const { body } = await access.edge.request(question, await access.edge.evaluate(question));
    const { status_endpoint: where, links, id } = body.task;
    for (const found of [await stranger.send(where), await stranger.send(links!.cancel!, {})]) {
      expect([found.status, found.body.type]).toEqual([404, problem('unknown_task')]);
    }
    await access.decide(id, 'approve');
    const { approval } = (await access.edge.send(where)).body.result!;
    expect(await stranger.evaluate(question, { approval })).toMatchObject({
      decision: false,
      context: { reason: 'approval_unverifiable' },
    });
    expect((await access.edge.evaluate(question, { approval })).decision).toBe(true);
  });

  it('asks for itself what another has asked for: neither sees the other’s', async () => {
    const stranger = access.other;
    const question = ask();
    const own = await access.edge.request(question, await access.edge.evaluate(question));
    const theirs = await stranger.request(question, await stranger.evaluate(question));
    expect(theirs.body.task.id).not.toBe(own.body.task.id);
    expect((await stranger.send(theirs.body.task.status_endpoint)).body.task.status).toBe('pending');
    await access.decide(own.body.task.id, 'reject');
    expect((await access.edge.send(own.body.task.status_endpoint)).body.task.status).toBe('denied');
  });

  it('asks for several at once, each ends by itself, and each approval is for its own question', async () => {
    const questions = [ask(), ask(), ask()];
    const { subject } = questions[0]!;
    const items = [];
    for (const { action, resource, ...rest } of questions) {
      const { context } = await access.edge.evaluate({ ...rest, action, resource });
      items.push({ action, resource, denial: { evaluation_id: context.evaluation_id } });
    }
    const { access_request_endpoint: endpoint } = await access.edge.metadata();
    const bundle = { subject, context: { task: access.task.id } };
    const [first] = items as [(typeof items)[number]];
    const unbound = { ...bundle, items: [first, { ...items[1]!, denial: first.denial }] };
    expect((await access.edge.send(endpoint!, unbound)).body.type).toBe(problem('invalid_denial_binding'));
    expect(await access.stage.holds(access.task)).toEqual([]);
    const made = await access.edge.send(endpoint!, { ...bundle, items });
    expect([made.status, made.body.task.status, made.body.task.items!.length]).toEqual([202, 'pending', 3]);
    expect(made.body.task.items![1]).toMatchObject({ action: items[1]!.action, status: 'pending' });
    const { id, status_endpoint: where, links } = made.body.task;
    expect((await access.edge.send(endpoint!, { ...bundle, items })).body.task.id).toBe(id);
    const holds = await access.stage.holds(access.task);
    expect(holds).toHaveLength(3);
    const [yes, no] = id.slice('items_'.length).split('.') as [string, string];
    await access.decide(`hold_${yes}`, 'approve');
    expect((await access.edge.send(where)).body.task.status).toBe('pending');
    await access.decide(`hold_${no}`, 'reject');
    expect((await access.edge.send(links!.cancel!, {})).body.task.status).toBe('partial');
    expect((await access.edge.send(links!.cancel!, {})).status).toBe(409);
    const { body } = await access.edge.send(where);
    expect(body).not.toHaveProperty('result');
    expect(body.task.items!.map(({ status }) => status)).toEqual(['approved', 'denied', 'cancelled']);
    const { approval } = body.task.items![0]!.result!;
    expect((await access.edge.evaluate(questions[1]!, { approval })).decision).toBe(false);
    expect((await access.edge.evaluate(questions[0]!, { approval })).decision).toBe(true);
    expect((await access.other.send(where)).status).toBe(404);
    for (const guess of ['items_', 'items_x.y', `${id}.${'0'.repeat(16)}`]) {
      expect((await access.edge.send(`${endpoint!}/${guess}`)).status).toBe(404);
    }
  });

  it('gives its denial back as it was, soon, or nobody is asked', async () => {
    const question = ask();
    const denied = await access.edge.evaluate(question);
    const other = await access.edge.request(ask(), denied);
    expect([other.status, other.body.type]).toEqual([400, problem('invalid_denial_binding')]);
    const forged = { ...denied, context: { ...denied.context, evaluation_id: 'rec_0000000000000000.0' } };
    expect((await access.edge.request(question, forged)).body.type).toBe(problem('invalid_denial_binding'));
  });
});

describe('an idempotency key', () => {
  const under = (key: string, who = access.edge) => ({
    send: (body: object) =>
      who.send(`${access.stage.daemon.url}/access/v1/requests`, body, 'POST', { 'idempotency-key': key }),
  });
  const bodyOf = async (who = access.edge, more: object = {}) => {
    const question = ask();
    const { evaluation_id } = (await who.evaluate(question)).context;
    return { ...question, context: { task: access.task.id }, denial: { evaluation_id }, ...more };
  };

  it('stands for one body, in whatever order its members come, also after a restart', async () => {
    const key = under('flow-7/first');
    const body = await bodyOf();
    const made = await key.send(body);
    expect(made.status).toBe(202);
    const { subject, action, ...rest } = body;
    const again = await key.send({ ...rest, action, subject });
    expect([again.status, again.body.task.id]).toEqual([202, made.body.task.id]);
    await access.stage.restart();
    expect((await key.send(body)).body.task.id).toBe(made.body.task.id);
    for (const other of [{ ...body, note: 'more' }, await bodyOf()]) {
      const refused = await key.send(other);
      expect([refused.status, refused.body.type]).toEqual([409, problem('duplicate_request')]);
    }
    expect(await access.stage.holds(access.task)).toHaveLength(1);
  });

  it('leads to what it led to, also where that has ended, or was asked for before', async () => {
    const first = await bodyOf();
    const { context } = await access.edge.evaluate(first);
    const { body } = await under('one').send(first);
    const joined = { ...first, denial: { evaluation_id: context.evaluation_id } };
    expect((await under('two').send(joined)).body.task.id).toBe(body.task.id);
    await access.decide(body.task.id, 'approve');
    for (const [key, sent] of [['one', first] as const, ['two', joined] as const]) {
      const later = await under(key).send(sent);
      expect([later.status, later.body.task.id, later.body.task.status]).toEqual([
        202,
        body.task.id,
        'approved',
      ]);
    }
  });

  it('is its asker’s own, and stands for one task of ours as for one body', async () => {
    const stranger = access.other;
    await under('shared').send(await bodyOf());
    expect((await under('shared', stranger).send(await bodyOf(stranger))).status).toBe(202);
    await access.begin();
    expect((await under('shared').send(await bodyOf())).status).toBe(409);
  });

  it('of two bodies that are sent at once is of one', async () => {
    const bodies = [await bodyOf(), await bodyOf()];
    const made = await Promise.all(bodies.map((body) => under('race').send(body)));
    expect(made.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([202, 409]);
    expect(await access.stage.holds(access.task)).toHaveLength(1);
  });

  it('is a text of printable characters, and binds nothing where there is nothing to ask', async () => {
    for (const key of ['', 'x'.repeat(256), 'ü'])
      expect((await under(key).send(await bodyOf())).status).toBe(400);
    const lost = await bodyOf(access.edge, { context: { task: 'task_0000000000000000' } });
    expect((await under('unbound').send(lost)).body.type).toBe(problem('invalid_denial_binding'));
    expect((await under('unbound').send(await bodyOf())).status).toBe(202);
  });
});

describe('a binding token', () => {
  const withToken = async (question: Question, token: string, more: object = {}) => {
    const { access_request_endpoint: endpoint } = await access.edge.metadata();
    const denial = { binding_token: token, ...more };
    return access.edge.send(endpoint!, { ...question, context: { task: access.task.id }, denial });
  };

  it('carries the denial, signed with the key that the metadata leads to', async () => {
    const question = ask();
    const denied = await access.edge.evaluate(question);
    const { binding_token: token, expires_at } = denied.context.access_request!;
    const { jwks_uri } = await access.edge.metadata();
    const keys = createLocalJWKSet((await (await fetch(jwks_uri!)).json()) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { algorithms: ['EdDSA'] });
    const bound = canonicalize({ ...question, context: { task: access.task.id } });
    expect(payload).toMatchObject({
      evaluation_id: denied.context.evaluation_id,
      denial_expires_at: expires_at,
      binding_context_members: ['task'],
      binding_hash: createHash('sha256').update(bound).digest('base64url'),
    });
    expect(payload.exp! * 1_000).toBeLessThanOrEqual(Date.parse(expires_at));
    await access.stage.restart();
    const made = await withToken(question, token, { expires_at });
    expect(made.status).toBe(202);
    const [hold] = await access.stage.holds(access.task);
    expect(hold?.id).toBe(made.body.task.id);
  });

  it('is of its own question and asker, of these very bytes and until then', async () => {
    const question = ask();
    const denied = await access.edge.evaluate(question);
    const { binding_token: token } = denied.context.access_request!;
    const [header, claims, signature] = token.split('.') as [string, string, string];
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const others = (await access.other.evaluate(question)).context.access_request!.binding_token;
    const refused = [
      await withToken(ask(), token),
      await withToken(question, others),
      await withToken(question, `${none}.${claims}.`),
      await withToken(question, `${none}.${claims}.${signature}`),
      await withToken(question, `${header}.${claims}.${signature.slice(0, -4)}AAAA`),
      await withToken(question, `${header}.${Buffer.from('{}').toString('base64url')}.${signature}`),
      await withToken(question, `${token}.more`),
      await withToken(question, 'nonsense'),
      await withToken(question, token, { expires_at: '2099-01-01T00:00:00Z' }),
    ];
    for (const { status, body } of refused) {
      expect([status, body.type]).toEqual([400, problem('invalid_denial_binding')]);
    }
    expect(await access.stage.holds(access.task)).toEqual([]);
  });
});
