// The model behind an agent, and whoever provides it, reads all that its tools answer: what it is not cleared
// for is not given to it. Where it changed since the task began, both must be cleared.

import type { AskedAction } from '../action/action.ts';
import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { levelOf, SENSITIVITIES } from './label.ts';
import type { Clearance, Labels } from './label.ts';
import { entryOf } from '../lookup.ts';
import { outputOf } from './memory.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { DeclareClearances } from '../request.ts';
import type { AgentModel } from '../org/registered.ts';
import type { OrgState, State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

/** A model is a destination: who may declare those may declare this. The last word replaces all before it. */
export function decideDeclareClearances(state: State, request: DeclareClearances): Decision {
  const reasons = judgeVerb(state, request);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { models: request.models };
  return permit([recordOf(request, { stream: 'org', type: 'clearances-declared', causes: [], body })]);
}

/** Of any model, also of one that nobody named. */
const ANY = '*';

/** What the result may carry; null: nobody declared anything for the model, or it is not given to it. */
export function clearanceOf({ state, agent, task, admitted }: AskedAction): Clearance | null {
  // A person answers the connector.
  if (admitted?.tool.kind === 'elicitation') return null;
  const models = [agent.model ?? null, task.model];
  const found = models.flatMap((model) => findClearance(state.org.clearances, model) ?? []);
  const [first, second = first] = found;
  return first === undefined || second === undefined ? null : strictest(first, second);
}

/** The closest: a model, then its provider, then any. */
function findClearance(declared: OrgState['clearances'], model: AgentModel | null): Clearance | null {
  const any = entryOf(declared, ANY);
  if (model === null) return any;
  const { provider, name } = model;
  return entryOf(declared, `${provider}/${name}`) ?? entryOf(declared, provider) ?? any;
}

function strictest(one: Clearance, other: Clearance): Clearance {
  const level = Math.min(levelOf(one.sensitivity), levelOf(other.sensitivity));
  return {
    sensitivity: SENSITIVITIES[level]!,
    except: [...new Set([...one.except, ...other.except])].toSorted(),
  };
}

/** Whether all that the labels say may be given. */
export function isCleared({ sensitivity, except }: Clearance, labels: Labels): boolean {
  const isLow = levelOf(labels.sensitivity) <= levelOf(sensitivity);
  return isLow && !labels.categories.some((category) => except.includes(category));
}

/** A tool is not called for what may not be given: what is found only in its result is cut there. */
export function checkClearance(asked: AskedAction): Reason[] {
  const clearance = clearanceOf(asked);
  const tool = asked.admitted?.tool ?? null;
  if (clearance === null || tool === null) return [];
  const output = outputOf(asked.state, asked.request, tool);
  if (isCleared(clearance, output)) return [];
  const { sensitivity, categories } = output;
  const name = `${asked.request.connector}/${tool.name}`;
  const facts = { tool: name, sensitivity, categories, clearance: { ...clearance } };
  const lift =
    'Clear the model for it (holdpoint model-clearance set), or correct what results of the tool carry.';
  return [because('flow', 'model-not-cleared', facts, lift)];
}
