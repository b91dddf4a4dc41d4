// Formatting moves white space and nothing else: a source whose policies or comments would not be the same
// afterwards is left as it is.

import { formatPolicies } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicySource } from '../kernel/state.ts';
import type { PolicyProblem } from './problem.ts';
import { scanSource } from './scan.ts';
import { problemAt, readSource } from './source.ts';
import { commentsOf } from './span/token.ts';

const LINE_WIDTH = 110;
const INDENT_WIDTH = 2;

/** The text laid out afresh, or why it stays as it is. Total. */
export function formatSource(
  source: PolicySource,
): { readonly text: string } | { readonly problems: readonly PolicyProblem[] } {
  const { problems } = readSource(source);
  if (problems.length > 0) return { problems };
  const text = layOut(source.text);
  if (text !== null && meaningOf({ ...source, text }) === meaningOf(source)) return { text };
  return { problems: [problemAt(source, 0, 'the formatter would change it: it stays as it is')] };
}

/** Each policy by Cedar's own formatter, and between them the comments in their paragraphs. */
function layOut(text: string): string | null {
  const { statements } = scanSource(text);
  let [laid, end] = ['', 0];
  for (const statement of statements) {
    const policy = formatPolicy(text.slice(statement.start, statement.end));
    if (policy === null) return null;
    laid += layOutGap(text.slice(end, statement.start), end === 0) + policy;
    ({ end } = statement);
  }
  const rest = layOutGap(text.slice(end), end === 0).trimEnd();
  return laid === '' && rest === '' ? '' : `${laid}${rest}\n`;
}

function formatPolicy(policyText: string): string | null {
  const formatted = formatPolicies({ policyText, lineWidth: LINE_WIDTH, indentWidth: INDENT_WIDTH });
  return formatted.type === 'success' ? formatted.formatted_policy.trimEnd() : null;
}

/** What stands between two policies, or before the first: a comment behind a policy stays on its line. */
function layOutGap(gap: string, isFirst: boolean): string {
  const [behind = '', ...lines] = gap.split(/\r\n|\n|\r/).map((line) => line.trim());
  const below = `${isFirst ? behind : ''}\n${lines.join('\n')}`.replace(/\n{3,}/g, '\n\n');
  if (isFirst) return below.trimStart();
  return `${behind === '' ? '' : ` ${behind}`}\n\n${below.trimStart()}`;
}

/** The JSON of every policy and the words of every comment, in order. */
function meaningOf(source: PolicySource): string {
  const { policies, problems } = readSource(source);
  return JSON.stringify([policies.map(({ json }) => json), problems, commentsOf(source.text)]);
}
