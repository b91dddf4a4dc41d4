// What every evaluation is given: the sets as texts, for it to read what it needs and no label before it has
// decided. A file that is not what it should be is said to be so, and where, before anything is judged.

import type { z } from 'zod';
import { placeAll, type Wrong } from '../../src/document/placed.ts';
import { wrongIn } from '../../src/gateway/recorded/trace-set.ts';
import type { Json } from '../../src/kernel/json.ts';

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

/** Throws with the file's name where it is no JSON. */
export function jsonOf({ name, text }: SetFile): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new Error(`${name} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** What a file says of what a schema speaks of. Throws with the places where it does not fit. */
export function readAs<T>(file: SetFile, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  throw new Error(wrongText(file, wrongIn(parsed.error)));
}

const MOST_SAID = 10;

/** The first of what is wrong with a file, each with its place. */
export function wrongText({ name, text }: SetFile, wrong: readonly Wrong[]): string {
  const placed = placeAll(wrong.slice(0, MOST_SAID), text, name);
  const lines = placed.map(
    ({ line, column, path, message }) => `${name}:${line}:${column}: ${path} ${message}`,
  );
  return lines.join('\n');
}
