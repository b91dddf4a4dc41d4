// How a connector is reached, who answers there, and what was seen since it was admitted that was not.

import { upstreamSchema, type ConnectorDetail } from '../../http/contract/connector.ts';
import { isReached, versionChange } from '../connector-state.ts';
import { excerpt } from './printable.ts';
import { packageIn } from '../started-package.ts';
import { renderFacts, renderTime } from './table.ts';

export function renderUpstream(detail: ConnectorDetail): string {
  const { id, proposal, admitted, killed } = detail;
  const shown = proposal ?? admitted;
  const credential = shown?.credential ?? null;
  const how =
    credential === null
      ? 'none'
      : `${credential.issuer} in ${credential.inject.as} ${credential.inject.name}`;
  const standing = credential?.issuer === 'static' ? ' (a standing secret)' : '';
  return renderFacts([
    ['connector', id],
    ['reached by', reachedText(shown?.upstream)],
    ['package', packageText(shown?.upstream)],
    ['server', serverText(detail)],
    ['credential', how + standing],
    ['proposal', proposal?.digest ?? null],
    [proposal === null ? 'admitted' : 'admitted before', admitted?.digest ?? 'nothing'],
    ['stopped', killed ? `yes; holdpoint kill --connector ${id} --lift` : 'no'],
    ...sightings(detail),
  ]);
}

function reachedText(upstream: unknown): string {
  const parsed = upstreamSchema.safeParse(upstream);
  if (!parsed.success) return JSON.stringify(upstream ?? null);
  const { data } = parsed;
  if (data.transport === 'http') return data.url;
  if (data.transport === 'openapi') return `${data.url}, as ${data.document} describes it`;
  const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : JSON.stringify(text));
  const settings = Object.entries(data.env).map(([name, value]) => `${name}=${value}`);
  const words = [...settings, data.command, ...data.args].map(word);
  return `${words.join(' ')}${data.cwd === null ? '' : ` (in ${data.cwd})`}`;
}

function serverText(detail: ConnectorDetail): string {
  const server = (detail.proposal ?? detail.admitted)?.server ?? null;
  const changed = versionChange(detail);
  if (server === null)
    return detail.proposal === null || isReached(detail.proposal) ? 'not known' : 'not reached';
  return `${excerpt(server.name, 100)} ${changed ?? excerpt(server.version, 60)}`;
}

function packageText(upstream: unknown): string {
  const parsed = upstreamSchema.safeParse(upstream);
  const found = parsed.success ? packageIn(parsed.data) : null;
  if (found === null) return 'none';
  const pins = { exact: 'pinned', named: 'unpinned: its owner may move the version', none: 'unpinned' };
  return `${excerpt(found.given, 120)} (${found.registry}, ${pins[found.pin]})`;
}

/** What was seen since the admission and is not what was admitted. */
function sightings({ drifted, swapped, updates, checked, admitted }: ConnectorDetail): [string, string][] {
  const others = swapped === null ? [] : [`${swapped.observed.name} ${swapped.observed.version}`];
  const listed = (names: readonly string[]): string => names.map((name) => excerpt(name, 80)).join(', ');
  const rows: [string, string[]][] = [
    ['quarantined', Object.entries(drifted).map(([tool, { at }]) => `${tool} since ${renderTime(at)}`)],
    ['another server', others],
    ['server updated', updates.map(({ observed, at }) => `${observed.version} at ${renderTime(at)}`)],
    ['not admitted', checked?.added ?? []],
    ['not there', checked?.vanished ?? []],
    ['left out', admitted?.without ?? []],
  ];
  return rows.flatMap(([fact, names]) =>
    names.length === 0 ? [] : [[fact, listed(names)] as [string, string]],
  );
}
