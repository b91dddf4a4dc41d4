import { describe, expect, test } from 'vitest';
import { mayExplain } from './evaluate.ts';
import type { EventOf, Principal } from '../event.ts';
import {
  ada,
  allowance,
  bot,
  codesOf,
  given,
  givenTask,
  holdWrites,
  HOUR,
  isVerb,
  operator,
  permitAll,
  toolOf,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { JsonObject } from '../json.ts';
import type { Obligation, PolicyQuery } from '../policy.ts';
import { RULES } from '../reason.ts';
import type { AccessQuestion, Request } from '../request.ts';

const NOTES = toolOf('note', ['read'], { properties: { resource: {} } });
const TOOLS = [toolOf('read', ['read'], { required: ['path'] }), toolOf('write', ['write']), NOTES];

/** May bot read the path `a` at crm? */
export function question(over: Partial<AccessQuestion> = {}): AccessQuestion {
  return {
    subject: { type: 'agent', id: 'bot' },
    action: { name: 'read', properties: { path: 'a' } },
    resource: { type: 'connector', id: 'crm', properties: {} },
    about: null,
    fulfils: [],
    destinations: [],
    digest: null,
    ...over,
  };
}

function ask(scenario: Scenario, questions: readonly AccessQuestion[], actor: Principal) {
  return scenario.ask('evaluate-access', actor, { questions, until: null });
}

function evaluate(scenario: Scenario, over: Partial<AccessQuestion> = {}, actor = ada) {
  const decision = ask(scenario, [question(over)], actor);
  expect(decision).toMatchObject({ verdict: 'permit', commands: [] });
  const [event] = decision.events as EventOf<'access-evaluated'>[];
  const { verdict, reasons, ...body } = event!.body;
  const ranks = reasons.map(({ rule }) => RULES.indexOf(rule));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  return { event: event!, body, verdict, codes: reasons.map(({ code }) => code), reasons };
}

function about(scenario: Scenario, over: Partial<AccessQuestion> = {}, actor = ada) {
  return evaluate(scenario, { about: scenario.task.id, ...over }, actor);
}

/** What policy was asked, the last time. */
function givenListening(tools = TOOLS) {
  const asked: PolicyQuery[] = [];
  const rule = {
    id: 'listen',
    effect: 'permit',
    when: (query: PolicyQuery) => asked.push(query) > 0,
  } as const;
  return { scenario: givenTask({ rules: [rule], tools }), last: () => asked.at(-1)! };
}

describe('who may ask', () => {
  test('an operator to whom policy gives it, about anybody', () => {
    const scenario = given();
    const { event, verdict } = evaluate(scenario);
    expect(verdict).toBe('permit');
    expect(event).toMatchObject({
      stream: 'operator/ada',
      actor: ada,
      causes: [scenario.state.org.policy!.record],
    });
  });

  test('no operator to whom policy does not', () => {
    const no = { id: 'no', effect: 'forbid', when: isVerb('evaluate-access') } as const;
    const refused = given({ rules: [permitAll, no] }).ask('evaluate-access', ada, {
      questions: [question()],
      until: null,
    });
    expect(codesOf(refused)).toEqual(['policy/policy-forbids']);
    expect(refused.events).toMatchObject([{ type: 'request-denied', stream: 'operator/ada' }]);
  });

  test('an agent about itself and its live task, by any name for agents, and about nobody else', () => {
    const scenario = givenTask();
    scenario.registerAgent('cat');
    for (const type of ['agent', 'user', 'identity', 'workload']) {
      const { event } = about(scenario, { subject: { type, id: 'bot' } }, bot);
      expect(event.stream).toBe(`task/${scenario.task.id}`);
    }
    for (const subject of [
      { type: 'agent', id: 'cat' },
      { type: 'operator', id: 'bot' },
    ]) {
      const one = question({ about: scenario.task.id });
      expect(codesOf(ask(scenario, [one, { ...one, subject }], bot))).toEqual(['identity/not-this-task']);
    }
  });

  test('nobody who is not known', () => {
    const scenario = given();
    const strangers = [{ kind: 'agent', id: 'stranger' } as const, operator('stranger')];
    const refused = strangers.map((one) => codesOf(ask(scenario, [question()], one)));
    expect(refused).toEqual([['identity/unknown-agent'], ['identity/unknown-operator']]);
  });

  test('hears exactly why only where policy shows it', () => {
    const no = { id: 'no', effect: 'forbid', when: isVerb('explain-access') } as const;
    const shown = [[permitAll], [permitAll, no]].map((rules) => {
      const { state } = given({ rules });
      return mayExplain(state, { kind: 'evaluate-access', actor: ada, at: 0, id: 'req_1' } as Request);
    });
    expect(shown).toEqual([true, false]);
  });
});

describe('a question without a task', () => {
  test('is answered as for one that was just opened, whatever the agent did elsewhere', () => {
    const { scenario, last } = givenListening();
    scenario.act('write', { arguments: {} });
    expect(evaluate(scenario).verdict).toBe('permit');
    expect(last()).toMatchObject({
      principal: { type: 'Agent', id: 'bot' },
      action: 'crm/read',
      context: {
        input: { path: 'a' },
        task: { workflow: '', requester: 'cyd', trigger: 'agent', ageSeconds: 0 },
        chain: { calls: 0, writes: 0 },
        data: { sensitivity: 0 },
        scope: { preapproved: false },
      },
    });
  });

  test('is no where the agent, the connector or all is stopped', () => {
    for (const target of [
      { kind: 'all' },
      { kind: 'agent', id: 'bot' },
      { kind: 'connector', id: 'crm' },
    ] as const) {
      const scenario = given();
      scenario.kill(target);
      expect(evaluate(scenario).codes).toEqual(['killed']);
    }
  });

  test('is no where the arguments do not fit the tool', () => {
    expect(evaluate(given(), { action: { name: 'read', properties: {} } }).codes).toEqual([
      'arguments-malformed',
    ]);
  });

  test('is no for a subject, a connector or a tool that nobody knows', () => {
    const scenario = given();
    scenario.propose('new', 'proposal-2');
    const codes = [
      { subject: { type: 'agent', id: 'nobody@example.com' } },
      { subject: { type: 'spaceship', id: 'bot' } },
      { subject: { type: 'operator', id: 'ada' } },
      { resource: { type: 'connector', id: 'nowhere', properties: {} } },
      { resource: { type: 'connector', id: 'new', properties: {} } },
      { action: { name: 'constructor', properties: {} } },
    ].map((over) => evaluate(scenario, over).codes);
    expect(codes).toEqual([
      ['unknown-agent'],
      ['unknown-agent'],
      ['unknown-agent'],
      ['unknown-connector'],
      ['connector-not-admitted'],
      ['unknown-tool'],
    ]);
  });

  test('keeps the id of a subject that nobody knows out of the record', () => {
    const { body, reasons } = evaluate(given(), { subject: { type: 'user', id: 'nobody@example.com' } });
    expect(body.subject).toEqual({ type: 'user', id: null });
    expect(JSON.stringify(reasons)).not.toContain('nobody@');
    expect(evaluate(given()).body.subject).toEqual({ type: 'agent', id: 'bot' });
    const type = 'spaceship';
    expect(evaluate(given(), { subject: { type, id: 'bot' } }).body.subject).toEqual({ type, id: null });
  });

  test('says which policies decided, and of which set', () => {
    const { body } = evaluate(given(), { digest: 'keyed' });
    expect(body).toEqual({
      subject: { type: 'agent', id: 'bot' },
      action: 'crm/read',
      resource: 'connector',
      task: null,
      question: 'keyed',
      policy: 'policy-1',
      determining: ['permit-all'],
      obligations: [],
    });
  });

  test('is no where nothing permits it, and where no policy is loaded', () => {
    const verbs = { ...permitAll, when: ({ resource }: PolicyQuery) => resource.type === 'Organization' };
    const scenario = givenTask({ rules: [verbs] });
    expect(evaluate(scenario).codes).toEqual(['policy-default-deny']);
    scenario.load(null);
    expect(about(scenario, {}, bot)).toMatchObject({ codes: ['no-policy'], body: { policy: null } });
  });

  test('rests on the genesis where no policy was ever published', () => {
    const scenario = givenTask();
    scenario.state = { ...scenario.state, org: { ...scenario.state.org, policy: null }, policy: null };
    const { causes } = about(scenario, {}, bot).event;
    expect(causes).toEqual([scenario.state.org.keyRecord, scenario.task.record]);
  });
});

describe('a resource', () => {
  test('is an argument of the tool of the connector that its type names', () => {
    const { scenario, last } = givenListening();
    const resource = { type: 'crm', id: 'note-1', properties: { id: 'another', owner: 'ann' } };
    for (const name of ['note', 'crm/note']) {
      const action = { name, properties: { resource: 'another', soft: true } };
      expect(evaluate(scenario, { action, resource }).verdict).toBe('permit');
      expect(last()).toMatchObject({
        action: 'crm/note',
        context: { input: { soft: true, resource: { id: 'note-1', owner: 'ann' } } },
      });
    }
  });

  test('is never passed over: a tool without such an argument is no', () => {
    const scenario = given({ tools: TOOLS });
    const resource = { type: 'crm', id: 'note-1', properties: {} };
    for (const name of ['read', 'write']) {
      const { codes } = evaluate(scenario, { action: { name, properties: { path: 'a' } }, resource });
      expect(codes).toEqual(['arguments-malformed']);
    }
  });
});

describe('a question that names a live task', () => {
  test('is answered on what the task did, and counts as nothing', () => {
    const { scenario, last } = givenListening();
    scenario.act('write', { arguments: {} });
    const before = scenario.state;
    const { verdict, event, body } = about(scenario);
    expect(verdict).toBe('permit');
    expect(last()).toMatchObject({
      context: {
        task: { workflow: 'triage', ageSeconds: 60, trigger: 'person' },
        chain: { calls: 1, writes: 1 },
      },
    });
    expect(event.causes).toEqual([scenario.state.org.policy!.record, scenario.task.record]);
    expect(body.task).toBe(scenario.task.id);
    expect(scenario.state).toEqual(before);
  });

  test('is no outside its scope, past its limits, after its end and where it is stopped', () => {
    const narrow = givenTask({ allowances: [allowance('crm/write')] });
    expect(about(narrow).codes).toEqual(['tool-not-in-scope']);
    const spent = givenTask({ limits: { calls: 0 } });
    expect(about(spent).codes).toEqual(['calls-exhausted']);
    const killed = givenTask();
    killed.kill({ kind: 'connector', id: 'crm' });
    expect(about(killed).codes).toEqual(['killed']);
    const old = givenTask();
    old.at += 3 * HOUR;
    expect(about(old).codes).toEqual(['task-expired']);
  });

  test('is no for a task of another agent or that nobody knows', () => {
    const scenario = givenTask();
    scenario.registerAgent('cat');
    const strangers = about(scenario, { subject: { type: 'agent', id: 'cat' } });
    expect(strangers.codes).toEqual(['not-this-task']);
    const { codes, body } = evaluate(scenario, { about: 'task_unknown' });
    expect({ codes, task: body.task }).toEqual({ codes: ['unknown-task'], task: null });
  });

  test('is no where it would wait for approval, even if the same action is approved or rejected', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites()] });
    const held = { action: { name: 'write', properties: {} } };
    const before = about(scenario, held);
    expect(before).toMatchObject({
      verdict: 'hold',
      codes: ['policy-holds'],
      body: { determining: ['hold-writes'] },
    });
    scenario.act('write', { arguments: {} });
    scenario.approve(operator('ben'));
    expect(about(scenario, held).verdict).toBe('hold');
    scenario.act('write', { arguments: { other: 1 } });
    scenario.reject(operator('ben'));
    expect(about(scenario, held).verdict).toBe('hold');
  });
});

