// Where the values of one task come from, learned in the order of its ledger: whoever replays it, the gateway
// after a restart or an evaluation, learns the same from the same.

import { groundArguments, groundChoice, readsOwn, writtenBy } from '../../flow/grounding/ground-arguments.ts';
import { createGroundingIndex, type GroundingIndex } from '../../flow/grounding/grounding-index.ts';
import type { Choice } from '../../flow/grounding/result-reading.ts';
import { unvouchedIn, type Unvouched } from '../../flow/grounding/vouching.ts';
import { howNamed, type WrittenElsewhere } from '../../flow/grounding/written-elsewhere.ts';
import { labelArguments } from './label-arguments.ts';
import { createMarking } from './marking.ts';
import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import { OTHERS } from '../../kernel/chain/usage.ts';
import { worseOf } from '../../kernel/flow/grounding-level.ts';
import type { Json } from '../../kernel/json.ts';
import { covers, joinLabels, NO_DATA, suspect, type Labels } from '../../kernel/flow/label.ts';
import type { Tool } from '../../kernel/state.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { ResultValue } from './result-value.ts';
import { valueAt } from './value-at.ts';
import { createWordsTold } from './words-told.ts';

/** Of what is remembered of one task, about; past it, values count as unseen. */
export const TASK_BYTES = 16 * 2 ** 20;

/** A tool as it was admitted, and the connector that it belongs to. */
export interface GroundedTool extends Pick<Tool, 'name' | 'kind' | 'effects' | 'profile'> {
  readonly connector: string;
  /** Absent: not known. */
  readonly inputSchema?: Json;
}

/** An action that was permitted. */
export interface Called {
  readonly action: string;
  readonly tool: GroundedTool;
  readonly input: Json;
  /** How its arguments were grounded when it was decided. */
  readonly grounding: readonly ArgumentGrounding[];
  /** The record of the permit that used up an approval; null: nobody had to approve it. */
  readonly approved: string | null;
  /** It reads by its name what another task wrote, and nobody vouched for; absent: not as far as is known. */
  readonly readsUnvouched?: true;
  /** What its result was to carry, and what it was given: that may come back; absent: not known. */
  readonly output?: Labels;
  readonly sent?: Labels;
}

/** What an action brought. */
export interface Answered {
  readonly action: string;
  /** Id of the record that commits to it. */
  readonly source: string;
  readonly values: readonly ResultValue[];
  /** What a scan called an attack in it, by rule id. */
  readonly findings: readonly string[];
  /** What it carries beyond what was said before; absent: no more. */
  readonly labels?: Labels;
  /** What of it another task wrote, and nobody vouched for, as committed to; absent: none is known. */
  readonly unvouched?: readonly string[];
}

export interface TaskGrounding {
  /** The words of a person who signed in apart from the agent. */
  readonly prompted: (text: string, source: string) => void;
  /** What was given, but is nobody's word. */
  readonly given: (value: Json, source: string) => void;
  readonly called: (call: Called) => void;
  readonly answered: (answer: Answered) => void;
  /** Of the arguments of a call that is asked for now, in their order. */
  readonly ground: (tool: GroundedTool, input: Json) => readonly ArgumentGrounding[];
  /** What they carry. */
  readonly label: (tool: GroundedTool, input: Json) => readonly ArgumentLabels[];
  /** What nobody vouches for of what such a call writes; null: it writes no such thing. */
  readonly unvouched: (tool: GroundedTool, input: Json) => Unvouched | null;
  /** Memory, about. */
  readonly bytes: () => number;
}

/** How a name at a connector is committed to; null: that is not known. */
export type NameCommitment = (connector: string, name: string) => string | null;

interface Running {
  /** Null: not known. */
  readonly tool: GroundedTool | null;
  /** What comes back carries; null: that is not known. */
  readonly labels: Labels | null;
  readonly chosenBy: readonly Choice[];
  /** Null: as far as is known, it does not. */
  readonly readsUnvouched: WrittenElsewhere['named'];
  /** Whether it reads what the agent wrote. */
  readonly isOwn: () => boolean;
}

/** Nobody vouches for a choice that is not known. */
const UNKNOWN_CHOICE: readonly Choice[] = [
  { pointer: '', role: 'selector', level: 'unseen', match: 'none', sources: [], instructed: false },
];

/** Of which nothing is known. */
const NOT_RUNNING: Running = {
  tool: null,
  labels: null,
  chosenBy: UNKNOWN_CHOICE,
  readsUnvouched: null,
  isOwn: () => false,
};

/**
 * @param bytes what may be remembered, about
 * @param commit without it, what another task wrote of a result is not told from the rest
 */
