// A set that is tried beside the one in force is asked the same and decides nothing: only where it would have
// said something else is that recorded.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import type { ShadowVerdict } from './policy.ts';
import { because } from './reason.ts';
import type { Reason } from './reason.ts';
import type { ShadowPolicy } from './request.ts';
import { checkValid } from './rules/candidate.ts';
import type { Ruling } from './rules/policy.ts';
import type { Ask } from './hold/held.ts';
import type { PublishedPolicy, State } from './state.ts';
import { judgeVerb } from './verb.ts';

/** What the tried set says where that differs; null: the same verdict and, of holds, the same asks. */
export function disagreement(policy: string, inForce: Ruling, tried: Ruling): ShadowVerdict | null {
  const isSame =
    inForce.verdict === tried.verdict &&
    (inForce.verdict !== 'hold' || tried.verdict !== 'hold' || areSame(inForce.asks, tried.asks));
  return isSame ? null : { policy, verdict: tried.verdict, determining: tried.determining };
}

/** A policy's digest covers what it asks. */
function areSame(asks: readonly Ask[], others: readonly Ask[]): boolean {
  const digests = new Set(others.map(({ policyDigest }) => policyDigest));
  return asks.length === others.length && asks.every(({ policyDigest }) => digests.has(policyDigest));
}

export function decideShadowPolicy(state: State, request: ShadowPolicy): Decision {
  return request.candidate === null && request.digest === '' ? end(state, request) : begin(state, request);
}

function begin(state: State, request: ShadowPolicy): Decision {
  const reasons = judgeVerb(state, request, () => checkValid(request));
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { digest, sources } = request;
  // A policy let it, so there is one.
  const causes = [state.org.policy!.record];
  return permit([
    recordOf(request, { stream: 'org', type: 'policy-shadowed', causes, body: { digest, sources } }),
  ]);
}

function end(state: State, request: ShadowPolicy): Decision {
  const { shadow } = state.org;
  const reasons = judgeVerb(state, request, () => checkTried(shadow));
  if (shadow === null || reasons.length > 0) return refuse(state, request, reasons);
  const { digest, record } = shadow;
  return permit([
    recordOf(request, { stream: 'org', type: 'policy-unshadowed', causes: [record], body: { digest } }),
  ]);
}

function checkTried(shadow: PublishedPolicy | null): Reason[] {
  if (shadow !== null) return [];
  return [because('control', 'nothing-to-lift', {}, 'Nothing to do: no policy set is tried.')];
}
