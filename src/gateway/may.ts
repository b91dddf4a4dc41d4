// What somebody may ask for as things stand, so that a page need not offer what would be refused. It is a
// hint: each thing is decided when it is asked for.

import { isReason } from '../kernel/reason.ts';
import type { JsonObject } from '../kernel/json.ts';
import { operatorPrincipal } from '../kernel/principal.ts';
import type { Request } from '../kernel/request.ts';
import { checkAdmin, findOperator } from '../kernel/rules/identity.ts';
import { checkVerb } from '../kernel/rules/policy.ts';
import { splitAsker, type Asker } from './asker.ts';
import type { Core } from './core.ts';

const NOTHING_KNOWN: JsonObject = {};
/** Of a hold that the asker has no part in. */
const OF_A_HOLD: JsonObject = {
  hold: { connector: '', tool: '', effects: [] },
  approver: {
    ownsAgent: false,
    isRequester: false,
    admittedConnector: false,
    publishedPolicy: false,
    editedArguments: false,
    decidedLastHour: 0,
    others: 0,
  },
};
const OF_AN_ADMISSION: JsonObject = { admission: { drift: 'none', first: false } };

/** The verbs that pages ask with, and what policy is shown of the easiest case of each. */
const VERBS: readonly (readonly [string, JsonObject])[] = [
  ['approve', OF_A_HOLD],
  ['reject', OF_A_HOLD],
  ['quarantine', NOTHING_KNOWN],
  ['kill', NOTHING_KNOWN],
  ['lift-kill', NOTHING_KNOWN],
  ['open-task', NOTHING_KNOWN],
  ['close-task', NOTHING_KNOWN],
  ['propose-connector', NOTHING_KNOWN],
  ['admit-connector', OF_AN_ADMISSION],
  ['publish-workflow', NOTHING_KNOWN],
  ['propose-policy', NOTHING_KNOWN],
  ['publish-policy', NOTHING_KNOWN],
  ['rollback-policy', NOTHING_KNOWN],
  ['shadow-policy', NOTHING_KNOWN],
  ['declare-destinations', NOTHING_KNOWN],
  ['register-agent', NOTHING_KNOWN],
  ['add-operator', NOTHING_KNOWN],
  ['delegate-duty', NOTHING_KNOWN],
  ['add-passkey', NOTHING_KNOWN],
  ['erase', NOTHING_KNOWN],
];
/** What the kernel leaves to admins, whatever policy says. */
const ADMINS_ALONE = ['lift-kill', 'publish-policy', 'rollback-policy', 'add-operator'];

/** Of the asker's roles those that count. */
export function countedRoles(core: Core, asker: Asker): string[] {
  const operator = findOperator(core.world.state(null), askedBy(core, asker));
  return isReason(operator) ? [] : [...operator.roles];
}

/** Verbs that rules and policy leave to the asker; where they want a fresh proof, it counts as given. */
export function permittedVerbs(core: Core, asker: Asker): string[] {
  const state = core.world.state(null);
  const asked = askedBy(core, asker);
  const operator = findOperator(state, asked);
  if (isReason(operator)) return [];
  const principal = operatorPrincipal(operator);
  const isAdmin = checkAdmin(operator).length === 0;
  return (
    VERBS.filter(([verb]) => isAdmin || !ADMINS_ALONE.includes(verb))
      // Who has no role has none to lend.
      .filter(([verb]) => operator.roles.length > 0 || verb !== 'delegate-duty')
      .filter(([verb, context]) => checkVerb(state, asked, principal, verb, context).length === 0)
      .map(([verb]) => verb)
  );
}

/** As a question of theirs would begin, asked by somebody who has just proved who they are. */
function askedBy(core: Core, asker: Asker): Request {
  const at = core.clock.now();
  return { kind: 'kill', id: '', at, ...splitAsker(asker), provedAt: at } as Request;
}
