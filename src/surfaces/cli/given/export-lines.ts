// An exported ledger is read only where it is whole: a record taken out, changed or repeated would change
// what is decided, and nobody would see it.

import { isObject } from '../../../catalog/member.ts';
import type { Problem } from '../../../document/document.ts';
import type { Finding } from '../../../ledger/finding.ts';
import { describeFinding, verifyExport } from '../../../verify.ts';
import type { CliError } from '../exit.ts';
import { invalidFile } from '../home.ts';
import { printable } from '../render/printable.ts';
import { problemAt, type Line } from './recorded-lines.ts';

/** Of what is wrong in one file. */
const MOST_SAID = 10;

/**
 * The lines behind the header. Whose key signed it is for `ledger verify` to say: here the header's own is
 * believed. Throws `CliError`.
 */
export function checkedExport(file: string, header: Line, more: Iterable<Line>): readonly Line[] {
  const lines: Line[] = [];
  for (const line of more) {
    if (!isOfExport(line)) {
      throw refusal(file, [problemAt(file, line, '', 'is no record and no checkpoint of a ledger')]);
    }
    lines.push(line);
  }
  const findings = findingsIn(file, header, lines);
  if (findings.length === 0) return lines;
  const told = findings.slice(0, MOST_SAID).map((finding) => {
    return problemAt(file, lineOf(finding, header, lines), '', printable(describeFinding(finding)));
  });
  throw refusal(file, told);
}

function isOfExport({ value }: Line): boolean {
  if (!isObject(value)) return false;
  const { checkpoint, stream, seq } = value;
  return typeof checkpoint === 'string' || (typeof stream === 'string' && typeof seq === 'number');
}

function findingsIn(file: string, header: Line, lines: readonly Line[]): readonly Finding[] {
  const vkey = isObject(header.value) ? header.value['vkey'] : null;
  try {
    const texts = [header, ...lines].map(({ text }) => text);
    const { findings } = verifyExport(texts, { vkey: typeof vkey === 'string' ? vkey : '' });
    // One record says more than all those that a checkpoint is over.
    const isOver = ({ code }: Finding): boolean => code === 'checkpoint-mismatch';
    return [...findings.filter((one) => !isOver(one)), ...findings.filter(isOver)];
  } catch (cause) {
    const isKey = cause instanceof Error && 'code' in cause && cause.code === 'malformed-key';
    if (!isKey) throw cause;
    throw refusal(file, [problemAt(file, header, 'vkey', 'is no verifier key')]);
  }
}

/** Of what is gone, the line of what follows. */
function lineOf(finding: Finding, header: Line, lines: readonly Line[]): Line {
  const last = lines.at(-1) ?? header;
  if (!('seq' in finding)) return last;
  const { seq } = finding;
  const own = lines.find(({ value }) => isObject(value) && Number(value['seq'] ?? -1) >= seq);
  return own ?? last;
}

function refusal(file: string, problems: readonly Problem[]): CliError {
  return invalidFile(`${file} is no whole export of a ledger (holdpoint ledger verify --export)`, problems);
}
