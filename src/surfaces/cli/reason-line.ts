// A reason reads the same wherever the command line shows one.

/** Of the kernel or of the API: codes of a newer daemon are shown as they come. */
export interface ShownReason {
  readonly rule: string;
  readonly code: string;
  readonly facts: object;
  readonly lift: string;
}

export function reasonLine({ rule, code, facts, lift }: ShownReason): string {
  const seen = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`;
  return `${rule}: ${code}${seen}. ${lift}`;
}
