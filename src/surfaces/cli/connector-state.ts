// How a connector stands, in a word: whether it was reached, and whether it still is what was admitted.

import type { ConnectorDetail, ConnectorView } from '../http/contract/connector.ts';
import { excerpt } from './render/printable.ts';

export const AS_ADMITTED = 'as admitted';

/** A proposal is recorded before its upstream is asked: without an answer nothing is known of it. */
export function isReached(proposal: ConnectorView['proposal']): proposal is NonNullable<typeof proposal> {
  return proposal !== null && (proposal.tools.length > 0 || proposal.server !== null);
}

/** In a word, and which tools. */
export function stateOf({
  drifted,
  swapped,
  updates,
  checked,
  admitted,
}: ConnectorView): readonly [string, string] {
  const told = [
    ...(swapped === null ? [] : [`another server answers: ${excerpt(swapped.observed.name, 60)}`]),
    ...listed('quarantined', Object.keys(drifted)),
    ...listed('new', checked?.added ?? []),
    ...listed('gone', checked?.vanished ?? []),
    ...listed(
      'server updated',
      updates.map(({ observed }) => observed.version),
    ),
  ];
  const isRefused = swapped !== null || Object.keys(drifted).length > 0;
  const state = told.length === 0 ? AS_ADMITTED : isRefused ? 'quarantined' : 'changed';
  return [state, [...told, ...listed('left out', admitted?.without ?? [])].join('; ')];
}

export function statusOf(connector: ConnectorView): string {
  const { proposal, admitted, killed } = connector;
  if (killed) return 'stopped';
  if (admitted === null) return isReached(proposal) ? 'proposed' : 'not reached';
  const status = stateOf(connector)[0] === 'quarantined' ? 'quarantined' : 'admitted';
  if (proposal === null) return status;
  if (!isReached(proposal)) return `${status}, not reached since`;
  return proposal.digest === admitted.digest ? status : `${status}, newer proposal`;
}

/** What a list of many tells of each: its tools by name, without their definitions. */
export function summaryOf(connector: ConnectorView) {
  const { id, killed, proposal, admitted, drifted, swapped, updates, checked } = connector;
  const named = (part: NonNullable<ConnectorView['admitted' | 'proposal']>) => ({
    digest: part.digest,
    record: part.record,
    server: part.server,
    credential: part.credential?.issuer ?? null,
    tools: Object.values(part.tools).map(({ name }) => name),
  });
  return {
    id,
    status: statusOf(connector),
    killed,
    proposal: proposal && named(proposal),
    admitted: admitted && { ...named(admitted), without: admitted.without },
    drifted,
    swapped,
    updates,
    checked,
  };
}

/** What is not as it was admitted of how it is reached and of who answers; null: all of it is. */
export function moveOf({ proposal, admitted, review }: ConnectorDetail): string | null {
  if (admitted === null || proposal === null || review?.isReachedAlike === true) return null;
  const [then, now] = [admitted.server, proposal.server];
  if (then?.name === now?.name) return 'It is reached in another way than was admitted.';
  const called = (server: typeof now): string =>
    server === null ? 'one that does not say its name' : excerpt(server.name, 80);
  return `Another server answers: ${called(now)}. Admitted: ${called(then)}.`;
}

/** Such as `1.0.0 → 1.1.0`; null: it is as it was admitted. */
export function versionChange({ proposal, admitted }: ConnectorDetail): string | null {
  const [then, now] = [admitted?.server ?? null, proposal?.server ?? null];
  if (then === null || now === null || then.version === now.version) return null;
  return `${excerpt(then.version, 60)} → ${excerpt(now.version, 60)}`;
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.map((name) => excerpt(name, 60)).join(', ')}`];
}
