// Other engines with the same rules, each as its own documentation uses it in a process, and as fast as that
// goes: what can be parsed before a question is, and what each may leave out it leaves out.

import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { EntityJson, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import { ConflictResolutionStrategy, PolicyEngine } from '@microsoft/agent-governance-sdk';
import type { Policy } from '@microsoft/agent-governance-sdk';
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import type { PolicyQuery } from '../src/kernel/policy.ts';
import { principalEntity } from '../src/policy/engine-shell.ts';
import { actionSchema } from '../src/policy/schema.ts';
import type { SchemaAction } from '../src/policy/schema.ts';
import { cedarOf, ENVIRONMENT, GROUP, type Rule } from './policy-rules.ts';

/** Asks once; anything but a permit ends the bench. */
export type AskOnce = () => boolean;

/** What is asked, and of which rules. */
export interface Asked {
  readonly rules: readonly Rule[];
  readonly connector: string;
  readonly tool: string;
  readonly query: PolicyQuery;
  readonly action: SchemaAction;
}

/** Cedar's own engine: the schema is of the one action, as small as it gets. */
export function cedarWasm({ rules, connector, query, action }: Asked, validated: boolean): AskOnce {
  const [policies, schema] = ['bench-policies', 'bench-schema'];
  const texts = rules.map((rule, at) => [`rule.${at}`, cedarOf(rule, at, connector)] as const);
  must(preparsePolicySet(policies, { staticPolicies: Object.fromEntries(texts) }));
  must(preparseSchema(schema, actionSchema(action)));
  const call: StatefulAuthorizationCall = {
    principal: { type: query.principal.type, id: query.principal.id },
    action: { type: 'Action', id: query.action },
    resource: { type: query.resource.type, id: query.resource.id },
    context: query.context as StatefulAuthorizationCall['context'],
    entities: [principalEntity(query.principal), ...(validated ? [] : [actionEntity(action)])],
    preparsedPolicySetId: policies,
    ...(validated ? { preparsedSchemaName: schema, validateRequest: true } : {}),
  };
  return () => {
    const result = statefulIsAuthorized(call);
    return result.type === 'success' && result.response.decision === 'allow';
  };
}

/** The groups of an action: a schema says them, else they come with the question. */
function actionEntity({ id, groups }: SchemaAction): EntityJson {
  const uid = (of: string): { type: string; id: string } => ({ type: 'Action', id: of });
  return { uid: uid(id), attrs: {}, parents: groups.map(uid) };
}

/** Into WebAssembly and back with a question of no policies, entities or context: what the way costs. */
export function emptyQuestion(): AskOnce {
  must(preparsePolicySet('bench-empty', { staticPolicies: {} }));
  const call: StatefulAuthorizationCall = {
    principal: { type: 'A', id: 'a' },
    action: { type: 'Action', id: 'a' },
    resource: { type: 'R', id: 'r' },
    context: {},
    entities: [],
    preparsedPolicySetId: 'bench-empty',
  };
  return () => statefulIsAuthorized(call).type === 'success';
}

function must(result: { readonly type: string }): void {
  if (result.type !== 'success') throw new Error(`Cedar did not take it: ${JSON.stringify(result)}`);
}

const CASBIN_MODEL = `
[request_definition]
r = sub, act, ctx
[policy_definition]
p = sub, act, rule, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = (p.act == "*" || r.act == p.act) && (p.sub == "*" || g(r.sub, p.sub)) && eval(p.rule)
`;

export async function casbin({ rules, connector, query }: Asked): Promise<AskOnce> {
  const lines = rules.map(({ effect, tool, group, calls }) => {
    const act = tool === null ? '*' : `${connector}/${tool}`;
    const rule = `r.ctx.task.environment == '${ENVIRONMENT}' && r.ctx.chain.calls >= ${calls}`;
    return `p, ${group ?? '*'}, ${act}, ${rule}, ${effect === 'permit' ? 'allow' : 'deny'}`;
  });
  const agent = query.principal.id;
  const adapter = new StringAdapter([...lines, `g, ${agent}, ${GROUP}`].join('\n'));
  const enforcer = await newEnforcer(newModelFromString(CASBIN_MODEL), adapter);
  return () => enforcer.enforceSync(agent, query.action, query.context);
}

/** Its rules with expressions; deny overrides, as in Cedar. */
export function governanceSdk({ rules, connector, query }: Asked): AskOnce {
  const engine = new PolicyEngine([], ConflictResolutionStrategy.DenyOverrides);
  const policy = {
    apiVersion: 'governance.toolkit/v1',
    name: 'bench',
    scope: 'global',
    default_action: 'deny',
    rules: rules.map(({ effect, tool, group, calls }, at) => {
      const conditions = [
        ...(tool === null ? [] : [`action == '${connector}/${tool}'`]),
        ...(group === null ? [] : [`group == '${group}'`]),
        `task.environment == '${ENVIRONMENT}'`,
        `chain.calls >= ${calls}`,
      ];
      const ruleAction = effect === 'permit' ? 'allow' : 'deny';
      return { name: `rule${at}`, condition: conditions.join(' and '), ruleAction };
    }),
  } as unknown as Policy;
  engine.loadPolicy(policy);
  const context = { ...query.context, action: query.action, group: GROUP };
  return () => engine.evaluatePolicy(query.principal.id, context).allowed;
}

/** Its flat rules: an action and equal values; the first that matches counts, so no bound can be said. */
export function governanceSdkFlat({ rules, connector, query }: Asked): AskOnce {
  const engine = new PolicyEngine(
    rules
      .map(({ effect, tool, group, calls }) => ({
        action: tool === null ? '*' : `${connector}/${tool}`,
        effect: effect === 'permit' ? ('allow' as const) : ('deny' as const),
        conditions: {
          environment: calls === 0 ? ENVIRONMENT : `after ${calls} calls`,
          ...(group === null ? {} : { group }),
        },
      }))
      .toReversed(),
  );
  const context = { environment: ENVIRONMENT, group: GROUP, input: query.context['input'] };
  return () => engine.evaluate(query.action, context) === 'allow';
}
