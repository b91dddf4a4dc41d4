// The context of each action, as a type: what the kernel passes must fit it, or the answer is an error.

import { BOOLEAN, LONG, recordOf, setOf, STRING } from './cedar-type.ts';
import type { RecordType } from './cedar-type.ts';

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
];

/** Context of a tool's action: its arguments, and what is known about the task that asks. */
export function toolContext(input: RecordType): RecordType {
  return recordOf({
    input,
    task: recordOf({
      workflow: STRING,
      purpose: STRING,
      environment: STRING,
      ageSeconds: LONG,
      requester: STRING,
    }),
    tool: recordOf({ kind: STRING, effects: setOf(STRING), idempotent: BOOLEAN }),
    chain: recordOf(Object.fromEntries(CHAIN_COUNTS.map((count) => [count, LONG]))),
    scope: recordOf({ preapproved: BOOLEAN }),
  });
}

/** Context of `approve` and `reject`: the hold, and how the approver stands to who asked. */
export const HOLD_CONTEXT: RecordType = recordOf(
  {
    hold: recordOf({ connector: STRING, tool: STRING, effects: setOf(STRING) }),
    approver: recordOf({ ownsAgent: BOOLEAN, isRequester: BOOLEAN }),
    solo: BOOLEAN,
  },
  ['solo'],
);

/** Context of the organisation's other verbs. */
export const VERB_CONTEXT: RecordType = recordOf({ solo: BOOLEAN }, ['solo']);
