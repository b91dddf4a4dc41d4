// A permit is a claim of one process, for one call, that starts soon or not at all.

import { idOf } from './action.ts';
import type { AdmittedTool, AskedAction, Grounds } from './action.ts';
import { actionFacts } from './facts.ts';
import { drawAllowances } from '../chain/allowance.ts';
import { permit, recordOf } from '../answer.ts';
import { amountOf } from './argument-role.ts';
import { clearanceOf } from '../flow/clearance.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import type { Event, EventOf } from '../event.ts';
import { altersThings, setsUp } from '../effect.ts';
import { recordAddressed } from '../flow/addressed.ts';
import { exposeAgents } from '../flow/exposure.ts';
import { planLease } from '../task/lease.ts';
import type { LeasePlan } from '../task/lease.ts';
import { labelObjects, outputOf } from '../flow/memory.ts';
import { recordWriting, touchesUnvouched } from '../flow/unvouched.ts';
import { farther, type OutcomeEffects } from './outcome.ts';
import { onlyReads } from '../rules/definition.ts';
import type { Hold } from '../hold/held.ts';
import type { ActionState, ToolProfile } from '../state.ts';
import { reserveResult } from '../rules/budget.ts';
import { fireTriggers } from '../chain/trigger.ts';
import { commitmentsOf, destinationsOf, egressOf } from '../flow/trust.ts';
import { timesOf } from '../hold/uses.ts';
import { withdrawSpared } from '../hold/withdraw.ts';

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
  const output = outputOf(asked.state, request, admitted.tool);
  const action = idOf('act', request);
  const lease = planLease(asked, admitted, action);
  const startBefore = request.at + START_WITHIN_MS;
  const reserved = reserveResult(asked);
  const clearance = clearanceOf(asked);
  const egress = egressOf(asked.state.org, profile, destinationsOf(request, profile));
  const permitted = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'action-permitted',
    causes: [task.record, ...(hold === null ? [] : recordsOf(hold))],
    body: {
      allowance: asked.match.allowance,
      preapproved: asked.preapproved,
      hold: hold?.id ?? null,
      ...useOf(hold),
      lease: lease?.lease ?? null,
      owner: request.owner,
      startBefore,
      reservedMs,
      effects: admitted.tool.effects,
      output,
      egress,
      amount: amountOf(profile, request.arguments),
      destinations: commitmentsOf(request.destinations),
      obligations: grounds.obligations,
      ...chainFacts(asked, admitted, egress),
      ...reserved,
      // Last: V8 is slow to add so many members to a copy.
      ...actionFacts(asked.state, request, task, grounds),
    },
  });
  const granted = grantLease(asked, permitted, lease);
  const call: Command = {
    kind: 'call',
    action,
    connector: request.connector,
    tool: request.tool,
    admission: asked.connector.admitted!.record,
    lease: lease?.lease ?? null,
    timeoutMs: reservedMs,
    ...reserved,
    ...(clearance === null ? {} : { clearance }),
    startBefore,
    record: permitted.id,
  };
  const recorded = granted === null ? [permitted] : [permitted, granted.event];
  const commands = granted === null ? [call] : [granted.mint, call];
  const others = recordBeside(asked, admitted, permitted, recorded.length);
  const events = others.length === 0 ? recorded : [...recorded, ...others];
  return permit(events, commands, { task: task.id, action, hold: hold?.id ?? null });
}

function recordsOf({ record, approvals }: Hold): readonly string[] {
  return [record, ...approvals.map((approval) => approval.record)];
}

/** Which use it is, where people approved more than one. */
function useOf(hold: Hold | null): { readonly use?: number } {
  return hold === null || timesOf(hold) === 1 ? {} : { use: (hold.uses ?? 0) + 1 };
}

/** What goes on counting in all that comes of the call. */
function chainFacts(
  asked: AskedAction,
  { tool, triggers, outcome, outside }: AdmittedTool,
  egress: ToolProfile['egress'],
) {
  const { parties = [], objects = [], names = [], forms = [] } = asked.request;
  const setUp = [...parties, ...names];
  const changed = [...objects, ...names, ...forms];
  const counted = (one: OutcomeEffects) => ({
    effects: one.effects,
    egress: farther(egress, one.egress),
  });
  const fired = { fired: triggers.length, comesTo: counted(outcome), outside: counted(outside) };
  return {
    ...(triggers.length === 0 ? {} : fired),
    ...(setUp.length === 0 || !setsUp(tool.effects) ? {} : { setUp }),
    ...(changed.length === 0 || !altersThings(tool.effects) ? {} : { changed }),
    ...touchesUnvouched(asked, tool),
    ...(asked.request.call === undefined || onlyReads(tool) ? {} : { call: asked.request.call }),
  };
}

/** What a permitted call means for more than its task, on streams of their own. */
function recordBeside(
  asked: AskedAction,
  admitted: AdmittedTool,
  permitted: EventOf<'action-permitted'>,
  first: number,
): readonly Event[] {
  const { state, request, task } = asked;
  const drawn = drawAllowances(asked, permitted, first);
  let next = first + drawn.length;
  const spared = withdrawSpared(asked, permitted, next);
  next += spared.length;
  const exposed = exposeAgents(state, request, task, permitted.body.output, permitted.id, next);
  next += exposed.length;
  const addressed = recordAddressed(asked, permitted, next);
  next += addressed.length;
  const written = labelObjects(asked, admitted.tool, permitted.id, next);
  next += written.length;
  const unvouched = recordWriting(asked, permitted, next);
  next += unvouched.length;
  const fired = fireTriggers(asked, admitted, permitted, next);
  const beside = [...drawn, ...spared, ...exposed, ...addressed, ...written, ...unvouched];
  return beside.length === 0 ? fired : [...beside, ...fired];
}

/** An approved action that runs or ran is never made again: its outcome is given until it was delivered. */
export function rejoinAction(
  { request, task }: AskedAction,
  running: Pick<ActionState, 'id' | 'record'>,
  hold: Hold,
): Decision {
  const rejoined = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'action-rejoined',
    causes: [running.record, hold.record],
    body: { action: running.id, hold: hold.id, digest: request.digest },
  });
  const made = { task: task.id, action: running.id, hold: hold.id };
  return permit([rejoined], [{ kind: 'replay', action: running.id }], made);
}

/** Null where the call needs none, or shares one. */
function grantLease(
  { request, task }: AskedAction,
  permitted: Event,
  plan: LeasePlan | null,
): { readonly event: Event; readonly mint: Command } | null {
  if (plan === null || plan.grant === null) return null;
  const { lease } = plan;
  const { requirement, action, expiresAt } = plan.grant;
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
