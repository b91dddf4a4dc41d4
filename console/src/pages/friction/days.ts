/** Of so many last days friction may be measured. */
export const FRICTION_DAYS: readonly number[] = [7, 30];
