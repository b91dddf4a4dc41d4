// A query string means one thing or is refused: nothing in it is ignored.

import type { z } from 'zod';
import { Failure } from './failure.ts';
import { complain } from './body.ts';

/** Throws `malformed`, with the name of the parameter that is wrong. */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  const given = [...new URL(request.url).searchParams];
  const parameters = Object.fromEntries(given);
  if (Object.keys(parameters).length < given.length) {
    throw new Failure('malformed', 'a parameter of the query is given twice');
  }
  const result = schema.safeParse(parameters);
  if (result.success) return result.data;
  throw new Failure('malformed', complain(result.error));
}
