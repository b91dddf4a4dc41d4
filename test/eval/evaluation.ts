// What every evaluation is given: the sets as texts, for it to read what it needs and no label before it has
// decided. A file that is not what it should be is said to be so, and where, before anything is judged.

import type { z } from 'zod';
import { wrongIn } from '../../src/gateway/recorded/trace-set.ts';
import type { Json } from '../../src/kernel/json.ts';
import { CliError } from '../../src/surfaces/cli/exit.ts';
import { misfit, placedIn, wholeIn, type Line } from '../../src/surfaces/cli/given/recorded-lines.ts';
import { printable } from '../../src/surfaces/cli/render/printable.ts';

export interface SetFile {
  readonly name: string;
  readonly text: string;
}

export interface Asked {
  /** In the order in which they were named, or of their names. */
  readonly files: readonly SetFile[];
  /** Somebody named them: each must be of use. Else they are all that there are. */
  readonly isNamed: boolean;
  /** Machine-readable lines instead of words. */
  readonly json: boolean;
  /** Every case that was judged otherwise than its label says. */
  readonly disagreements: boolean;
  /** Of traces: the tools of a case's own run, or all of its servers. */
  readonly scope: 'declared' | 'open';
  /** Of traces: which results are read where a set has the attack in two wordings. */
  readonly results: 'plain' | 'enhanced';
  /** A folder of manifests that correct the catalog; null: none does. */
  readonly manifests: string | null;
  /** Where a line for each case of the traces goes. */
  readonly cases: string | null;
  /** Id of the case that is told call by call. */
  readonly explain: string | null;
}

export type Evaluation = (asked: Asked) => void;

/** Throws `CliError` with the place where it is no JSON, or nested too deeply to be read. */
export function wholeOf({ name, text }: SetFile): Line {
  return wholeIn(text, name);
}

export function jsonOf(file: SetFile): Json {
  return wholeOf(file).value;
}

/** What a file says of what a schema speaks of. Throws `CliError` with the places where it does not fit. */
export function readAs<T>(file: SetFile, schema: z.ZodType<T>): T {
  const whole = wholeOf(file);
  const parsed = schema.safeParse(whole.value);
  if (parsed.success) return parsed.data;
  throw misfit(file.name, placedIn(file.name, whole, wrongIn(parsed.error).slice(0, MOST_SAID)));
}

const MOST_SAID = 10;

/** An error as a person reads it: what, where, and what to do. */
export function saidOf(error: unknown): string {
  if (!(error instanceof CliError)) return error instanceof Error ? error.message : String(error);
  const { message, details, help } = error;
  return [message, ...details.lines, ...(help === null ? [] : [help])].map(printable).join('\n');
}
