// Whether anybody decides what a server does, and whether its name means one server.

import type { Finding } from '../../../policy/lint/finding.ts';
import { governableOf } from './governable.ts';
import type { Machine, ReadFile, Surroundings } from './machine.ts';
import { serversOf } from './machine.ts';
import { findingOf } from './rule-list.ts';
import type { ServerEntry } from './server-entry.ts';

export function governanceFindings(machine: Machine, surroundings: Surroundings): Finding[] {
  const isOn = ({ isDisabled }: ServerEntry): boolean => !isDisabled;
  return [
    ...machine.files.flatMap((read) =>
      read.servers.filter(isOn).flatMap((server) => governed(server, read, surroundings)),
    ),
    ...clashes(serversOf(machine).filter(isOn)),
  ];
}

function governed(server: ServerEntry, read: ReadFile, { isSetUp, admitted }: Surroundings): Finding[] {
  const { name, client, file, nameSpan, connector } = server;
  if (!server.governed) {
    const message = isSetUp
      ? `${name} of ${client} goes around the Holdpoint that is set up here`
      : `${client} uses ${name}, and nobody decides what it does`;
    const why = governableOf(server, read);
    const more =
      typeof why === 'string' ? { help: `holdpoint scan --fix leaves ${name} as it is: ${why}` } : {};
    return [findingOf(isSetUp ? 'shadow-server' : 'ungoverned-server', file, nameSpan, message, more)];
  }
  if (connector === null || admitted === null || admitted.includes(connector)) return [];
  const help = `It has no tools until an operator reviews it: holdpoint connector admit ${connector}`;
  return [findingOf('unadmitted-connector', file, nameSpan, `nobody has admitted ${connector}`, { help })];
}

/** Each server whose name means another one elsewhere. */
function clashes(servers: readonly ServerEntry[]): Finding[] {
  const firsts = new Map<string, ServerEntry>();
  return servers.flatMap((server) => {
    const key = server.name.toLowerCase();
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, server);
    if (first === undefined || startOf(first) === startOf(server)) return [];
    const other = `${first.name} of ${first.client}`;
    const message = `${server.name} of ${server.client} is another server than ${other}`;
    const region = first.file.regionOf(first.nameSpan);
    const related = [{ source: first.file.name, region, message: 'the other one' }];
    return [findingOf('name-clash', server.file, server.nameSpan, message, { related })];
  });
}

/** Equal for servers that are started alike, whatever they are given. */
export function startOf({ command, url, cwd }: ServerEntry): string {
  return JSON.stringify([command.map(({ text }) => text), url?.text ?? null, cwd]);
}
