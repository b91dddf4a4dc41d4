// What each record says, in a line, with the lines that belong under it. All that agents and tools wrote is
// made visible and cut short; the whole stands in `--json`.

import type { AskedDeclassification } from '../../../kernel/flow/declassification.ts';
import type { Labels } from '../../../kernel/flow/label.ts';
import type { Ask } from '../../../kernel/hold/held.ts';
import type { Outcome, TaskState } from '../../../kernel/state.ts';
import type { Verification } from '../../../kernel/action/verification.ts';
import type { TraceView } from '../../http/contract.ts';
import { labelWords } from './label-render.ts';
import { excerpt, printable } from './printable.ts';
import { reasonLine, type ShownReason } from './reason-line.ts';
import type { Style } from './style.ts';
import { soFarLines } from './step-render.ts';
import { renderTime } from './table.ts';
import type { TracedEvent } from './trace-tree.ts';

const EXCERPT = 160;

export interface Words {
  readonly headline: string;
  readonly details: readonly string[];
}

type Payloads = TraceView['payloads'];

export function describeEvent(event: TracedEvent, payloads: Payloads, style: Style): Words {
  switch (event.type) {
    case 'task-opened': {
      const { task, workflow, agent, requester, prompt, mode } = event.body;
      const solo = mode === 'solo' ? style.wait(' · solo') : '';
      const who = `agent ${agent} · asked by ${requester}`;
      const line = `${style.strong(`task ${task}`)} · workflow ${workflow} · ${who}`;
      const words = prompt === null ? [] : [quoted('prompt', prompt, payloads)];
      return { headline: line + solo, details: [...words, ...originOf(event.body)] };
    }
    case 'action-permitted': {
      const { connector, tool, effects, preapproved, determining } = event.body;
      const how = preapproved ? ', approved beforehand by review' : '';
      const line = `${style.good('permitted')} ${nameOf(connector, tool)} (${effects.join(', ')}${how})`;
      const given = [...argumentsOf(event.body, payloads), ...sentBy(event.body)];
      return { headline: line, details: [...given, policies(determining)] };
    }
    case 'action-held': {
      const { connector, tool, effects, joined, hold, asks } = event.body;
      const again = joined ? ' again' : '';
      const what = `${nameOf(connector, tool)} (${effects.join(', ')})`;
      const line = `${style.wait(`held${again}`)} ${what} as ${hold}`;
      return {
        headline: line,
        details: [...argumentsOf(event.body, payloads), ...sentBy(event.body), ...asksOf(asks)],
      };
    }
    case 'action-denied': {
      const { connector, tool, reasons } = event.body;
      const line = `${style.bad('denied')} ${nameOf(connector, tool)}`;
      return { headline: line, details: [...argumentsOf(event.body, payloads), ...reasons.map(reasonText)] };
    }
    case 'request-denied': {
      const { request, reasons } = event.body;
      const line = `${style.bad('refused')} ${printable(request)} by ${printable(event.actor.id)}`;
      return { headline: line, details: reasons.map(reasonText) };
    }
    case 'action-settled': {
      const { outcome, durationMs, bytes, code, result, findings = [], misfit, verified } = event.body;
      const why = code === null ? '' : ` (${code})`;
      const line = `${outcomeStyle(outcome, style)(outcome)}${why} after ${durationMs} ms, ${bytes} bytes`;
      const odd = [
        ...findings.map((rule) => style.bad(`reads like an attack: ${printable(rule)}`)),
        ...(misfit === undefined ? [] : [style.wait('not of the form that was admitted')]),
        ...(verified === undefined ? [] : [verifiedText(verified, style)]),
      ];
      const words = result === null ? [] : [quoted('result', result, payloads)];
      return { headline: line, details: [...words, ...odd] };
    }
    default:
      return describeLowering(event, payloads, style);
  }
}

