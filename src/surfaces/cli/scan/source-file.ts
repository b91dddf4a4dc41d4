// A file is read whole, as text, within bounds, or it is told why not. No file stops the scan of the others.

import { constants, open, realpath } from 'node:fs/promises';
import { decodeUtf8 } from '../../../ledger/bytes.ts';
import type { Region } from '../../../policy/lint/finding.ts';
import type { Span } from './located.ts';

export interface SourceFile {
  /** As it is shown: from the working folder where it lies in it, else absolute. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Bits of the file's mode. */
  readonly mode: number;
  readonly regionOf: (span: Span) => Region;
}

export type SkipReason = 'cannot be read' | 'is too large' | 'is no text' | 'is no regular file';

export interface Skipped {
  readonly file: string;
  readonly why: SkipReason;
}

/** Else a pipe in the place of a file would be waited for. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
const BINARY_SAMPLE = 8_192;

/** Null where there is none. */
export async function readSource(
  path: string,
  name: string,
  maxBytes: number,
): Promise<SourceFile | Skipped | null> {
  const skipped = (why: SkipReason): Skipped => ({ file: name, why });
  const file = await open(path, READ).catch((error: unknown) => (error as NodeJS.ErrnoException).code ?? '');
  if (typeof file === 'string') return isAbsent(file) ? null : skipped('cannot be read');
  try {
    const status = await file.stat();
    if (!status.isFile()) return skipped('is no regular file');
    if (status.size > maxBytes) return skipped('is too large');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(status.size), 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.subarray(0, BINARY_SAMPLE).includes(0)) return skipped('is no text');
    const decoded = decodeUtf8(bytes);
    if (!('text' in decoded)) return skipped('is no text');
    const { text } = decoded;
    return { name, path: await realpath(path), text, mode: status.mode, regionOf: regionsOf(text) };
  } catch {
    return skipped('cannot be read');
  } finally {
    await file.close();
  }
}

function isAbsent(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Lines are counted once, when the first place is asked for. */
function regionsOf(text: string): SourceFile['regionOf'] {
  let starts: readonly number[] | null = null;
  const placeOf = (offset: number): readonly [line: number, column: number] => {
    starts ??= [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - starts[low]! + 1];
  };
  return ({ start, end }) => {
    const [startLine, startColumn] = placeOf(start);
    const [endLine, endColumn] = placeOf(Math.max(start, end));
    return { startLine, startColumn, endLine, endColumn };
  };
}
