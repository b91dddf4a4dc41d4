// What changed of one tool, and what the scan found in it: all that a person has to read, and no more.

import type { ReviewedTool } from '../../http/contract/connector.ts';
import { diffLines } from './line-diff.ts';
import { excerpt } from './printable.ts';
import type { Style } from './style.ts';

const MARKS = { same: '=', harmless: '~', new: '+', review: '!', block: 'X' } as const;

export function changeLines(tool: ReviewedTool, style: Style): string[] {
  const { reasons, newSentences, fields, found } = tool;
  const said = new Set(reasons.map(({ rule, pointer }) => `${rule} ${pointer}`));
  return [
    ...reasons.map(
      ({ rule, pointer, text }) => `    ${style.wait(rule)} ${excerpt(`${pointer}: ${text}`, 300)}`,
    ),
    ...found
      .filter(({ rule, pointer }) => !said.has(`${rule} ${pointer}`))
      .map(({ rule, severity, pointer, excerpt: part }) => {
        const colour = severity === 'error' ? style.bad : style.wait;
        return `    ${colour(`${severity}[${rule}]`)} ${excerpt(`${pointer}: ${part}`, 300)}`;
      }),
    ...newSentences.map((sentence) => `    ${style.good('says now')} ${excerpt(sentence, 400)}`),
    ...fields.flatMap((field) => fieldLines(field, style)),
  ];
}

export function markOf(verdict: ReviewedTool['verdict']): string {
  return MARKS[verdict];
}

export function paint(verdict: ReviewedTool['verdict'], style: Style): string {
  if (verdict === 'same') return style.faint(verdict);
  if (verdict === 'block') return style.bad(verdict);
  return verdict === 'harmless' ? style.good(verdict) : style.wait(verdict);
}

/** More lines than these are compared as wholes. */
const MAX_LINES = 300;

function fieldLines({ pointer, before, after }: ReviewedTool['fields'][number], style: Style): string[] {
  const head = `    ${style.faint(excerpt(pointer, 200))}`;
  if (typeof before === 'string' && typeof after === 'string' && hasLines(before) && hasLines(after)) {
    return [head, ...diffLines(before, after, 0).map((line) => `    ${excerpt(line, 300)}`)];
  }
  return [
    head,
    ...(before === undefined ? [] : [`    -${excerpt(JSON.stringify(before), 300)}`]),
    ...(after === undefined ? [] : [`    +${excerpt(JSON.stringify(after), 300)}`]),
  ];
}

function hasLines(text: string): boolean {
  return text.includes('\n') && text.split('\n', MAX_LINES + 1).length <= MAX_LINES;
}
