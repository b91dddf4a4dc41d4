import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { Clearance, Labels, OutputField } from '../../kernel/flow/label.ts';
import type { CallAnswer } from './call-answer.ts';
import { createFulfilment } from './fulfilment.ts';
import { labelAnswer } from './labelling.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { admitMailbox, receive } from '../grounding/mailbox.contract.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { declareClearances } from '../verbs.ts';

const OUTPUT: Labels = { sensitivity: 'internal', categories: [], integrity: 'untrusted' };
const PHI: Labels = { ...OUTPUT, sensitivity: 'restricted', categories: ['phi'] };
type Fields = { readonly [pointer: string]: OutputField };
const field = (...categories: string[]): OutputField => ({ writer: 'organisation', categories });
const FIELDS: Fields = {
  '/diagnosis': field('phi'),
  '/title': field(),
  '/visits/*/where': field('location'),
};
const CASE = { title: 'Case seven', diagnosis: 'a long low mood', visits: [] };

function given(result: JsonObject, fields: Fields = FIELDS, clearance?: Clearance): CallAnswer {
  const profile = { egress: 'none', roles: {}, output: OUTPUT, fields } as const;
  const came: CallAnswer = { outcome: 'succeeded', reply: { result }, code: null };
  return labelAnswer({ kind: 'tool', profile }, came, came, clearance === undefined ? {} : { clearance }, {});
}

const labelsOf = (result: JsonObject, fields: Fields = FIELDS) => given(result, fields).remarks?.labels;
const inText = (...texts: string[]): JsonObject => ({
  content: texts.map((text) => ({ type: 'text', text })),
});

describe('what a field was admitted as holding', () => {
  test.each<[string, JsonObject]>([
    ['a structured result', { structuredContent: CASE, content: [] }],
    ['the JSON of a text', inText(JSON.stringify(CASE))],
    ['lines of a text', inText('title: Case seven\ndiagnosis: a long low mood\n')],
    ['JSON within a field', { structuredContent: { diagnosis: { said: '[{"by":"Ann"}]' } } }],
    ['a value that is no text', { structuredContent: { diagnosis: false } }],
  ])('is carried by a result that has it: %s', (_, result) => {
    expect(labelsOf(result)).toEqual(PHI);
  });

  test.each<[string, JsonObject]>([
    ['not there', { structuredContent: { title: 'Case seven' } }],
    ['empty', { structuredContent: { diagnosis: null, visits: [{ where: '' }, {}] } }],
    ['empty within', { structuredContent: { diagnosis: { text: '', codes: [] } } }],
    ['elsewhere', { structuredContent: { notes: { diagnosis: 'none' } } }],
    ['in a result that says nothing', { content: [] }],
  ])('is not where the field is %s', (_, result) => {
    expect(labelsOf(result)).toEqual(OUTPUT);
  });

  test('counts with every other field, at any item of a list and in a text within', () => {
    const visits = [{ where: '' }, { where: 'Elm Street' }];
    expect(labelsOf({ structuredContent: { visits } })).toEqual({
      ...OUTPUT,
      sensitivity: 'confidential',
      categories: ['location'],
    });
    const both = { structuredContent: { ...CASE, visits: JSON.stringify(visits) } };
    expect(labelsOf(both)).toEqual({ ...PHI, categories: ['location', 'phi'] });
  });

  test('is a word that says nothing of how sensitive it is, where it is one of your own', () => {
    const own = { '/deal': field('merger') };
    expect(labelsOf({ structuredContent: { deal: 'Acme' } }, own)).toEqual({
      ...OUTPUT,
      categories: ['merger'],
    });
  });

  test.each<[string, JsonObject]>([
    ['words', inText('He is in a long low mood')],
    ['several texts', inText(JSON.stringify(CASE), 'and so on')],
    ['an error', { ...inText('No such case'), isError: true }],
  ])('counts, whichever it is, where nobody can say what stands where: %s', (_, result) => {
    expect(labelsOf(result)).toEqual({ ...PHI, categories: ['location', 'phi'] });
  });
});

test('words of ours, given instead of what came, hold nothing', () => {
  const came: CallAnswer = { outcome: 'succeeded', reply: { result: inText('low mood') }, code: null };
  const tool = {
    kind: 'tool',
    profile: { egress: 'none', roles: {}, output: OUTPUT, fields: FIELDS },
  } as const;
  const withholding = createFulfilment('tool', [{ kind: 'redact', fields: ['ssn'] }], {});
  expect(labelAnswer(tool, came, withholding.answer(came), {}, {}).remarks?.labels).toEqual(OUTPUT);
  const meta = { 'holdpoint/obligations': 'withheld' };
  expect(labelsOf({ ...inText('low mood'), _meta: meta })?.categories).toContain('phi');
});

