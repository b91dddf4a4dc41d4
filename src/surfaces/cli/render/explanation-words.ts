// A decision explained to a person: what was asked, what decided it, which conditions were true, and what
// would have to be otherwise.

import type { ExplainedPolicyView, ExplanationView, Outcome } from '../../http/contract/replay.ts';
import { avoidableLines } from './avoidable-lines.ts';
import { excerpt, printable } from './printable.ts';
import { reasonLine } from './reason-line.ts';
import type { Style } from './style.ts';
import { renderTime } from './table.ts';

const ARGUMENTS = 2_000;

const VERDICTS = { permit: 'permitted', hold: 'held', deny: 'denied', fact: 'it happened' } as const;
/** Of a question by an enforcement point elsewhere, for whom nothing waits. */
const ANSWERS = { permit: 'yes', hold: 'no, since it would be held', deny: 'no', fact: 'no' } as const;

export function explanationLines(explanation: ExplanationView, style: Style): string[] {
  const { asks, reasons, hold, obligations, shadow } = explanation;
  return [
    ...askedLines(explanation, style),
    ...reasons.map((reason) => printable(reasonLine(reason))),
    ...asks.map((ask) => printable(`${ask.policy} asks ${approversText(ask.approvers)}: ${ask.reason}`)),
    ...(hold === null ? [] : [printable(fateText(hold))]),
    ...(hold?.editedBy === undefined ? [] : [printable(editedText(hold.editedBy, hold.id))]),
    ...obligations.map((one) => printable(`comes with ${obligationText(one)}`)),
    ...policyLines(explanation, style),
    ...nearestLines(explanation),
    ...(hold === null ? [] : avoidableLines(hold.id, explanation.avoidable)),
    ...(shadow === null ? [] : [printable(shadowText(shadow))]),
    ...replayLines(explanation),
    ...todayLines(explanation),
  ];
}

function askedLines(explanation: ExplanationView, style: Style): string[] {
  const { action, access, verb, actor, type, time, verdict } = explanation;
  const paint = { permit: style.good, hold: style.wait, deny: style.bad, fact: style.faint }[verdict];
  const words = access === null ? VERDICTS : ANSWERS;
  const end = `${paint(words[verdict])}, ${renderTime(time)}`;
  if (access !== null) return [`${printable(accessText(access, actor.id))}: ${end}`];
  if (action === null) return [`${printable(`${actor.id} asks for ${verb ?? type}`)}: ${end}`];
  const { agent, connector, tool, task, workflow, requester, hold } = action;
  const under = workflow === null ? '' : ` of workflow ${workflow}, asked for by ${requester ?? '-'}`;
  return [
    `${printable(`${agent} asks for ${connector}/${tool}`)}: ${end}`,
    printable(`in ${task}${under}${hold === null ? '' : `, ${hold}`}`),
    argumentsLine(action),
    ...setsOffLine(action),
  ];
}

/** So many are named. */
const NAMED = 8;

/** What else counts as coming of it: what is unknown first, and nothing that only reads. */
function setsOffLine({ setsOff }: NonNullable<ExplanationView['action']>): string[] {
  const acting = setsOff.filter(({ effects }) => effects.some((effect) => effect !== 'read'));
  if (acting.length === 0) return [];
  const rank = ({ effects }: (typeof acting)[number]): number => (effects.includes('unknown') ? 0 : 1);
  const named = acting
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, effects }) => `${name} (${effects.join(', ')})`);
  const more = named.length > NAMED ? ` and ${named.length - NAMED} more` : '';
  return [printable(`may set off ${named.slice(0, NAMED).join(', ')}${more}`)];
}

function accessText(access: NonNullable<ExplanationView['access']>, asker: string): string {
  const { subject, action, resource, task } = access;
  const whom = `${subject.type} ${subject.id ?? '(nobody)'}`;
  const under = task === null ? '' : ` in ${task}`;
  return `${asker} asks whether ${whom} may ${action} on ${resource}${under}`;
}

type Fate = NonNullable<ExplanationView['hold']>;

const ENDS: { readonly [status in Fate['status']]: string } = {
  pending: 'it waits',
  used: 'it was used',
  rejected: 'it was rejected',
  void: 'it was made void, undecided,',
  expired: 'it expired',
};

/** What became of a hold, by whom and when. */
export function fateText({ id, status, expiresAt, approvals, ended, usedBy }: Fate): string {
  const names = approvals.map(({ operator }) => operator).join(', ');
  const approved = names === '' ? '' : `approved by ${names}; `;
  const isEnd = status === 'rejected' || status === 'void';
  const by = isEnd && ended !== null ? ` by ${ended.by}` : '';
  const as = usedBy === null ? '' : ` as ${usedBy}`;
  const until = status === 'pending' ? `, until ${renderTime(expiresAt)}` : `, ${renderTime(expiresAt)}`;
  const when = ended === null ? until : `, ${renderTime(ended.time)} (${ended.record})`;
  const end =
    status === 'void' && usedBy !== null ? 'it ran without an answer, asked for again' : ENDS[status];
  return `${id}: ${approved}${end}${by}${as}${when}`;
}

function editedText(operator: string, hold: string): string {
  return `${operator} wrote other arguments for it later (holdpoint hold show ${hold}): this is of the first`;
}

