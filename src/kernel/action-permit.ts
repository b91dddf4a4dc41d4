// A permit is a claim of one process, for one call, that starts soon or not at all.

import { idOf } from './action.ts';
import type { AdmittedTool, AskedAction, Grounds } from './action.ts';
import { actionFacts } from './action-facts.ts';
import { permit, recordOf } from './answer.ts';
import { amountOf } from './argument-role.ts';
import type { Command } from './command.ts';
import type { Decision } from './decision.ts';
import type { Event } from './event.ts';
import { planLease } from './lease.ts';
import type { LeaseGrant } from './lease.ts';
import type { Destination } from './request.ts';
import type { ActionState, Hold } from './state.ts';
import { destinationsOf, egressOf } from './trust.ts';

/** How long after the decision a call may still start. */
const START_WITHIN_MS = 5_000;

/** `hold` is the approved hold that it uses up. */
export function permitAction(
  asked: AskedAction,
  admitted: AdmittedTool,
  grounds: Grounds,
  hold: Hold | null,
): Decision {
  const { request, task, reservedMs } = asked;
  const { profile } = admitted.tool;
  const action = idOf('act', request);
  const lease = planLease(asked, admitted, action);
  const startBefore = request.at + START_WITHIN_MS;
  const permitted = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'action-permitted',
    causes: [
      task.record,
      ...(hold === null ? [] : [hold.record, ...hold.approvals.map(({ record }) => record)]),
    ],
    body: {
      allowance: asked.match.allowance,
      preapproved: asked.preapproved,
      hold: hold?.id ?? null,
      lease: lease?.lease ?? null,
      owner: request.owner,
      startBefore,
      reservedMs,
      effects: admitted.tool.effects,
      output: profile.output,
      egress: egressOf(asked.state.org, profile, destinationsOf(request, profile)),
      amount: amountOf(profile, request.arguments),
      destinations: commitmentsOf(request.destinations),
      obligations: grounds.obligations,
      // Last: V8 is slow to add so many members to a copy.
      ...actionFacts(asked.state, request, task, grounds),
    },
  });
  const granted =
    lease === null || lease.grant === null ? null : grantLease(asked, permitted, lease.lease, lease.grant);
  const call: Command = {
    kind: 'call',
    action,
    connector: request.connector,
    tool: request.tool,
    admission: asked.connector.admitted!.record,
    lease: lease?.lease ?? null,
    timeoutMs: reservedMs,
    startBefore,
    record: permitted.id,
  };
  const made = { task: task.id, action, hold: hold?.id ?? null };
  if (granted === null) return permit([permitted], [call], made);
  return permit([permitted, granted.event], [granted.mint, call], made);
}

const NONE: readonly string[] = [];

/** Each once; a task whose words are erased has none. */
function commitmentsOf(destinations: readonly Destination[]): readonly string[] {
  if (destinations.length === 0) return NONE;
  return [...new Set(destinations.map(({ commitment }) => commitment))].filter((one) => one !== '');
}

/** An approved action that runs or ran is never made again: its outcome is given until it was delivered. */
export function rejoinAction({ request, task }: AskedAction, running: ActionState, hold: Hold): Decision {
  const rejoined = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'action-rejoined',
    causes: [running.record, hold.record],
    body: { action: running.id, hold: hold.id, digest: request.digest },
  });
  const made = { task: task.id, action: running.id, hold: hold.id };
  return permit([rejoined], [{ kind: 'replay', action: running.id }], made);
}

function grantLease(
  { request, task }: AskedAction,
  permitted: Event,
  lease: string,
  { requirement, action, expiresAt }: LeaseGrant,
): { readonly event: Event; readonly mint: Command } {
  const { connector, owner } = request;
  const { issuer } = requirement;
  const event = recordOf(
    request,
    {
      stream: `task/${task.id}`,
      type: 'lease-granted',
      causes: [permitted.id],
      body: { lease, connector, issuer, action, owner, expiresAt },
    },
    1,
  );
  return { event, mint: { kind: 'mint', lease, connector, requirement, expiresAt, record: event.id } };
}
