// One agent that reads private data, reads what strangers wrote and can send to them can be told by the
// strangers to hand the data over. The three are judged from lists of tools, where there are any; else they
// are guessed from plain words, and the finding says so.

import type { ToolSheet } from '../../../catalog/intake/sheet.ts';
import { wordsOf, wordSet } from '../../../catalog/words.ts';
import type { Finding } from '../../../policy/lint/finding.ts';
import type { Machine, Surroundings } from './machine.ts';
import { serversOf } from './machine.ts';
import { packageOf } from './package-spec.ts';
import { findingOf } from './rule-list.ts';
import { programName } from './program-name.ts';
import type { ServerEntry } from './server-entry.ts';

const LEGS = ['private data', 'untrusted content', 'a way out'] as const;
type Leg = (typeof LEGS)[number];

const WORDS: { readonly [leg in Leg]: ReadonlySet<string> } = {
  'private data': wordSet(
    `file files filesystem folder drive mail email inbox calendar contacts database db sql notes documents
    docs memory crm customers hr payroll bank banking finance accounting health patients vault secrets
    repository repositories git chat messages sheets spreadsheet photos clipboard history`,
  ),
  'untrusted content': wordSet(
    `mail email inbox web browser browse fetch http https url urls search crawl crawler scrape scraper
    scraping rss feed feeds news issues tickets forum reviews comments social chat messages sms
    support website`,
  ),
  'a way out': wordSet(
    `mail email send web browser browse fetch http https url urls webhook webhooks post publish social chat
    messages sms upload share notify notifications request requests curl`,
  ),
};

export function combinationFindings(machine: Machine, { tools }: Surroundings): Finding[] {
  const servers = serversOf(machine).filter(({ isDisabled }) => !isDisabled);
  return agentsOf(servers).flatMap((agent) => combinationOf(agent, tools));
}

interface Agent {
  readonly client: string;
  readonly project: string | null;
  /** Those of its client, and those of the project that it works in. */
  readonly servers: readonly ServerEntry[];
}

function agentsOf(servers: readonly ServerEntry[]): Agent[] {
  const keys = servers.map(
    ({ client, project }) => [JSON.stringify([client, project]), { client, project }] as const,
  );
  return [...new Map(keys).values()].map(({ client, project }) => ({
    client,
    project,
    servers: servers.filter((one) => one.client === client && [null, project].includes(one.project)),
  }));
}

interface Held {
  readonly server: ServerEntry;
  readonly legs: ReadonlySet<Leg>;
  readonly isGuess: boolean;
}

function combinationOf({ client, project, servers }: Agent, tools: readonly ToolSheet[]): Finding[] {
  const held = servers.map((server) => legsOf(server, tools));
  const parts = LEGS.map((leg) => held.filter(({ legs }) => legs.has(leg)));
  const involved = parts.flat();
  const first = involved.find(({ server }) => !server.governed);
  // What the servers of all projects make up is told once, not for each project again.
  const isOwn = involved.some(({ server }) => server.project === project);
  if (first === undefined || !isOwn || parts.some((part) => part.length === 0)) return [];
  const isGuess = LEGS.some((leg) => !held.some((one) => one.legs.has(leg) && !one.isGuess));
  const { file, nameSpan } = first.server;
  const said = LEGS.map((leg, at) => `${leg} (${parts[at]!.map(({ server }) => server.name).join(', ')})`);
  const agent = project === null ? client : `${client} in ${project}`;
  const guess = isGuess ? ', as far as names tell: give lists of tools with --tools to be sure' : '';
  const dark = held.filter(({ legs, isGuess: unsure }) => unsure && legs.size === 0);
  const rest =
    dark.length === 0 ? '' : `; of ${dark.map((one) => one.server.name).join(', ')} names tell nothing`;
  const message = `${agent} has ${said.join(', ')}${guess}${rest}`;
  return [
    findingOf('dangerous-combination', file, nameSpan, message, isGuess ? { severity: 'warning' } : {}),
  ];
}

function legsOf(server: ServerEntry, tools: readonly ToolSheet[]): Held {
  const own = tools.filter((tool) => tool.server === server.name);
  if (own.length > 0)
    return { server, isGuess: false, legs: new Set(LEGS.filter((leg) => own.some(HAS[leg]))) };
  const words = new Set([server.name, nameOf(server)].flatMap(wordsOf));
  const legs = LEGS.filter((leg) => [...words].some((word) => WORDS[leg].has(word)));
  return { server, isGuess: true, legs: new Set(legs) };
}

const HAS: { readonly [leg in Leg]: (tool: ToolSheet) => boolean } = {
  'private data': ({ effect, name, output, evidence }) =>
    effect === 'read' &&
    (output.some(({ classes }) => classes.length > 0) ||
      [name, ...evidence.map(({ because }) => because)]
        .flatMap(wordsOf)
        .some((word) => WORDS['private data'].has(word))),
  'untrusted content': ({ effect, name, output }) =>
    effect === 'read' &&
    (output.some(({ writer }) => writer === 'anyone') ||
      wordsOf(name).some((word) => WORDS['untrusted content'].has(word))),
  'a way out': ({ egress }) => egress === 'external' || egress === 'unknown',
};

/** What it is called where it comes from: the package, else the program and its script, or the host. */
function nameOf({ command, url }: ServerEntry): string {
  if (url !== null) return URL.canParse(url.text) ? new URL(url.text).hostname : '';
  const script = command.find(({ text }) => /\.(?:[cm]?[jt]s|py|rb|jar)$/.test(text))?.text ?? '';
  return packageOf(command)?.name ?? [command[0]?.text ?? '', script].map(programName).join(' ');
}
