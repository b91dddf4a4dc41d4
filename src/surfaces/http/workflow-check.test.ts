import { afterAll, beforeAll, expect, it } from 'vitest';
import { workflowChecked } from './contract/policy.ts';
import { errorSchema } from './contract.ts';
import { admitNotes } from './sample-past.contract.ts';
import { startSample, WORKFLOW, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;
let token: string;

beforeAll(async () => {
  sample = await startSample('solo');
  token = await sample.operatorToken('ada');
});
afterAll(() => sample.stop());

const PATH = '/api/v1/workflows/check';
const fileOf = (text: string) => ({ name: 'a.workflow.yaml', text });
const check = (text: string) => sample.call(PATH, { token, json: fileOf(text) });

it('says what a file would let tasks do, and what stands out, and publishes nothing', async () => {
  const { workflow, remarks } = workflowChecked.parse(await (await check(WORKFLOW)).json());
  expect(workflow).toMatchObject({ id: 'notes', publisher: 'ada', agents: ['scribe'] });
  expect(workflow.scope.allowances).toHaveLength(2);
  expect(remarks).toEqual([
    'Whoever publishes it wrote it: nobody else has looked.',
    'No tool of that name is admitted: notes/read_note, notes/write_note',
    'No agent of that name is registered: scribe',
    'Allowed with any arguments: notes/read_note, notes/write_note',
  ]);
  const list = await (await sample.call('/api/v1/workflows')).json();
  expect(list).toEqual({ workflows: [] });
});

it('tells that it is over, written by somebody else, unattended, and what runs unasked', async () => {
  const text = WORKFLOW.replace('2099', '2001')
    .replace('owner: ada', 'owner: ada\nauthor: grace\nunattended: true')
    .replace('notes/write_note', 'notes/write_note\n    preapproved: {}');
  const { remarks } = workflowChecked.parse(await (await check(text)).json());
  expect(remarks).toContain('It has expired already: no task can be opened by it.');
  expect(remarks).toContain('Its tasks may be opened with nobody there.');
  expect(remarks).toContain('Runs without asking, as far as it says: notes/write_note');
  expect(remarks).not.toContain('Whoever publishes it wrote it: nobody else has looked.');
});

it('tells of a step whose gate nobody may open as policy is', async () => {
  const gated = (role: string) => `${WORKFLOW}steps:
  - {name: look, tools: [notes/read_note]}
  - {name: write, tools: [notes/write_note], gate: {approvers: {${role}: 1}, reason: See it.}}
`;
  const remarksOf = async (text: string) =>
    workflowChecked.parse(await (await check(text)).json()).remarks.filter((one) => one.includes('step'));
  expect(await remarksOf(gated('finance'))).toEqual([
    'Policy lets too few approve for the step write: finance:1',
  ]);
  expect(await remarksOf(gated('approver'))).toEqual([]);
});

it('knows the tools that a whole connector stands for', async () => {
  const whole = WORKFLOW.replace('notes/read_note', 'notes/*').replace('notes/write_note', 'gone/*');
  const remarksOf = async () => workflowChecked.parse(await (await check(whole)).json()).remarks;
  expect(await remarksOf()).toContain('No tool of that name is admitted: notes/*, gone/*');
  await admitNotes(sample.core);
  expect(await remarksOf()).toContain('No tool of that name is admitted: gone/*');
});

it('tells the place of what does not hold, and tells whoever may read', async () => {
  const response = await check(WORKFLOW.replace('agents', 'agnets'));
  const { error } = errorSchema.parse(await response.json());
  const place = { source: 'a.workflow.yaml', line: 5, column: 1 };
  expect(error.problems).toContainEqual(expect.objectContaining(place));
  const unsaid = workflowChecked.parse(await (await sample.call(PATH, { json: fileOf(WORKFLOW) })).json());
  expect(unsaid.remarks).not.toContain('Whoever publishes it wrote it: nobody else has looked.');
  const agent = await sample.call(PATH, { token: 'nobody', json: fileOf(WORKFLOW) });
  expect(agent.status).toBe(401);
});