describe('an agent that asks about itself', () => {
  const below = (limit: number) => ({
    id: 'below',
    effect: 'permit' as const,
    when: ({ action, context }: PolicyQuery) =>
      action !== 'crm/write' || Number((context['input'] as JsonObject)['amount']) < limit,
  });
  const probing = {
    id: 'probing',
    effect: 'forbid',
    when: ({ resource, context }: PolicyQuery) =>
      resource.type === 'Connector' && Number((context['chain'] as JsonObject)['denials']) >= 3,
  } as const;
  const write = (amount: number) => ({ action: { name: 'write', properties: { amount } } });

  test('names its live task, or learns nothing', () => {
    const scenario = givenTask();
    scenario.registerAgent('cat');
    const cat = { kind: 'agent', id: 'cat' } as const;
    const own = question({ about: scenario.task.id });
    const codesAt = (at: number) => {
      scenario.at = at;
      return codesOf(ask(scenario, [own], bot));
    };
    expect(codesOf(ask(scenario, [question()], bot))).toEqual(['identity/not-this-task']);
    expect(codesOf(ask(scenario, [own, question()], bot))).toEqual(['identity/not-this-task']);
    expect(codesOf(ask(scenario, [question({ about: 'task_other' })], bot))).toEqual([
      'identity/not-this-task',
    ]);
    const asCat = { ...own, subject: { type: 'agent', id: 'cat' } };
    expect(codesOf(ask(scenario, [asCat], cat))).toEqual(['identity/not-this-task']);
    expect(codesAt(scenario.task.expiresAt - 1)).toEqual([]);
    expect(codesAt(scenario.task.expiresAt)).toEqual(['control/task-expired']);
    expect(scenario.events.filter(({ type }) => type === 'access-evaluated')).toHaveLength(1);
  });

  test('cannot search for a limit: what is no permit counts as a denial of its task', () => {
    const scenario = givenTask({ rules: [below(7_341), probing] });
    const verdicts = [10_000, 5_000, 7_500, 6_250, 7_400, 7_000, 1].map(
      (amount) => about(scenario, write(amount), bot).verdict,
    );
    expect(verdicts).toEqual(['deny', 'permit', 'deny', 'permit', 'deny', 'deny', 'deny']);
    expect(scenario.task.usage.denials).toBe(5);
    expect(scenario.act('write', { arguments: { amount: 1 } }).verdict).toBe('deny');
  });

  test('has each question of a request counted before the next one is answered', () => {
    const scenario = givenTask({ rules: [below(7_341), probing] });
    const amounts = [10_000, 9_000, 8_000, 1];
    const questions = amounts.map((amount) => question({ about: scenario.task.id, ...write(amount) }));
    const { events } = ask(scenario, questions, bot);
    expect((events as EventOf<'access-evaluated'>[]).map(({ body }) => body.verdict)).toEqual(
      amounts.map(() => 'deny'),
    );
  });

  test('has what would wait for approval counted too', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites()] });
    expect(about(scenario, write(1), bot).verdict).toBe('hold');
    expect(scenario.task.usage).toMatchObject({ denials: 1, holds: 0, calls: 0 });
  });
});

