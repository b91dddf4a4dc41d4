// Formatting moves white space and nothing else: a source whose policies or comments would not be the same
// afterwards is left as it is.

import { formatPolicies, policyToJson, templateToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicySource } from '../kernel/state.ts';
import { keepHead } from './format-head.ts';
import type { PolicyProblem } from './problem.ts';
import { scanSource } from './scan.ts';
import type { Statement } from './scan.ts';
import { problemAt, readSource } from './source.ts';
import { commentsOf, tokensOf } from './span/token.ts';
import { isWellFormed } from './well-formed.ts';

const LINE_WIDTH = 110;
const INDENT_WIDTH = 2;

/** A call costs as much as ten policies; the formatter's work grows with the square of what it is given. */
const POLICIES_AT_ONCE = 10;

/**
 * The text laid out afresh, or why it stays as it is. Total.
 * @param tell hears how many policies are laid out.
 */
export function formatSource(
  source: PolicySource,
  tell: (done: number, of: number) => void = () => undefined,
): { readonly text: string } | { readonly problems: readonly PolicyProblem[] } {
  const text = isWellFormed(source.text) ? layOut(source.text, tell) : null;
  if (text !== null) return { text };
  const { problems } = readSource(source);
  if (problems.length > 0) return { problems };
  return { problems: [problemAt(source, 0, 'the formatter would change it: it stays as it is')] };
}

/** Each policy by Cedar's own formatter, and between them the comments in their paragraphs. */
function layOut(text: string, tell: (done: number, of: number) => void): string | null {
  const { statements, excess } = scanSource(text);
  const behind = text.slice(statements.at(-1)?.end ?? 0);
  if (excess.length > 0 || tokensOf(behind).length > 0) return null;
  const policies = formatStatements(text, statements, tell);
  if (policies === null) return null;
  let [laid, end] = ['', 0];
  for (const [index, statement] of statements.entries()) {
    laid += layOutGap(text.slice(end, statement.start), end === 0) + policies[index];
    ({ end } = statement);
  }
  const rest = layOutGap(text.slice(end), end === 0).trimEnd();
  const whole = laid === '' && rest === '' ? '' : `${laid}${rest}\n`;
  return commentsOf(whole).join('\n') === commentsOf(text).join('\n') ? whole : null;
}

/** Null where one of them does not parse, or would not mean the same. */
function formatStatements(
  text: string,
  statements: readonly Statement[],
  tell: (done: number, of: number) => void,
): readonly string[] | null {
  const formatted: string[] = [];
  for (let at = 0; at < statements.length; at += POLICIES_AT_ONCE) {
    const given = statements.slice(at, at + POLICIES_AT_ONCE).map(({ start, end }) => text.slice(start, end));
    const laid = formatTogether(given)?.map((policy, index) => settle(given[index]!, policy)) ?? null;
    if (laid === null || !given.every((policy, index) => isSame(policy, laid[index]!))) return null;
    formatted.push(...laid);
    tell(formatted.length, statements.length);
  }
  return formatted;
}

function formatTogether(policies: readonly string[]): readonly string[] | null {
  const policyText = policies.join('\n');
  const answer = formatPolicies({ policyText, lineWidth: LINE_WIDTH, indentWidth: INDENT_WIDTH });
  if (answer.type === 'failure') return null;
  const text = answer.formatted_policy;
  const { statements } = scanSource(text);
  if (statements.length !== policies.length) return null;
  return statements.map(({ start, end }) => text.slice(start, end));
}

/** A broken clause keeps its brace on the line of its keyword, and a head its line. */
function settle(policy: string, laid: string): string {
  return keepHead(policy, laid, LINE_WIDTH).replaceAll(/^(when|unless)\n\{$/gm, '$1 {');
}

/** The same tokens are the same policy; where the formatter leaves one out, the parser says so. */
function isSame(policy: string, laid: string): boolean {
  const wordsOf = (text: string): string => JSON.stringify(tokensOf(text).map((token) => token.text));
  return wordsOf(policy) === wordsOf(laid) || meaningOf(policy) === meaningOf(laid);
}

function meaningOf(policy: string): string {
  const [asPolicy, asTemplate] = [policyToJson(policy), templateToJson(policy)];
  return JSON.stringify(asPolicy.type === 'success' ? asPolicy : asTemplate);
}

/** What stands between two policies, or before the first: a comment behind a policy stays on its line. */
function layOutGap(gap: string, isFirst: boolean): string {
  const [behind = '', ...lines] = gap.split(/\r\n|\n|\r/).map((line) => line.trim());
  const below = `${isFirst ? behind : ''}\n${lines.join('\n')}`.replace(/\n{3,}/g, '\n\n');
  if (isFirst) return below.trimStart();
  return `${behind === '' ? '' : ` ${behind}`}\n\n${below.trimStart()}`;
}
