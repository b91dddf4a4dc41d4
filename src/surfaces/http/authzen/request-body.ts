// What is wrong with a request is told by 400, whatever of it is wrong (§10.1.1); only its size has another
// code.

import type { z } from 'zod';
import { readJson } from '../body.ts';
import { Failure } from '../failure.ts';

/** The JSON of a request, fitted to its schema. Throws `malformed`, `too-large`. */
export async function readRequest<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  try {
    return await readJson(request, schema);
  } catch (error) {
    const isType = error instanceof Failure && error.code === 'wrong-content-type';
    throw isType ? new Failure('malformed', error.message) : error;
  }
}
