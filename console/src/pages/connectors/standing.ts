// How a connector stands, in a word, and what of it is not as a person admitted it.

import type {
  ConnectorDetail,
  ConnectorView,
  ReviewedTool,
} from '../../../../src/surfaces/http/contract/connector.ts';
import type { Tone } from '../../parts/chip.tsx';

export interface ConnectorStanding {
  readonly word:
    | 'stopped'
    | 'not reached'
    | 'proposed'
    | 'quarantined'
    | 'to review'
    | 'changed'
    | 'admitted';
  readonly tone: Tone;
}

/** The worst that is to be said of it. */
export function connectorStandingOf(connector: ConnectorView): ConnectorStanding {
  const { killed, admitted, proposal, drifted, swapped, checked, updates } = connector;
  if (killed) return { word: 'stopped', tone: 'deny' };
  if (admitted === null) {
    return isReached(proposal)
      ? { word: 'proposed', tone: 'hold' }
      : { word: 'not reached', tone: 'neutral' };
  }
  if (swapped !== null || Object.keys(drifted).length > 0) return { word: 'quarantined', tone: 'deny' };
  if (isToReview(connector)) return { word: 'to review', tone: 'hold' };
  const isChanged = updates.length + (checked?.added.length ?? 0) + (checked?.vanished.length ?? 0) > 0;
  return isChanged ? { word: 'changed', tone: 'hold' } : { word: 'admitted', tone: 'permit' };
}

/** A proposal is recorded before its upstream is asked: without an answer nothing is known of it. */
function isReached(proposal: ConnectorView['proposal']): boolean {
  return proposal !== null && (proposal.tools.length > 0 || proposal.server !== null);
}

/** Whether what is proposed is something else than what was admitted. */
export function isToReview({ proposal, admitted }: ConnectorView): boolean {
  return isReached(proposal) && proposal?.digest !== admitted?.digest;
}

type Verdict = ReviewedTool['verdict'];

const GRAVITY: readonly Verdict[] = ['block', 'review', 'new', 'harmless', 'same'];

/** What is not as it was admitted: the gravest first. */
export function toRead(review: ConnectorDetail['review']): readonly ReviewedTool[] {
  return (review?.tools ?? [])
    .filter(({ verdict }) => verdict !== 'same')
    .toSorted((a, b) => GRAVITY.indexOf(a.verdict) - GRAVITY.indexOf(b.verdict));
}

export interface Choice {
  /** Tools that are not admitted. */
  readonly without: readonly string[];
  /** Findings that were read and are taken on, as `tool=rule`. */
  readonly accepted: readonly string[];
}

/** Findings that nobody has taken on, of tools that are to be admitted. */
export function openFindings(review: ConnectorDetail['review'], choice: Choice): readonly string[] {
  return (review?.tools ?? [])
    .filter(({ name }) => !choice.without.includes(name))
    .flatMap(({ name, unread }) => unread.map((rule) => `${name}=${rule}`))
    .filter((pair) => !choice.accepted.includes(pair));
}

/** Where nothing new is left out or taken in, nothing is said of it. */
export function leftBefore({ proposal, admitted }: ConnectorView): readonly string[] {
  const names = new Set((proposal?.tools ?? []).map(({ name }) => name));
  return (admitted?.without ?? []).filter((name) => names.has(name));
}

/** What the API is asked: exactly this proposal, and what was chosen of it. */
export function admissionOf({ proposal }: ConnectorView, review: ConnectorDetail['review'], choice: Choice) {
  const accepted = (review?.tools ?? []).flatMap(({ name: tool, findings, unread }) =>
    [...new Set([...findings, ...unread])]
      .filter((rule) => choice.accepted.includes(`${tool}=${rule}`) && !choice.without.includes(tool))
      .map((rule) => ({ tool, rule })),
  );
  return { proposal: proposal?.digest ?? '', effects: {}, without: choice.without, accepted };
}