describe('obligations', () => {
  const notify: Obligation = { kind: 'notify', roles: ['security'] };
  const rules = [
    { ...permitAll, when: (query: PolicyQuery) => query.resource.type === 'Organization' },
    {
      id: 'told',
      effect: 'permit',
      obligations: [notify],
      when: (query: PolicyQuery) => query.action === 'crm/read',
    },
  ] as const;

  test('come with a permit to whoever carries them out', () => {
    const { verdict, body } = evaluate(given({ rules }), { fulfils: ['notify'] });
    expect({ verdict, obligations: body.obligations }).toEqual({ verdict: 'permit', obligations: [notify] });
  });

  test('of a name are carried out by whoever lists the name', () => {
    const mark: Obligation = { kind: 'other', name: 'watermark', value: 'internal' };
    const marked = [rules[0], { ...rules[1], obligations: [mark] }];
    const verdictFor = (...fulfils: AccessQuestion['fulfils']) =>
      evaluate(given({ rules: marked }), { fulfils }).verdict;
    expect(verdictFor('obligation:watermark')).toBe('permit');
    expect(verdictFor('obligation:other', 'redact', 'obligation:notify')).toBe('deny');
  });

  test('that watch over an agent are never left to it', () => {
    const redact: Obligation = { kind: 'redact', fields: ['ssn'] };
    const answers = [
      redact,
      notify,
      { kind: 'record-payload' } as const,
      { kind: 'step-up', withinSeconds: 60 } as const,
    ].map((obligation) => {
      const scenario = givenTask({ rules: [rules[0], { ...rules[1], obligations: [obligation] }] });
      return about(scenario, { fulfils: ['redact', 'notify', 'record-payload', 'step-up'] }, bot);
    });
    expect(answers.map(({ verdict }) => verdict)).toEqual(['permit', 'deny', 'deny', 'deny']);
    expect(answers.flatMap(({ body }) => body.obligations)).toEqual([redact]);
  });

  test('deny to whoever does not say that it does', () => {
    const { verdict, codes, body } = evaluate(given({ rules }), { fulfils: ['redact'] });
    expect({ verdict, codes }).toEqual({ verdict: 'deny', codes: ['obligation-unmet'] });
    expect(body).toMatchObject({ determining: ['told'], obligations: [] });
  });
});

