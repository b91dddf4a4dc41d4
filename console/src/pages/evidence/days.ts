/** Of so many last days evidence may be asked for. */
export const EVIDENCE_DAYS: readonly number[] = [30, 90, 365];
