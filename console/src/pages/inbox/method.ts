// What each way to sign is given: what was looked at, and one's own words.

import type { Looked } from './moved.ts';
import type { Saying } from './saying.ts';

export interface MethodProps {
  readonly looked: Looked;
  readonly saying: Saying;
  /** Why it cannot be approved as it is said; null: it can. */
  readonly hindrance: string | null;
  /** It was decided on. */
  readonly onDone: () => Promise<void>;
  /** It is not any more what was looked at. */
  readonly onMoved: () => Promise<void>;
}