function describeLowering(event: TracedEvent, payloads: Payloads, style: Style): Words {
  switch (event.type) {
    case 'access-held': {
      const { joined, hold, connector, tool, asks } = event.body;
      const what = `${printable(connector)}/${printable(tool)}`;
      const line = `${style.wait(joined ? 'held again' : 'held')} access elsewhere to ${what} as ${hold}`;
      return { headline: line, details: [...argumentsOf(event.body, payloads), ...asksOf(asks)] };
    }
    case 'declassification-held': {
      const { joined, hold, asks, asked } = event.body;
      const line = `${style.wait(joined ? 'held again' : 'held')} a declassification as ${hold}`;
      return {
        headline: line,
        details: [loweringOf(asked), ...argumentsOf(event.body, payloads), ...asksOf(asks)],
      };
    }
    case 'value-declassified': {
      const { hold, determining } = event.body;
      const line = `${style.wait('declassified')} one value${hold === null ? '' : ` as ${hold} asked`}`;
      const details = [loweringOf(event.body), ...argumentsOf(event.body, payloads), policies(determining)];
      return { headline: line, details };
    }
    case 'step-held': {
      const { joined, hold, asks, next } = event.body;
      const line = `${style.wait(joined ? 'held again' : 'held')} the step ${next.step} as ${hold}`;
      return { headline: line, details: [...soFarLines(next.soFar), ...asksOf(asks)] };
    }
    default:
      return { headline: describeRest(event, payloads, style), details: [] };
  }
}

function describeRest(event: TracedEvent, payloads: Payloads, style: Style): string {
  switch (event.type) {
    case 'action-rejoined':
      return style.faint(`asked again: the same action under ${event.body.hold}`);
    case 'approval-given': {
      const { operator, reason } = event.body.statement;
      return `${style.good('approved')} by ${printable(operator)}: ${wordsOf(reason, payloads)}`;
    }
    case 'hold-edited': {
      const { statement, arguments: written } = event.body;
      const what = `approved by ${printable(statement.operator)} with other arguments`;
      return `${style.good(what)}: ${wordsOf(written, payloads)}; ${wordsOf(statement.reason, payloads)}`;
    }
    case 'hold-rejected': {
      const { operator, reason } = event.body.statement;
      return `${style.bad('rejected')} by ${printable(operator)}: ${wordsOf(reason, payloads)}`;
    }
    case 'hold-rejected-in-channel': {
      const { channel, account } = event.body;
      const who = `${printable(event.actor.id)} (${printable(account)})`;
      return `${style.bad('rejected')} by ${who} in the channel ${printable(channel)}, unsigned`;
    }
    case 'access-evaluated': {
      const { action, verdict } = event.body;
      return `${style.faint('asked about')} ${printable(action)}: would be ${verdict}`;
    }
    case 'trigger-fired': {
      const { trigger, starts } = event.body;
      const what = starts === '' ? 'something outside' : printable(starts);
      return `${style.wait('may set off')} ${what} by ${printable(trigger)}`;
    }
    case 'step-begun':
      return `${style.strong('step')} ${event.body.step} has begun`;
    case 'outcome-read-back':
      return `${style.strong('read back')}: ${verifiedText(event.body.verified, style, 'what it shows')}`;
    case 'outcome-delivered':
      return style.faint('delivered');
    case 'token-renewed':
      return style.faint('token renewed');
    case 'task-closed':
      return event.body.why === 'done' ? 'task closed' : 'task expired';
    case 'task-quarantined': {
      const { reason, tripped } = event.body;
      const why = tripped?.map(({ code }) => printable(code)).join(', ') ?? wordsOf(reason, payloads);
      return `${style.bad('quarantined')}: ${why}`;
    }
    case 'erasure-ordered': {
      const why =
        event.body.why === 'asked' ? `by ${printable(event.actor.id)}` : 'by the rules of retention';
      return `erasure ordered ${why}`;
    }
    case 'payloads-erased':
      return style.wait('erased: the words of this task cannot be read any more');
    default:
      return describeWaiting(event, style);
  }
}

function describeWaiting(event: TracedEvent, style: Style): string {
  switch (event.type) {
    case 'hold-withdrawn': {
      const { ran } = event.body;
      const by = ran === undefined ? `taken back by ${event.actor.id}` : `ran without an answer as ${ran}`;
      return style.faint(`${printable(by)}: nobody decides any more`);
    }
    case 'access-approved':
      return `${style.good('approved')} as a whole: ${event.body.hold} may be used once, where policy lets`;
    case 'access-watched':
      return style.faint(`told when ${event.body.holds.length} of its access requests have ended`);
    case 'idempotency-key-used':
      return style.faint('an enforcement point named its request');
    case 'call-deferred':
      return style.faint(`goes on with ${event.body.hold} by itself: its caller comes back for the answer`);
    case 'access-granted':
      return `${style.good('granted')} elsewhere what ${event.body.hold} asked for`;
    default:
      return describeLease(event, style);
  }
}

