// The context of each action, as a type: what the kernel passes must fit it, or the answer is an error.

import { ARGUMENT_ROLES } from '../kernel/role.ts';
import { BOOLEAN, DECIMAL, LONG, recordOf, setOf, STRING } from './cedar-type.ts';
import type { CedarType, RecordType } from './cedar-type.ts';
import type { ArgumentRole } from '../kernel/role.ts';

const CHAIN_COUNTS = [
  'calls',
  'denials',
  'holds',
  'reads',
  'writes',
  'deletes',
  'sends',
  'spends',
  'executes',
  'approvals',
  'crossings',
  'contradicted',
  'destinations',
  'fanOut',
  'lastMinute',
];

const STRINGS = setOf(STRING);

const TASK = recordOf(
  {
    workflow: STRING,
    purpose: STRING,
    environment: STRING,
    ageSeconds: LONG,
    requester: STRING,
    trigger: STRING,
    depth: LONG,
    step: STRING,
  },
  ['step'],
);

const DATA = recordOf({ sensitivity: LONG, categories: STRINGS, trusted: BOOLEAN, suspicious: BOOLEAN });

const ARGS = recordOf(
  Object.fromEntries(ARGUMENT_ROLES.map((role) => [role, argumentType(role)])),
  ARGUMENT_ROLES,
);

const CHAIN = recordOf({
  ...longs(CHAIN_COUNTS),
  mayHaveRun: BOOLEAN,
  ownSetUp: BOOLEAN,
  spent: DECIMAL,
  spentAfter: DECIMAL,
  tools: STRINGS,
  succeeded: STRINGS,
  thisTool: recordOf(longs(['calls', 'approved', 'lastMinute', 'lastHour', 'lastDay'])),
});

/** Context of a tool's action: its arguments, and what is known about the task that asks. */
export function toolContext(input: RecordType): RecordType {
  return recordOf(
    {
      input,
      task: TASK,
      data: DATA,
      sent: DATA,
      leaving: recordOf({ ...longs(['certain', 'possible', 'elsewhere']), uncleared: BOOLEAN }),
      args: ARGS,
      grounding: recordOf({ asked: BOOLEAN, doubtful: STRINGS, unheard: BOOLEAN }),
      destination: recordOf({
        hosts: STRINGS,
        external: BOOLEAN,
        public: BOOLEAN,
        trust: STRING,
        known: BOOLEAN,
        clearance: LONG,
      }),
      tool: recordOf({ kind: STRING, effects: STRINGS, idempotent: BOOLEAN, serverUpdated: BOOLEAN }),
      outcome: recordOf({ effects: STRINGS, downstream: STRINGS, egress: STRING, via: STRINGS }),
      chain: CHAIN,
      approvals: recordOf({ count: LONG, roles: STRINGS, tools: STRINGS }),
      agent: recordOf({ exposed: recordOf({ sensitivity: LONG, categories: STRINGS }) }),
      model: recordOf({ provider: STRING, name: STRING, drifted: BOOLEAN }),
      scope: recordOf({ preapproved: BOOLEAN }),
    },
    ['destination', 'agent', 'model'],
  );
}

function argumentType(role: ArgumentRole): RecordType {
  const type = { count: LONG, grounding: STRING, instructed: BOOLEAN, labels: DATA };
  return recordOf(role === 'amount' ? { ...type, sum: DECIMAL } : type);
}

function longs(names: readonly string[]): { readonly [name: string]: CedarType } {
  return Object.fromEntries(names.map((name) => [name, LONG]));
}

/** Context of `approve` and `reject`: the hold, and how the approver stands to who asked. */
export const HOLD_CONTEXT: RecordType = recordOf(
  {
    hold: recordOf({ connector: STRING, tool: STRING, effects: setOf(STRING) }),
    approver: recordOf({
      ownsAgent: BOOLEAN,
      isRequester: BOOLEAN,
      admittedConnector: BOOLEAN,
      publishedPolicy: BOOLEAN,
      editedArguments: BOOLEAN,
      decidedLastHour: LONG,
      others: LONG,
    }),
    solo: BOOLEAN,
  },
  ['solo'],
);

/** Context of `admit-connector`: the worst change of it, and whether nothing was admitted before. */
export const ADMIT_CONTEXT: RecordType = recordOf(
  { admission: recordOf({ drift: STRING, first: BOOLEAN }), solo: BOOLEAN },
  ['admission', 'solo'],
);

/**
 * Context of `declassify`: what the value carries (`from`, `categories`), what it would count as, and whether
 * that is for one tool and one destination alone.
 */
export const DECLASSIFY_CONTEXT: RecordType = recordOf(
  {
    declassification: recordOf(
      { from: LONG, to: LONG, categories: STRINGS, without: STRINGS, bound: BOOLEAN, tool: STRING },
      ['tool'],
    ),
    asker: recordOf({ ownsAgent: BOOLEAN, isRequester: BOOLEAN }),
    solo: BOOLEAN,
  },
  ['solo'],
);

/** Context of the organisation's other verbs. */
export const VERB_CONTEXT: RecordType = recordOf({ solo: BOOLEAN }, ['solo']);
