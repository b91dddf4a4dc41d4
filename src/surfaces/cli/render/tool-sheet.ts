// One tool of a proposal as a person reviews it: a line that tells all of what is plain, and below it only
// what needs eyes.

import type { Inference } from '../../../catalog/proposal.ts';
import type { KeptTool } from '../../../kernel/org/keeping.ts';
import type { ConnectorView, ReviewedTool } from '../../http/contract/connector.ts';
import { changeLines, markOf, paint } from './change-sheet.ts';
import { excerpt, printableLines } from './printable.ts';
import { changesBetween, factsOf, grouped, type Row } from '../profile-change.ts';
import type { Style } from './style.ts';

type ProposedTool = NonNullable<ConnectorView['proposal']>['tools'][number];

/** Whose word something is, where it is not what was inferred. */
export type Sayer = 'as you say' | 'as a person said before';

export interface SheetTool {
  readonly proposed: ProposedTool;
  readonly reviewed: ReviewedTool;
  /** As it will be admitted; null: it is left out. */
  readonly kept: KeptTool | null;
  /** As it was admitted; null: it was not. */
  readonly inForce: ProposedTool | null;
  readonly inference: Inference;
  /** What a model said beyond the rules. */
  readonly modelSays: readonly string[];
  readonly said: { readonly effects: Sayer | null; readonly profile: Sayer | null };
}

export function toolLines(tool: SheetTool, style: Style): string[] {
  const { proposed, reviewed, kept, inForce, inference, modelSays } = tool;
  const head = toolLine(tool, style);
  if (kept === null) return [head, ...changeLines(reviewed, style)];
  const changes = changesBetween(inForce ?? proposed, kept);
  const isNew = reviewed.verdict === 'new';
  const isPlain = reviewed.verdict === 'same' && !isCorrected(tool);
  const rows: Row[] = [
    ...changes,
    ...(isPlain ? [] : saidRows(tool)),
    ...(isNew ? factsOf(kept, proposed.inputSchema) : []),
    ...(isPlain ? [] : inferredRows(inference)),
    ...(modelSays.length === 0 ? [] : [['model says', excerpt(modelSays.join('; '), 600)] as const]),
  ];
  return [
    head,
    ...rows.map(([label, text]) => `    ${style.faint(label.padEnd(10))} ${text}`),
    ...changeLines(reviewed, style),
    ...(isNew ? printableLines(proposed.description.slice(0, MOST_TOLD)).map((line) => `    | ${line}`) : []),
  ];
}

/** What it may do, and how it stands to what was admitted. */
export function toolLine(tool: SheetTool, style: Style): string {
  const { proposed, reviewed, kept, inForce, said } = tool;
  const name = style.strong(excerpt(proposed.name, 100));
  if (kept === null) return `- ${name}  left out${inForce === null ? '' : ', admitted until now'}`;
  const { verdict } = reviewed;
  const { effects, profile } = kept;
  const word = paint(verdict, style) + (isCorrected(tool) ? style.wait(', corrected') : '');
  const kind = proposed.kind === 'tool' ? '' : `  (${proposed.kind})`;
  const mark = isCorrected(tool) && verdict === 'same' ? '!' : markOf(verdict);
  const isSaid = [said.effects, said.profile].includes('as a person said before');
  const before = isSaid ? style.faint(', as a person said before') : '';
  return `${mark} ${name}${kind}  ${effects.join(', ')}  goes ${profile.egress}  ${word}${before}`;
}

function isCorrected({ said }: SheetTool): boolean {
  return [said.effects, said.profile].includes('as you say');
}

/** UTF-16 units of a description: whoever writes more is not read. */
const MOST_TOLD = 20_000;

/** Whose word it is, and what would be without it. */
function saidRows({ proposed, said }: SheetTool): Row[] {
  const { effects, profile } = proposed;
  const roles = grouped(Object.entries(profile.roles));
  return [
    ...row(said.effects, `effects; proposed: ${effects.join(', ')}`),
    ...row(said.profile, `the rest; proposed: goes ${profile.egress}${roles === '' ? '' : `, ${roles}`}`),
  ];
}

function row(sayer: Sayer | null, text: string): Row[] {
  return sayer === null ? [] : [[sayer === 'as you say' ? 'you say' : 'said', text]];
}

/** Below it an inference is a guess. */
const SURE = 0.6;

function inferredRows({ evidence, reversibility, confidence, inputData, idempotent }: Inference): Row[] {
  const is = [
    ...(reversibility === 'irreversible' ? ['cannot be undone'] : []),
    ...(reversibility === 'unknown' ? ['not known whether it can be undone'] : []),
    ...(idempotent ? ['may be repeated'] : []),
    ...(confidence < SURE ? [`a guess (confidence ${confidence.toFixed(2)})`] : []),
  ];
  const taken = Object.entries(inputData).map(([pointer, classes]) => [pointer, classes.join(', ')] as const);
  const rows: Row[] = [
    ['takes', grouped(taken)],
    ['it is', is.join('; ')],
    ['why', excerpt(evidence, 600)],
  ];
  return rows.filter(([, text]) => text !== '');
}