function describeLease(event: TracedEvent, style: Style): string {
  switch (event.type) {
    case 'lease-granted': {
      const { lease, connector, issuer } = event.body;
      return `lease ${lease} granted for ${connector} (${issuer})`;
    }
    case 'lease-issued': {
      const { lease, standing, advisory } = event.body;
      const marks = [standing ? 'a standing secret' : '', advisory ? 'advisory' : ''].filter(
        (mark) => mark !== '',
      );
      return `lease ${lease} issued${marks.length === 0 ? '' : style.wait(` (${marks.join(', ')})`)}`;
    }
    case 'lease-revoked':
      return `lease ${event.body.lease} ${style.good('revoked')} (${printable(event.body.how)})`;
    case 'lease-revocation-failed': {
      const { lease, code, attempt } = event.body;
      return `lease ${lease} ${style.bad('not revoked yet')}: ${printable(code)}, attempt ${attempt}`;
    }
    default:
      return printable(event.type);
  }
}

function asksOf(asks: readonly Ask[]): string[] {
  return asks.map(({ reason, approvers, policy }) => {
    const who = approvers.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ');
    return printable(`asks ${who}: ${reason} [${policy}]`);
  });
}

/** Records of older ledgers do not say. */
function sentBy({ sent }: { readonly sent?: Labels }): string[] {
  return sent === undefined ? [] : [`gives away ${labelWords(sent)}`];
}

function loweringOf({ from, declassification }: AskedDeclassification): string {
  const { sensitivity, without, tool, until } = declassification;
  const less = without.length === 0 ? sensitivity : `${sensitivity} without ${without.join(', ')}`;
  const where = `${tool ?? 'any tool'} until ${renderTime(until)}`;
  return printable(`${labelWords(from)} counts as ${less} for ${where}`);
}

/** Records of older ledgers name no cause. */
function originOf({ cause = null, depth }: Pick<Partial<TaskState>, 'cause' | 'depth'>): string[] {
  if (cause === null) return [];
  const { task, action } = cause;
  return [`set off by ${action ?? 'several calls'} of ${task ?? 'several tasks'}, at depth ${depth}`];
}

function nameOf(connector: string, tool: string): string {
  return excerpt(`${connector}/${tool}`, EXCERPT);
}

function argumentsOf(body: { readonly arguments: string }, payloads: Payloads): string[] {
  return body.arguments === '' ? [] : [quoted('arguments', body.arguments, payloads)];
}

function policies(determining: readonly string[]): string {
  return `by ${determining.map(printable).join(', ')}`;
}

function reasonText(reason: ShownReason): string {
  return printable(reasonLine(reason));
}

function quoted(name: string, commitment: string, payloads: Payloads): string {
  return `${name} ${wordsOf(commitment, payloads)}`;
}

/** The words behind a commitment: those of another task are with that. */
function wordsOf(commitment: string, payloads: Payloads): string {
  const text = payloads[commitment];
  if (text === undefined) return '(in the trace of its own task)';
  return text === null ? '(erased)' : excerpt(text, EXCERPT);
}

function outcomeStyle(outcome: Outcome, style: Style): (text: string) => string {
  if (outcome === 'succeeded') return style.good;
  return outcome === 'failed' ? style.bad : style.wait;
}

function verifiedText({ verdict, by }: Verification, style: Style, what = 'its result'): string {
  const checks = by.map(printable).join(', ');
  switch (verdict) {
    case 'confirmed':
      return style.good(`${what} confirms what was asked: ${checks}`);
    case 'contradicted':
      return style.bad(`${what} contradicts what was asked: ${checks}`);
    case 'untold':
      return style.wait(`${what} does not tell whether it did what was asked: ${checks}`);
  }
}
