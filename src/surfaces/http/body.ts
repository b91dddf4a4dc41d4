// A body is bounded before it is read, and means one thing to every reader or is refused.

import type { z } from 'zod';
import { decodeUtf8 } from '../../ledger/bytes.ts';
import { LedgerFormatError } from '../../ledger/format-error.ts';
import { parseStrict } from '../../ledger/parse.ts';
import { MAX_BODY_BYTES } from './contract.ts';
import { Failure } from './failure.ts';

const MAX_DEPTH = 32;

/** The JSON of a request, fitted to its schema. Throws `Failure`, with the place of what is wrong. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readText(request, 'application/json');
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  throw new Failure('malformed', complain(result.error));
}

/** What does not fit, with its places. */
export function complain({ issues }: z.ZodError): string {
  const complaints = issues.map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  return complaints.join('; ');
}

/** A form's one field. Throws `Failure`. */
export async function readFormField(request: Request, name: string): Promise<string> {
  const form = new URLSearchParams(await readText(request, 'application/x-www-form-urlencoded'));
  const values = form.getAll(name);
  if (values.length !== 1) throw new Failure('malformed', `${name}: must be given once`);
  return values[0]!;
}

async function readText(request: Request, type: string): Promise<string> {
  const given = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (given !== type) throw new Failure('wrong-content-type', `the body must be ${type}`);
  const decoded = decodeUtf8(await readBytes(request));
  if ('text' in decoded) return decoded.text;
  throw new Failure('malformed', `not UTF-8 at byte ${decoded.badOffset}`);
}

/** The bytes of a request as they came. Throws `too-large`. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(text: string): unknown {
  try {
    return parseStrict(text, { maxDepth: MAX_DEPTH, maxBytes: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof LedgerFormatError)
      throw new Failure('malformed', `not strict JSON: ${error.message}`);
    throw error;
  }
}

function tooLarge(): Failure {
  return new Failure('too-large', `a body of more than ${MAX_BODY_BYTES} bytes`);
}
