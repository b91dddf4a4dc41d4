// A problem says where: source, line and column, so that whoever wrote the policy can mend it.

/** What is wrong with a policy source, or odd about it. Lines and columns (in UTF-16 units) count from 1. */
export interface PolicyProblem {
  readonly severity: 'error' | 'warning';
  /** Name of the source. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help: string | null;
  /** Id of the policy; null where it has none or the source does not parse. */
  readonly policy: string | null;
}

/** One problem as one line of a terminal: `name:line:column: error: message (help)`. */
export function policyProblemText(problem: PolicyProblem): string {
  const { source, line, column, severity, policy, message, help } = problem;
  const named = policy === null ? '' : `policy ${policy}: `;
  return `${source}:${line}:${column}: ${severity}: ${named}${message}${help === null ? '' : ` (${help})`}`;
}

/** Line and column of an offset in UTF-16 units. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The parser counts in bytes of UTF-8; JavaScript counts in UTF-16 units. */
export function offsetOfByte(text: string, byte: number): number {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    new TextEncoder().encode(text).subarray(0, byte),
  ).length;
}