function argumentsLine({ argumentsText, isRedacted }: NonNullable<ExplanationView['action']>): string {
  if (argumentsText === null) return 'arguments (erased)';
  return `arguments ${excerpt(argumentsText, ARGUMENTS)}${isRedacted ? ' (a secret was taken out)' : ''}`;
}

/** Those that decided; and of a denial the permits that came close. */
function policyLines({ policy, verdict }: ExplanationView, style: Style): string[] {
  const policies = policy?.policies ?? [];
  const determining = policies.filter((one) => one.determining);
  const lifted = policies.filter((one) => verdict === 'permit' && one.effect === 'forbid' && applies(one));
  const near = policies.filter((one) => verdict === 'deny' && one.effect === 'permit' && !applies(one));
  return [
    ...determining.flatMap((one) => ['', ...policyText('decided by', one, style)]),
    ...lifted.flatMap((one) => ['', ...policyText('approved in spite of', one, style)]),
    ...near.flatMap((one) => ['', ...policyText('would permit, but does not apply:', one, style)]),
    ...(determining.length === 0 && policy !== null ? ['', 'no policy decided it'] : []),
    '',
  ];
}

const WHO: { readonly [by in ExplanationView['nearest'][number]['changes'][number]['by']]: string } = {
  asker: 'other arguments',
  approver: 'approval',
  time: 'waiting',
  task: 'another task',
  admin: 'an admin',
  person: 'another person',
};

function nearestLines({ nearest }: ExplanationView): string[] {
  if (nearest.length === 0) return [];
  const lines = nearest.map(({ changes, approvals, isVerified }) => {
    const facts = changes.map(({ words, by }) => `${words} [${WHO[by]}]`);
    const asked = approvals.map((who) => `approval by ${who}`);
    const doubt = isVerified ? '' : ' (not tried out)';
    return printable(`  - ${[...facts, ...asked].join('; and ')}${doubt}`);
  });
  return ['policy would permit it with:', ...lines];
}

function applies({ outcome }: ExplainedPolicyView): boolean {
  return outcome === 'applies';
}

function policyText(how: string, policy: ExplainedPolicyView, style: Style): string[] {
  const { id, source, line, reason } = policy;
  const why = reason === null ? '' : `: ${reason}`;
  return [printable(`${how} ${id} (${source}:${line})${why}`), ...markedText(policy, style)];
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The policy's text; under each condition a line that says what it came to. */
function markedText({ text, clauses }: ExplainedPolicyView, style: Style): string[] {
  const marks = clauses.flatMap(({ conditions }) =>
    conditions.flatMap(({ span, value }): Mark[] => (span === null ? [] : [{ ...span, value }])),
  );
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    const own = marks.filter((mark) => mark.start >= start && mark.start < offset);
    return [`  ${printable(line)}`, ...own.map((mark) => `  ${underline(line, start, mark, style)}`)];
  });
}

function underline(line: string, lineStart: number, { start, end, value }: Mark, style: Style): string {
  const before = printable(line.slice(0, start - lineStart));
  const marked = printable(line.slice(start - lineStart, end - lineStart));
  const paint = value === 'true' ? style.good : value === 'false' ? style.bad : style.faint;
  return paint(`${' '.repeat(widthOf(before))}${'~'.repeat(widthOf(marked))} ${value.replace('-', ' ')}`);
}

function widthOf(text: string): number {
  return Array.from(text).length;
}

function approversText(approvers: Outcome['approvers']): string {
  return approvers.map(({ role, quorum }) => `${quorum} × ${role}`).join(' and ');
}

function obligationText(obligation: Outcome['obligations'][number]): string {
  switch (obligation.kind) {
    case 'redact':
      return `redact: ${obligation.fields.join(', ')}`;
    case 'cap-rows':
      return `cap-rows: at most ${obligation.rows}`;
    case 'notify':
      return `notify: ${obligation.roles.join(', ')}`;
    case 'record-payload':
      return 'record-payload';
    case 'step-up':
      return `step-up: within ${obligation.withinSeconds} s`;
    case 'other':
      return `${obligation.name}: ${obligation.value}`;
  }
}

function shadowText({ policy, verdict, determining }: NonNullable<ExplanationView['shadow']>): string {
  const by = determining.length === 0 ? 'by default' : `by ${determining.join(', ')}`;
  return `the set that was tried beside it (${policy}) would have said ${verdict}, ${by}`;
}

const REPLAYS: { readonly [replay in ExplanationView['replay']]: string | null } = {
  same: null,
  'not-asked': null,
  unkept: 'of its question only a digest is kept: the conditions cannot be judged again',
  otherwise: 'asked again, the set of its time does not say the same: its record alone says why',
  erased: 'its arguments were erased: the conditions cannot be judged again',
  redacted: 'a secret was taken out of its arguments: the conditions cannot be judged again',
  damaged: 'its arguments do not open (see holdpoint ledger verify): the conditions cannot be judged again',
};

function replayLines({ replay }: ExplanationView): string[] {
  return [REPLAYS[replay]].filter((line) => line !== null);
}

function todayLines({ today }: ExplanationView): string[] {
  if (today === null) return [];
  if (today.isSame) return ['the policy in force today would decide the same'];
  const by = [...today.determining, ...(today.determining.length === 0 ? today.reasons : [])];
  const asks = today.approvers.length === 0 ? '' : `, asking ${approversText(today.approvers)}`;
  return [printable(`the policy in force today would say ${today.verdict}${asks} (${by.join(', ') || '-'})`)];
}
