// Millions of ids in a few bytes each: a verifier must know every id of a ledger, and its memory should not
// be what bounds the ledger. Exact: an id that does not pack is kept as its text.

/** Ids with a number each, of at most 2^32 - 1; 0 stands for an id that is not there. */
export interface IdTable {
  readonly get: (id: string) => number;
  readonly set: (id: string, value: number) => void;
}

/** Four words of an id (its prefix, 16 digits of base 36, and its suffix), then its number. */
const SLOT_WORDS = 5;
const VALUE = 4;
const FIRST_CAPACITY = 1024;
/** Digits that fit 32 bits, and those that leave 11 bits of the third word to the prefix. */
const WORD_DIGITS = 6;
const LAST_DIGITS_BITS = 21;
const MAX_PREFIXES = 2 ** (32 - LAST_DIGITS_BITS);
const PACKED = /^([a-z]+)_([0-9a-z]{16})(?:\.(0|[1-9]\d{0,8}))?$/;

type Words = readonly [number, number, number, number];

export function createIdTable(): IdTable {
  const pack = createPacking();
  const others = new Map<string, number>();
  let capacity = FIRST_CAPACITY;
  let slots = new Uint32Array(capacity * SLOT_WORDS);
  let size = 0;

  /** Where the id stands, or would. */
  function find(words: Words): number {
    for (let slot = scatter(words) % capacity; ; slot = (slot + 1) % capacity) {
      const at = slot * SLOT_WORDS;
      if (slots[at + VALUE] === 0 || words.every((word, part) => slots[at + part] === word)) return at;
    }
  }

  function put(words: Words, value: number): void {
    const at = find(words);
    if (slots[at + VALUE] === 0) size++;
    slots.set([...words, value], at);
  }

  function grow(): void {
    const before = slots;
    capacity *= 2;
    slots = new Uint32Array(capacity * SLOT_WORDS);
    size = 0;
    for (let at = 0; at < before.length; at += SLOT_WORDS) {
      const [first, second, third, fourth, value] = before.subarray(at, at + SLOT_WORDS);
      if (value! > 0) put([first!, second!, third!, fourth!], value!);
    }
  }

  return {
    get(id) {
      const words = pack(id);
      return words === null ? (others.get(id) ?? 0) : slots[find(words) + VALUE]!;
    },
    set(id, value) {
      const words = pack(id);
      if (words === null) others.set(id, value);
      else put(words, value);
      // At three quarters full, searches are still short.
      if (size * 4 > capacity * 3) grow();
    },
  };
}

/** The words of an id; null for one that is kept as its text. */
function createPacking(): (id: string) => Words | null {
  const prefixes = new Map<string, number>();
  return (id) => {
    const [, prefix, digits, suffix] = PACKED.exec(id) ?? [];
    if (prefix === undefined) return null;
    let number = prefixes.get(prefix);
    if (number === undefined) {
      if (prefixes.size === MAX_PREFIXES) return null;
      number = prefixes.size;
      prefixes.set(prefix, number);
    }
    const high = Number.parseInt(digits!.slice(0, WORD_DIGITS), 36);
    const middle = Number.parseInt(digits!.slice(WORD_DIGITS, 2 * WORD_DIGITS), 36);
    const low = Number.parseInt(digits!.slice(2 * WORD_DIGITS), 36);
    const third = (low | (number << LAST_DIGITS_BITS)) >>> 0;
    return [high, middle, third, suffix === undefined ? 0 : Number(suffix) + 1];
  };
}

/** Spreads ids over the table, also those that differ in their suffix alone. */
function scatter([first, second, third, fourth]: Words): number {
  let hash = first;
  for (const word of [second, third, fourth]) {
    hash = Math.imul(hash ^ (hash >>> 16) ^ word, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  }
  return (hash ^ (hash >>> 16)) >>> 0;
}
