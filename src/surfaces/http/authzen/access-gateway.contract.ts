// A real gateway with a real API and a small world to ask about: agents in groups, connectors that take a
// resource, and an enforcement point that is nothing else.

import { auditStore, type StoreReport } from '../../../gateway/ledger/audit.ts';
import { openTask } from '../../../gateway/tasks.ts';
import { offerPolicy } from '../../../gateway/policies/policy-verbs.ts';
import { admitConnector, proposeConnector } from '../../../gateway/connectors/connector-verbs.ts';
import { addOperator, publishWorkflow, registerAgent } from '../../../gateway/verbs.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Effect } from '../../../kernel/effect.ts';
import { startSample, type CallInit, type SampleGateway } from '../sample-gateway.contract.ts';

export const ADA = { kind: 'operator', id: 'ada' } as const;

/** What people may do in every set of these tests. */
const PEOPLE = `
@id("people.admin")
permit (principal in Role::"admin", action in Action::"administer", resource);
@id("people.enforcement-point")
permit (principal in Role::"enforcement-point", action == Action::"evaluate-access", resource);
@id("people.tasks")
permit (principal is Operator, action in [Action::"open-task", Action::"close-task"], resource);
`;

export interface ToolSpec {
  readonly effects: readonly Effect[];
  readonly inputSchema: JsonObject;
}

export interface AccessGateway extends SampleGateway {
  /** Asks as the enforcement point, unless another token is given. */
  ask(path: string, json: unknown, init?: CallInit): Promise<Response>;
  agent(id: string, groups?: readonly string[]): Promise<void>;
  connector(id: string, tools: { readonly [name: string]: ToolSpec }): Promise<void>;
  /** Puts the rules into force, beside those for people. */
  policy(rules: string): Promise<void>;
  workflow(text: string): Promise<void>;
  open(workflow: string, agent: string): Promise<string>;
  /** What stands in the ledger from the type on. */
  records(type: string): Promise<readonly { id: string; stream: string; body: JsonObject }[]>;
  audit(): Promise<StoreReport>;
  /** A token of an agent or, with a task, of that task. */
  agentToken(id: string, task?: string): Promise<string>;
}

/** A schema whose one argument is the resource, with these properties. */
export function resourceSchema(properties: JsonObject, more: JsonObject = {}): JsonObject {
  const resource = {
    type: 'object',
    properties: { id: { type: 'string' }, ...properties },
    required: ['id'],
  };
  return { type: 'object', properties: { resource, ...more }, required: ['resource'] };
}

export async function startAccessGateway(): Promise<AccessGateway> {
  const sample = await startSample('solo');
  const { core, definitions } = sample;
  const pep = { id: 'pep', name: 'A gateway', roles: ['enforcement-point'], publicKey: null, identity: null };
  permitted(await addOperator(core, ADA, pep));
  const token = await sample.operatorToken('pep');
  return {
    ...sample,
    ask: (path, json, init = {}) => sample.call(path, { token, json, ...init }),
    async agent(id, groups = []) {
      const agent = { id, owner: 'ada', environment: 'test', groups, identity: null };
      permitted(await registerAgent(core, ADA, agent));
    },
    async connector(id, tools) {
      for (const name of Object.keys(definitions)) delete definitions[name];
      for (const [name, { inputSchema }] of Object.entries(tools)) {
        definitions[name] = { name, description: name, inputSchema };
      }
      const upstream = { kind: 'mcp-stdio', command: 'none', args: [], env: {}, cwd: null } as never;
      const { proposal, ...answer } = await proposeConnector(core, ADA, { id, upstream, credential: null });
      permitted(answer);
      const effects = Object.fromEntries(Object.entries(tools).map(([name, one]) => [name, one.effects]));
      permitted(await admitConnector(core, ADA, { connector: id, proposal, effects }));
    },
    async policy(rules) {
      permitted(await offerPolicy(core, ADA, [{ name: 'rules.cedar', text: `${PEOPLE}\n${rules}` }]));
    },
    async workflow(text) {
      permitted(await publishWorkflow(core, ADA, { name: 'workflow.yaml', text }));
    },
    async open(workflow, agent) {
      const opened = await openTask(core, ADA, { workflow, agent, prompt: 'Please' });
      permitted(opened);
      return opened.task!;
    },
    async records(type) {
      const all = await sample.store.read({ fromSeq: 0, limit: 10_000 });
      return all.filter((one) => one.type === type).map(({ text }) => JSON.parse(text) as never);
    },
    agentToken(subject, task) {
      const issuedAt = Date.now();
      const times = { issuedAt, expiresAt: issuedAt + 60_000 };
      return sample.tokens.issue({
        use: task === undefined ? 'agent' : 'task',
        subject,
        task: task ?? null,
        ...times,
      });
    },
    audit() {
      const { store, crypto, vault, signer } = core;
      return auditStore({ store, crypto, vault, vkey: signer.vkey, checkpoints: [] });
    },
  };
}

function permitted(answer: { readonly verdict: string }): void {
  if (answer.verdict !== 'permit') throw new Error(`not permitted: ${JSON.stringify(answer)}`);
}

const STATUS = { status: { type: 'string' } };
const RECORDS = { id: { type: 'string', enum: ['record-1', 'record-2'] } };

/**
 * The fixture of the AuthZEN certification scenario (working group draft, 2026): alice writes what is not
 * archived, the admin bob what is, and nothing is deleted for good.
 */
export async function startRecords(more = ''): Promise<AccessGateway> {
  const gateway = await startAccessGateway();
  await gateway.agent('alice');
  await gateway.agent('bob', ['admin']);
  const inputSchema = resourceSchema({ ...RECORDS, ...STATUS });
  const soft = {
    ...inputSchema,
    properties: { ...(inputSchema['properties'] as object), soft: { type: 'boolean' } },
  };
  await gateway.connector('record', {
    read: { effects: ['read'], inputSchema },
    write: { effects: ['write'], inputSchema },
    delete: { effects: ['delete'], inputSchema: { ...soft, required: ['resource', 'soft'] } },
  });
  await gateway.policy(`${RECORD_RULES}\n${more}`);
  return gateway;
}

const RECORD_RULES = `
@id("record.read")
permit (principal is Agent, action == Action::"record/read", resource);
@id("record.write")
permit (principal == Agent::"alice", action == Action::"record/write", resource)
unless { context.input.resource has status && context.input.resource.status == "archived" };
@id("record.write-archived")
permit (principal in Group::"admin", action == Action::"record/write", resource)
when { context.input.resource.id == "record-2" };
@id("record.delete")
permit (principal == Agent::"alice", action == Action::"record/delete", resource)
when { context.input.soft };
`;

/** A question about the fixture. */
export function asked(subject: string, action: string, id = 'record-1', more: object = {}) {
  return {
    subject: { type: 'user', id: subject },
    action: { name: action },
    resource: { type: 'record', id },
    ...more,
  };
}
