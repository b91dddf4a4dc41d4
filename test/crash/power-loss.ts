// What a disk may hold when the power fails while SQLite writes: of the write-ahead log and of the pages that
// move from it into the file, each write may have got as far as any of its bytes, and none after it began.

/** https://www.sqlite.org/fileformat2.html#walformat */
const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_BYTES = 4_096;
const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;

/** Where the frames of a log begin, its end among them. */
function bordersOf(log: Buffer): number[] {
  const count = Math.floor((log.length - LOG_HEADER_BYTES) / FRAME_BYTES);
  return Array.from({ length: count + 1 }, (_, frame) => LOG_HEADER_BYTES + frame * FRAME_BYTES);
}

/** The part of a log that was written: from a border to a border. */
export interface Written {
  readonly from: number;
  readonly to: number;
  /** It began the log anew, over frames that lie in the file by now. */
  readonly isRestart: boolean;
}

/** Null where the log did not grow and was not begun anew. */
export function writtenBetween(before: Buffer, after: Buffer): Written | null {
  if (after.length === 0 || after.equals(before)) return null;
  const isRestart = !before.subarray(0, LOG_HEADER_BYTES).equals(after.subarray(0, LOG_HEADER_BYTES));
  const borders = bordersOf(after);
  const isOld = (from: number, to: number): boolean =>
    before.length >= to && before.subarray(from, to).equals(after.subarray(from, to));
  const fresh = borders.slice(0, -1).filter((from) => !isOld(from, from + FRAME_BYTES));
  return { from: isRestart ? 0 : fresh[0]!, to: fresh.at(-1)! + FRAME_BYTES, isRestart };
}

/** The log when its writing had got as far as an offset. */
export function logAt(before: Buffer, after: Buffer, offset: number): Buffer {
  return Buffer.concat([after.subarray(0, offset), before.subarray(offset)]);
}

/** The logs that end before the last write of a transaction, each with the place of its end. */
export function unfinishedLogs(
  [before, after]: readonly [Buffer, Buffer],
  { from, to }: Written,
  random: () => number,
): Buffer[] {
  const borders = [0, ...bordersOf(after)].filter((border) => border >= from && border < to);
  const whole = logAt(before, after, to);
  const logs = borders.flatMap((border) => {
    const torn = Math.min(border + 1 + Math.floor(random() * (FRAME_BYTES - 1)), to - 1);
    const flipped = Buffer.from(whole);
    flipped[torn]! ^= 1 << Math.floor(random() * 8);
    return [logAt(before, after, border), logAt(before, after, torn), flipped];
  });
  // Where the log is written over, the rest may be what lies there already.
  return logs.filter((log) => !log.equals(whole));
}

/** The files of a checkpoint's moments, from before its first page to after its last one. */
export function checkpointedFiles(before: Buffer, after: Buffer, random: () => number): Buffer[] {
  const pages = Array.from({ length: Math.ceil(after.length / PAGE_BYTES) }, (_, page) => page * PAGE_BYTES);
  const isOld = (from: number): boolean =>
    after.subarray(from, from + PAGE_BYTES).equals(before.subarray(from, from + PAGE_BYTES));
  const moved = pages.filter((from) => !isOld(from));
  let file = before;
  return moved.flatMap((from) => {
    const torn = from + 1 + Math.floor(random() * (PAGE_BYTES - 1));
    const moments = [torn, from + PAGE_BYTES].map((to) => overwrite(file, after.subarray(from, to), from));
    file = moments[1]!;
    return moments;
  });
}

function overwrite(file: Buffer, bytes: Buffer, at: number): Buffer {
  const written = Buffer.alloc(Math.max(file.length, at + bytes.length));
  file.copy(written);
  bytes.copy(written, at);
  return written;
}

/** At most so many of the images, spread evenly, the first and the last among them. */
export function some<Each>(all: readonly Each[], most: number): Each[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, n) => all[Math.round((n * (all.length - 1)) / (most - 1))]!);
}
