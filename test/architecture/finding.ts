// One thing wrong in the tree, told so that a reader can go straight to it.

/** A broken rule: which one, where, and what was seen there. */
export interface Finding {
  rule: string;
  file: string;
  /** 1-based; absent when the file as a whole, or the tree, breaks the rule. */
  line?: number;
  message: string;
}

/** All findings as one text, one line each, by file and line. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .toSorted((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1))
    .map(
      ({ file, line, rule, message }) =>
        `${line === undefined ? file : `${file}:${line}`} [${rule}] ${message}`,
    )
    .join('\n');
}
