// What a person admits: every tool beside what was admitted before, what it may do to the world, why we think
// so, and at the end what saying yes means.

import { surroundingsOf } from '../../../catalog/intake/surroundings.ts';
import { inferTool, type Inference } from '../../../catalog/proposal.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { entryOf } from '../../../kernel/lookup.ts';
import type { ConnectorDetail, ReviewedTool } from '../../http/contract/connector.ts';
import { isReached, moveOf, versionChange } from '../connector-state.ts';
import { correctionsOf, NOTHING_SAID, type Corrections } from '../given/corrections.ts';
import { counted } from './counted.ts';
import { columnsOf, foldLine } from './folded-text.ts';
import { excerpt } from './printable.ts';
import type { Style } from './style.ts';
import { toolLine, toolLines, type Sayer, type SheetTool } from './tool-sheet.ts';
import { renderUpstream } from './upstream-sheet.ts';

/** Where it is shown. */
interface Shown {
  readonly style: Style;
  readonly io: { readonly stdout: { readonly columns?: number | undefined } };
}

/** As it would be admitted if nobody corrected anything. */
export function renderProposal(detail: ConnectorDetail, shown: Shown): string {
  return renderReview(detail, correctionsOf(detail, NOTHING_SAID), shown);
}

/** The same in a line for each tool, with what the scan found in them: the whole is for its review. */
export function renderGlance(detail: ConnectorDetail, shown: Shown): string {
  const corrections = correctionsOf(detail, NOTHING_SAID);
  return render(detail, corrections, shown, (tool) => [
    toolLine(tool, shown.style),
    ...tool.reviewed.found.map(({ rule, severity, pointer }) => {
      const colour = severity === 'error' ? shown.style.bad : shown.style.wait;
      return `    ${colour(`${severity}[${rule}]`)} ${excerpt(pointer, 200)}`;
    }),
  ]);
}

export function renderReview(detail: ConnectorDetail, corrections: Corrections, shown: Shown): string {
  return render(detail, corrections, shown, (tool) => toolLines(tool, shown.style));
}