describe('a verb of the organisation', () => {
  const verb = (name: string) => ({
    action: { name, properties: {} },
    resource: { type: 'organization', id: 'main', properties: {} },
  });

  test('is answered by policy, for operators and for agents', () => {
    const only = { id: 'only', effect: 'forbid', when: isVerb('kill') } as const;
    const scenario = given({ rules: [permitAll, only] });
    const subject = { type: 'operator', id: 'ben' };
    const permitted = evaluate(scenario, { ...verb('quarantine'), subject });
    expect(permitted).toMatchObject({
      verdict: 'permit',
      body: { action: 'quarantine', resource: 'organization' },
    });
    expect(evaluate(scenario, { ...verb('kill'), subject }).codes).toEqual(['policy-forbids']);
    expect(evaluate(scenario, verb('open-task')).verdict).toBe('permit');
  });

  test('is no where policy would hold it: nobody waits for one', () => {
    const hold = { ...holdWrites(), id: 'hold', when: isVerb('kill') };
    const { verdict, codes, body } = evaluate(given({ rules: [permitAll, hold] }), {
      ...verb('kill'),
      subject: { type: 'operator', id: 'ben' },
    });
    expect({ verdict, codes }).toEqual({ verdict: 'deny', codes: ['policy-holds'] });
    expect(body.determining).toEqual(['hold']);
  });

  test('is no for a stopped agent, another organisation and somebody unknown', () => {
    const scenario = given();
    const elsewhere = { ...verb('kill'), resource: { type: 'organization', id: 'other', properties: {} } };
    expect(evaluate(scenario, elsewhere).codes).toEqual(['unknown-connector']);
    const nobody = { ...verb('kill'), subject: { type: 'operator', id: 'nobody' } };
    expect(evaluate(scenario, nobody).codes).toEqual(['unknown-operator']);
    const noAgent = { ...verb('open-task'), subject: { type: 'user', id: 'nobody' } };
    expect(evaluate(scenario, noAgent).codes).toEqual(['unknown-agent']);
    scenario.kill({ kind: 'agent', id: 'bot' });
    expect(evaluate(scenario, verb('open-task')).codes).toEqual(['killed']);
  });
});

describe('several questions', () => {
  const yes = question();
  const no = question({ action: { name: 'unknown', properties: {} } });
  const verdictsOf = (questions: readonly AccessQuestion[], until: 'permit' | 'no-permit' | null) => {
    const { events } = given().ask('evaluate-access', ada, { questions, until });
    return (events as EventOf<'access-evaluated'>[]).map(({ body }) => body.verdict);
  };

  test('are answered in their order, each with a record of its own', () => {
    expect(verdictsOf([yes, no, yes], null)).toEqual(['permit', 'deny', 'permit']);
  });

  test('end at the first permit, or at the first that is none, where that is asked for', () => {
    expect(verdictsOf([no, yes, no], 'permit')).toEqual(['deny', 'permit']);
    expect(verdictsOf([yes, no, yes], 'no-permit')).toEqual(['permit', 'deny']);
    expect(verdictsOf([no, no], 'permit')).toEqual(['deny', 'deny']);
  });
});
