// What no room is left for is remembered by its hashes alone: it may be taken for what was seen, never the
// other way round. Past what can be told apart, everything was seen.

const BITS = 2 ** 24;
const HASHES = 6;
/** With more, one in some thousands that were not seen would be taken for one that was. */
const MAX_KEYS = 1_500_000;

export interface Overflow {
  readonly add: (key: string) => void;
  readonly has: (key: string) => boolean;
  /** Memory; none until something is added. */
  readonly bytes: () => number;
}

export function createOverflow(): Overflow {
  let bits: Uint32Array | null = null;
  let count = 0;
  return {
    add: (key) => {
      bits ??= new Uint32Array(BITS / 32);
      count += 1;
      for (const place of placesOf(key)) bits[place >>> 5]! |= 1 << (place & 31);
    },
    has: (key) => {
      if (bits === null) return false;
      if (count > MAX_KEYS) return true;
      for (const place of placesOf(key)) if ((bits[place >>> 5]! & (1 << (place & 31))) === 0) return false;
      return true;
    },
    bytes: () => bits?.byteLength ?? 0,
  };
}

/** By two hashes that stand for as many as are wanted (Kirsch and Mitzenmacher, 2006). */
function* placesOf(key: string): Iterable<number> {
  let [one, other] = [0x811c9dc5, 0x2f0b4a27];
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other + unit, 0x9e3779b1) ^ (other >>> 15);
  }
  const step = (other | 1) >>> 0;
  for (let round = 0; round < HASHES; round++) yield ((one >>> 0) + round * step) % BITS;
}
