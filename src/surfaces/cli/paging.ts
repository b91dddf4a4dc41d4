// Lists grow for as long as Holdpoint runs: the newest are shown, and nobody is left to believe that they
// are all.

import { InvalidArgumentError, Option, type Command } from 'commander';
import type { z } from 'zod';
import { MAX_PAGE_ROWS } from '../http/contract/lists.ts';
import type { Context } from './context.ts';

const DEFAULT_ROWS = 50;

export interface CountFlags {
  readonly limit: number;
  readonly all?: true;
}

export interface ListFlags extends CountFlags {
  readonly status?: string;
  readonly task?: string;
}

interface List<Schema extends z.ZodType<{ next: number | null }>, Row> {
  readonly path: string;
  readonly schema: Schema;
  readonly rowsOf: (page: z.output<Schema>) => readonly Row[];
}

/** Adds the flags by which a list is cut short, and by which its rows are chosen. */
export function withListFlags(command: Command, status: Option): Command {
  return withCountFlags(command.addOption(status));
}

/** Adds the flags by which a list is cut short. */
export function withCountFlags(command: Command): Command {
  return command
    .option('--limit <count>', 'at most so many', readCount, DEFAULT_ROWS)
    .option('--all', 'all of them');
}

/** `status` as a flag that takes one of these. */
export function statusFlag(statuses: readonly string[]): Option {
  return new Option('--status <status>', 'only those that are so').choices(statuses);
}

/** As many rows as the flags ask for, newest first; `next`: of the first that is left out, or null. */
export async function readList<Schema extends z.ZodType<{ next: number | null }>, Row>(
  context: Context,
  { status, task, ...flags }: ListFlags,
  list: List<Schema, Row>,
): Promise<Read<Row>> {
  const about = { ...(status === undefined ? {} : { status }), ...(task === undefined ? {} : { task }) };
  return readPages(context, flags, about, list);
}

interface Read<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
}

/** The same of whatever list; `about` is what its rows are chosen by. */
export async function readPages<Schema extends z.ZodType<{ next: number | null }>, Row>(
  context: Context,
  flags: CountFlags,
  about: { readonly [name: string]: string },
  { path, schema, rowsOf }: List<Schema, Row>,
): Promise<Read<Row>> {
  const client = await context.reader();
  const wanted = flags.all === true ? Number.POSITIVE_INFINITY : flags.limit;
  const rows: Row[] = [];
  let next: number | null = null;
  do {
    const limit = Math.min(MAX_PAGE_ROWS, wanted - rows.length);
    const query = new URLSearchParams({ ...about, limit: String(limit) });
    if (next !== null) query.set('before', String(next));
    const page = await client.get(`${path}?${query.toString()}`, schema);
    rows.push(...rowsOf(page));
    ({ next } = page);
  } while (next !== null && rows.length < wanted);
  if (next !== null) context.note(`these are the newest ${rows.length}; --limit or --all shows more`);
  return { rows, next };
}

/** Of a flag: a whole number from 1 on. */
export function readCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}