describe('a field that the model is not cleared for', () => {
  const NO_PHI: Clearance = { sensitivity: 'restricted', except: ['phi'] };

  test('is marked in its place, in the structure and in its text, and the others are given', () => {
    const { reply, remarks } = given({ structuredContent: CASE, ...inText('Mood: low') }, FIELDS, NO_PHI);
    const left = { ...CASE, diagnosis: '[redacted:field]' };
    expect(reply).toEqual({ result: { structuredContent: left, ...inText(JSON.stringify(left)) } });
    expect(remarks?.labels).toEqual(OUTPUT);
  });

  test('is taken out together with what is found in the fields beside it', () => {
    const came = inText(JSON.stringify({ ...CASE, title: 'MRN: 00123456, card 4111 1111 1111 1111' }));
    const { reply, remarks } = given(came, FIELDS, { sensitivity: 'restricted', except: ['phi', 'pci'] });
    const title = 'MRN: [redacted:medical-record], card [redacted:payment-card]';
    expect(reply).toEqual({
      result: inText(JSON.stringify({ ...CASE, title, diagnosis: '[redacted:field]' })),
    });
    expect(remarks?.labels).toEqual(OUTPUT);
  });

  test('stays where it is cleared for what is in it', () => {
    const came = { structuredContent: { ...CASE, visits: [{ where: 'Elm Street' }] }, content: [] };
    expect(JSON.stringify(given(came, FIELDS, NO_PHI).reply)).toContain('Elm Street');
    const low: Clearance = { sensitivity: 'internal', except: [] };
    expect(given(came, FIELDS, low).reply).toMatchObject({
      result: {
        structuredContent: { diagnosis: '[redacted:field]', visits: [{ where: '[redacted:field]' }] },
      },
    });
  });

  test.each<[string, JsonObject]>([
    ['words', inText('He is in a long low mood')],
    ['lines that are no JSON', inText('title: Case seven\ndiagnosis: a long low mood\n')],
    ['an error', { ...inText('His low mood is unknown'), isError: true }],
  ])('is withheld with all of its result where it cannot be taken out: %s', (_, came) => {
    const { reply } = given(came, FIELDS, NO_PHI);
    expect(reply).toMatchObject({ result: { isError: true } });
    expect(JSON.stringify(reply)).not.toContain('mood');
  });
});

describe('in a task', () => {
  const BOB = 'bob@stranger.example';
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
    await admitMailbox(rig);
    const upstream = { transport: 'http', url: 'http://127.0.0.1:1/mail' } as const;
    const { proposal } = await proposeConnector(rig.core, ADA, { id: 'mail', upstream, credential: null });
    const profile = { egress: 'none', roles: {}, output: OUTPUT, fields: FIELDS } as const;
    await admitConnector(rig.core, ADA, {
      connector: 'mail',
      proposal,
      effects: {},
      profiles: { read_inbox: profile },
    });
    receive(rig, JSON.stringify(CASE));
  });
  afterEach(() => rig.stop());

  const send = (task: string, body: string) => rig.call(task, 'mail/send_email', { to: BOB, body });

  test('it stays with the task, and goes to nobody who is not cleared for it', async () => {
    const task = await rig.open(`Write to ${BOB}`);
    expect(await rig.call(task, 'mail/read_inbox')).toMatchObject({ remarks: { labels: PHI } });
    expect(rig.core.world.task(task)?.data).toEqual(PHI);
    expect(await send(task, 'a long low mood')).toMatchObject({ verdict: 'deny' });
    await rig.restart();
    await rig.core.load(task);
    expect(rig.core.world.task(task)?.data).toEqual(PHI);
    expect(await send(task, 'a long low mood')).toMatchObject({ verdict: 'deny' });
  });

  test('a model that is not cleared for it is given the others', async () => {
    await declareClearances(rig.core, ADA, { '*': { sensitivity: 'restricted', except: ['phi'] } });
    const task = await rig.open(`Write to ${BOB}`);
    const left = { ...CASE, diagnosis: '[redacted:field]' };
    expect(await rig.call(task, 'mail/read_inbox')).toMatchObject({
      reply: { result: inText(JSON.stringify(left)) },
    });
    expect(rig.core.world.task(task)?.data).toEqual(OUTPUT);
  });
});
