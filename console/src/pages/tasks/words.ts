// What each record says in a few words, with one sign, the same in every view.

import {
  Ban,
  BadgeCheck,
  CircleCheck,
  CirclePause,
  CircleX,
  Dot,
  EqualNot,
  Eraser,
  Flag,
  KeyRound,
  OctagonX,
  Play,
  RefreshCw,
  Split,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { RecordView } from '../../../../src/surfaces/http/contract.ts';
import type { Tone } from '../../parts/chip.tsx';
import { isContradicted } from '../../text/verified.ts';
import { textOf, type Act } from './story.ts';

export interface Words {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly says: string;
}

const SIGNS: { readonly [type: string]: readonly [LucideIcon, Tone, string] } = {
  'task-opened': [Play, 'accent', 'task opened'],
  'action-permitted': [CircleCheck, 'permit', 'permitted'],
  'action-held': [CirclePause, 'hold', 'held'],
  'action-rejoined': [CirclePause, 'hold', 'asked again'],
  'action-denied': [CircleX, 'deny', 'denied'],
  'request-denied': [CircleX, 'deny', 'refused'],
  'approval-given': [BadgeCheck, 'permit', 'approved'],
  'hold-rejected': [CircleX, 'deny', 'rejected'],
  'hold-rejected-in-channel': [CircleX, 'deny', 'rejected in a channel'],
  'hold-withdrawn': [Undo2, 'neutral', 'taken back'],
  'access-held': [CirclePause, 'hold', 'access held'],
  'access-approved': [BadgeCheck, 'permit', 'access approved'],
  'access-watched': [Dot, 'neutral', 'its end is to be told'],
  'idempotency-key-used': [Dot, 'neutral', 'access request named'],
  'call-deferred': [Dot, 'neutral', 'goes on by itself'],
  'access-granted': [CircleCheck, 'permit', 'access granted elsewhere'],
  'declassification-held': [CirclePause, 'hold', 'declassification held'],
  'value-declassified': [BadgeCheck, 'hold', 'declassified'],
  'step-held': [CirclePause, 'hold', 'next step held'],
  'step-begun': [Flag, 'accent', 'step begun'],
  'lease-granted': [KeyRound, 'neutral', 'credential granted'],
  'lease-issued': [KeyRound, 'neutral', 'credential issued'],
  'lease-revoked': [KeyRound, 'neutral', 'credential revoked'],
  'lease-revocation-failed': [TriangleAlert, 'deny', 'revocation failed'],
  'outcome-read-back': [BadgeCheck, 'neutral', 'read back'],
  'outcome-delivered': [Dot, 'neutral', 'result delivered'],
  'trigger-fired': [Split, 'hold', 'may set off'],
  'token-renewed': [RefreshCw, 'neutral', 'token renewed'],
  'task-closed': [Flag, 'neutral', 'task ended'],
  'task-quarantined': [OctagonX, 'deny', 'task quarantined'],
  'erasure-ordered': [Eraser, 'hold', 'erasure ordered'],
  'payloads-erased': [Eraser, 'hold', 'words erased'],
};

const OUTCOMES: { readonly [outcome: string]: readonly [LucideIcon, Tone] } = {
  succeeded: [CircleCheck, 'permit'],
  failed: [CircleX, 'deny'],
  unknown: [TriangleAlert, 'hold'],
  'not-started': [Ban, 'neutral'],
};

/** Whatever the connector says of itself. */
const CONTRADICTED: Words = { icon: EqualNot, tone: 'deny', says: 'contradicted' };

export function wordsOfRecord(record: RecordView): Words {
  if (isContradicted(record)) return CONTRADICTED;
  const outcome = record.type === 'action-settled' ? textOf(record, 'outcome') : null;
  if (outcome !== null) {
    const [icon, tone] = OUTCOMES[outcome] ?? [Dot, 'neutral'];
    return { icon, tone, says: outcome };
  }
  const [icon, tone, says] = SIGNS[record.type] ?? [Dot, 'neutral', record.type.replaceAll('-', ' ')];
  return { icon, tone, says };
}

/** What an act came to: what contradicts it, else how its call ended where it ran, else what was decided. */
export function wordsOfAct(act: Act): Words {
  const { records } = act;
  const telling =
    records.find(isContradicted) ??
    records.findLast(({ type }) => type === 'action-settled') ??
    records.findLast(({ type }) => /^(action|request|hold|value|declassification|step)-/.test(type)) ??
    records[0]!;
  return wordsOfRecord(telling);
}

/** What an act is about: a tool, else a person or a task, else who did it. */
export function subjectOf(act: Act): string {
  if (act.tool !== null) return act.tool;
  const first = act.records[0]!;
  const named = ['workflow', 'starts', 'request', 'why', 'step'].map((name) => textOf(first, name));
  return named.find((one) => one !== null) ?? heldStepOf(first) ?? first.actor.id;
}

/** The step that a task asks to go on with, where its gate holds it. */
function heldStepOf({ body: { next } }: RecordView): string | null {
  if (typeof next !== 'object' || next === null || !('step' in next)) return null;
  return typeof next.step === 'string' ? next.step : null;
}