export function createTaskGrounding(bytes = TASK_BYTES, commit: NameCommitment = NOT_KNOWN): TaskGrounding {
  const index = createGroundingIndex({ bytes });
  const marked = createMarking(index);
  /** What came back, without what is found in it by its form: that is looked for by itself. */
  const declared = new Map<string, Labels>();
  const words = createWordsTold(index, (record) => declared.get(record) ?? null);
  const running = new Map<string, Running>();
  /** What people approved here, with the record that says so. */
  const approvals = new Map<string, string>();
  /** What came back, by record. */
  const carried = new Map<string, Labels>();
  return {
    prompted: (text, source) => index.addPrompt(text, source),
    given: (value, source) => {
      carried.set(source, GIVEN);
      index.addInput(value, source);
    },
    called: ({ action, tool, input, grounding, approved, readsUnvouched = false, output, sent }) => {
      const { connector, profile, effects } = tool;
      if (approved !== null) addApproved(approvals, connector, input, grounding, approved);
      const chosenBy = withApprovals(approvals, connector, input, groundChoice(index, profile, input));
      const labels = output === undefined || sent === undefined ? null : joinLabels(output, sent);
      const isOwn = (): boolean => readsOwn(index, profile, input);
      const isChange = effects.some((effect) => effect !== 'read');
      // What a change answers is the system's own, unless the agent wrote there before.
      const wasOwn = isChange && isOwn();
      const own = isChange ? () => wasOwn : isOwn;
      running.set(action, {
        tool,
        labels,
        chosenBy,
        readsUnvouched: readsUnvouched ? howNamed(profile, input) : null,
        isOwn: own,
      });
      if (isChange) index.addWritten(writtenBy(index, profile, input));
      words.called(tool, input);
    },
    answered: (answer) => {
      const { action, source, findings, labels: found = NO_DATA } = answer;
      const call = running.get(action) ?? NOT_RUNNING;
      if (isPlainRead(call, answer)) words.read(answer.values);
      const formal = answer.values.map(({ value }) => marked.learn(value, source));
      if (call.labels !== null) {
        const all = joinLabels(call.labels, found);
        carried.set(source, labelsOfAnswer(all, findings));
        declared.set(source, covers(formal.reduce(joinLabels, call.labels), found) ? call.labels : all);
      }
      running.delete(action);
      learnAnswer(index, call, answer, commit);
    },
    ground: (tool, input) =>
      withApprovals(approvals, tool.connector, input, groundArguments(index, tool, input)),
    label: (tool, input) => {
      const known = { ...words.of(tool, input), marked };
      return labelArguments(known, tool, input, (record) => carried.get(record) ?? null);
    },
    unvouched: (tool, input) => unvouchedIn(index, tool, input),
    bytes: () => index.bytes() + marked.bytes() + words.bytes(),
  };
}

/** What no task wrote, as far as is known, and nothing but a read gave. */
function isPlainRead({ tool, readsUnvouched, isOwn }: Running, { findings, unvouched = [] }: Answered) {
  const isRead = tool !== null && tool.kind !== 'elicitation' && tool.effects.join() === 'read';
  return isRead && readsUnvouched === null && !isOwn() && findings.length + unvouched.length === 0;
}

function learnAnswer(
  index: GroundingIndex,
  { tool, chosenBy, readsUnvouched, isOwn }: Running,
  { source, values, findings, unvouched = [] }: Answered,
  commit: NameCommitment,
): void {
  const written = writtenIn(commit, tool, readsUnvouched, unvouched);
  for (const { value, isAsDefined } of values) {
    if (tool?.kind === 'elicitation') {
      // It came by way of the connector that asked: a person's answer to somebody else is no prompt.
      index.addInput(value, source);
      continue;
    }
    const fields = isAsDefined && tool !== null ? fieldsOf(tool) : [];
    const isSuspicious = findings.length > 0;
    const result = { source, value, fields: new Map(fields), chosenBy, isOwn: isOwn(), isSuspicious };
    const by = tool === null ? {} : { tool };
    index.addResult({ ...result, ...by, ...(written === null ? {} : { written }) });
  }
}

/** Null: nothing that is known. What is not told apart counts for all. */
function writtenIn(
  commit: NameCommitment,
  tool: GroundedTool | null,
  isNamed: Running['readsUnvouched'],
  objects: readonly string[],
): WrittenElsewhere | null {
  if (isNamed === null && objects.length === 0) return null;
  const isAny = tool === null || objects.includes(OTHERS);
  const has = (name: string): boolean => {
    const one = isAny ? null : commit(tool.connector, name);
    return one === null || objects.includes(one);
  };
  return { named: isNamed, has };
}

/** An approved text is no licence to say it again elsewhere. */
function addApproved(
  approvals: Map<string, string>,
  connector: string,
  input: Json,
  grounding: readonly ArgumentGrounding[],
  approved: string,
): void {
  const carrying = grounding.filter(({ role }) => role !== 'content');
  for (const one of carrying) approvals.set(approvalKey(connector, input, grounding, one), approved);
}

/** @param approvals what people approved, with the record that says so */
function withApprovals<Found extends ArgumentGrounding>(
  approvals: ReadonlyMap<string, string>,
  connector: string,
  input: Json,
  found: readonly Found[],
): Found[] {
  return found.map((one) => {
    const source = approvals.get(approvalKey(connector, input, found, one));
    const isBetter = source !== undefined && worseOf(one.level, 'approved') === one.level;
    return isBetter ? { ...one, level: 'approved', sources: [source], instructed: false } : one;
  });
}

const NOT_KNOWN: NameCommitment = () => null;

const GIVEN: Labels = { ...NO_DATA, integrity: 'untrusted' };

function labelsOfAnswer(labels: Labels, findings: readonly string[]): Labels {
  return findings.length === 0 ? labels : suspect(labels);
}

/** Who writes the fields of what a tool reads; what it answers to a change says what the agent gave it. */
function fieldsOf({ effects, profile }: GroundedTool) {
  const fields = effects.includes('read') ? Object.entries(profile.fields ?? {}) : [];
  return fields.map(([pointer, { writer }]) => [pointer, writer] as const);
}

/** People approve a value in its role, on its way to where it goes. */
function approvalKey(
  connector: string,
  input: Json,
  grounding: readonly ArgumentGrounding[],
  { pointer, role }: ArgumentGrounding,
): string {
  const value = valueAt(input, pointer);
  if (role === 'destination') return canonicalize([role, value]);
  const destinations = grounding.filter((one) => one.role === 'destination');
  const places = destinations.map((one) => canonicalize(valueAt(input, one.pointer))).toSorted();
  return canonicalize([role, value, connector, places]);
}
