// The sizes at which a ledger is measured, in records. Whatever should not grow is held against the smallest.

export const SMALLEST = 1_000;

export const LARGER_SIZES = [
  { name: '1e4', size: 10_000 },
  { name: '1e5', size: 100_000 },
  { name: '1e6', size: 1_000_000 },
] as const;
