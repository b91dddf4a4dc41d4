// How a server is started or reached: by a version that stays, by a program that stays, over a way that
// nobody listens on.

import type { Finding } from '../../../policy/lint/finding.ts';
import type { Machine, Surroundings } from './machine.ts';
import { serversOf } from './machine.ts';
import { isShell, packageOf } from './package-spec.ts';
import { findingOf } from './rule-list.ts';
import type { ServerEntry } from './server-entry.ts';

export function launchFindings(machine: Machine, { replaceable }: Surroundings): Finding[] {
  return serversOf(machine).flatMap((server) => [
    ...unpinned(server),
    ...shell(server),
    ...plainHttp(server),
    ...server.command.flatMap((word) => {
      const why = replaceable.get(word);
      return why === undefined
        ? []
        : [
            findingOf(
              'replaceable-program',
              server.file,
              word,
              `${server.name} runs ${word.text}, which ${why}`,
            ),
          ];
    }),
  ]);
}

function unpinned({ name, file, command }: ServerEntry): Finding[] {
  const spec = packageOf(command);
  if (spec === null || spec.pin === 'exact') return [];
  const { word, pin } = spec;
  if (pin === 'none') {
    const message = `${name} runs whatever version of ${spec.name} is newest when it starts`;
    return [findingOf('unpinned-package', file, word, message)];
  }
  const message = `${name} runs ${word.text}, a tag that its owner may move`;
  return [findingOf('unpinned-package', file, word, message, { severity: 'warning' })];
}

/** On Windows `cmd /c` stands before many honest commands: there only a text that needs a shell tells. */
function shell({ name, file, command }: ServerEntry): Finding[] {
  const [program, ...rest] = command;
  if (program === undefined || !isShell(program)) return [];
  const text = rest.map((word) => word.text).join(' ');
  const isPlain = /^\/c\s/i.test(text) && !/[&|;<>`$%]/.test(text);
  return isPlain
    ? []
    : [findingOf('shell-command', file, program, `${name} is a command line for ${program.text}`)];
}

function plainHttp({ name, file, url }: ServerEntry): Finding[] {
  if (url === null || !URL.canParse(url.text)) return [];
  const { protocol, hostname } = new URL(url.text);
  const isHere = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\]|host\.docker\.internal)$/.test(
    hostname,
  );
  if (isHere || !/^(?:http|ws):$/.test(protocol)) return [];
  return [findingOf('plain-http', file, url, `${name} is reached at ${hostname} without encryption`)];
}