function render(
  detail: ConnectorDetail,
  corrections: Corrections,
  shown: Shown,
  linesOf: (tool: SheetTool) => string[],
): string {
  if (!isReached(detail.proposal)) return renderUpstream(detail);
  const tools = sheetTools(detail, corrections).flatMap(linesOf);
  const parts = [
    [renderUpstream(detail)],
    tools.length === 0 ? ['it offers no tools'] : tools,
    goneLines(detail),
    yesTo(detail, corrections),
  ];
  return fold(parts.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n'), shown);
}

/** Of a connector that is asked anew, what is not as it was admitted; null: all of it is. */
export function renderChanges(detail: ConnectorDetail, shown: Shown): string | null {
  const corrections = correctionsOf(detail, NOTHING_SAID);
  const changed = sheetTools(detail, corrections).filter(
    ({ reviewed, kept }) => kept !== null && reviewed.verdict !== 'same',
  );
  const move = moveOf(detail);
  const version = versionChange(detail);
  const lines = [
    ...(move === null ? [] : [`! ${move}`]),
    ...(version === null ? [] : [`~ its server is of another version: ${version}`]),
    ...changed.flatMap((tool) => toolLines(tool, shown.style)),
    ...goneLines(detail),
  ];
  return lines.length === 0 ? null : fold(lines.join('\n'), shown);
}

function fold(text: string, { io }: Shown): string {
  const width = columnsOf(io.stdout);
  return text
    .split('\n')
    .flatMap((line) => foldLine(line, width))
    .join('\n');
}

function goneLines({ review }: ConnectorDetail): string[] {
  return (review?.gone ?? []).map((name) => `- ${excerpt(name, 100)}  no longer offered`);
}

/** With why what is thought of each proposed tool is thought. */
export function withInference(detail: ConnectorDetail) {
  if (detail.proposal === null) return detail;
  const inferred = inferencesOf(detail);
  const tools = detail.proposal.tools.map((tool) => {
    const { evidence, confidence, reversibility, inputData } = inferred(tool.name);
    const dataOut = tool.profile.output.categories;
    return { ...tool, inference: { evidence, confidence, reversibility, dataIn: inputData, dataOut } };
  });
  return { ...detail, proposal: { ...detail.proposal, tools } };
}

function inferencesOf(detail: ConnectorDetail): (name: string) => Inference {
  const surroundings = surroundingsOf(detail.id, Object.keys(detail.definitions));
  return (name) => inferTool(name, definitionOf(detail, name), surroundings);
}

function sheetTools(detail: ConnectorDetail, corrections: Corrections): SheetTool[] {
  const reviewed = new Map((detail.review?.tools ?? []).map((tool) => [tool.name, tool]));
  const kept = new Map(corrections.kept.map((tool) => [tool.name, tool]));
  const inferred = inferencesOf(detail);
  const { effects, profiles, corrected } = corrections;
  return (detail.proposal?.tools ?? []).flatMap((proposed) => {
    const { name } = proposed;
    const said = {
      effects: sayer(Object.hasOwn(effects, name), corrected.effects.includes(name)),
      profile: sayer(Object.hasOwn(profiles, name), corrected.profiles.includes(name)),
    };
    const review = reviewed.get(name);
    const before = detail.admitted?.tools ?? {};
    const inForce = Object.hasOwn(before, name) ? before[name]! : null;
    const modelSays = entryOf(detail.modelSays, name) ?? [];
    const rest = { kept: kept.get(name) ?? null, inForce, inference: inferred(name), modelSays, said };
    return review === undefined ? [] : [{ proposed, reviewed: review, ...rest }];
  });
}

function sayer(isSaidNow: boolean, isSaid: boolean): Sayer | null {
  if (isSaidNow) return 'as you say';
  return isSaid ? 'as a person said before' : null;
}

/** What the person says yes to, in the end. */
function yesTo(detail: ConnectorDetail, { kept, left, accepted, drift }: Corrections): string[] {
  const { review } = detail;
  const names = new Set(kept.map(({ name }) => name));
  const tools = (review?.tools ?? []).filter(({ name }) => names.has(name));
  const count = (verdict: ReviewedTool['verdict']): number =>
    tools.filter((tool) => tool.verdict === verdict).length;
  const words = {
    same: 'as admitted',
    harmless: 'harmless',
    new: 'new',
    review: 'to review',
    block: 'blocked',
  };
  const counts = (Object.keys(words) as (keyof typeof words)[])
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${words[verdict]}`);
  const open = tools.flatMap(({ name, unread }) =>
    unread
      .filter((rule) => !accepted.some((one) => one.tool === name && one.rule === rule))
      .map((rule) => `${name}=${rule}`),
  );
  const changes = counts.length === 0 ? '' : ` (${counts.join(', ')})`;
  const move = moveOf(detail);
  return [
    `Yes means: ${waysIn(detail, tools)}${changes}; all in all: ${drift}`,
    ...(move === null ? [] : [move]),
    ...(left.length === 0 ? [] : [`Left out: ${left.map((name) => excerpt(name, 80)).join(', ')}`]),
    ...accepted.map(({ tool, rule }) => `Taken on: ${excerpt(`${rule} in ${tool}`, 160)}`),
    ...open.map((pair) => `Not admitted without: --accept ${excerpt(pair, 160)}`),
  ];
}

const OPERATIONS: { readonly [kind: string]: string } = {
  resource: 'its resources',
  prompt: 'its prompts',
  completion: 'its completions',
  elicitation: 'its questions to people',
};

/** What the protocol itself offers beside tools stands among them under a name of its own: `@prompts/get`. */
function waysIn({ proposal }: ConnectorDetail, reviewed: readonly ReviewedTool[]): string {
  const names = reviewed.map(({ name }) => name);
  const kinds = (proposal?.tools ?? []).filter(({ name }) => names.includes(name)).map(({ kind }) => kind);
  const others = kinds.flatMap((kind) => entryOf(OPERATIONS, kind) ?? []);
  return [counted(kinds.length - others.length, 'tool'), ...others].join(', ');
}

function definitionOf({ definitions }: ConnectorDetail, name: string): JsonObject {
  const value = Object.hasOwn(definitions, name) ? definitions[name] : null;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
