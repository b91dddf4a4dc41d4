// What each way to sign is given: the hold as it is shown, and one's own words.

import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';

export interface MethodProps {
  readonly hold: HoldDetail;
  readonly reason: string;
}
