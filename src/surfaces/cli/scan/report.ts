// What the scan found, for people and for machines. Texts are shown with every secret in them covered.

import type { PolicySource } from '../../../kernel/state.ts';
import type { Finding } from '../../../policy/lint/finding.ts';
import { counted } from '../render/counted.ts';
import { findingReport } from '../render/lint-report.ts';
import { excerpt, printable } from '../render/printable.ts';
import type { Style } from '../render/style.ts';
import { renderTable } from '../render/table.ts';
import { countFindings, renderFindingList } from './finding-list.ts';
import type { Fixed } from './fix.ts';
import { isFree } from './fix-plan.ts';
import type { Machine } from './machine.ts';
import { serversOf } from './machine.ts';
import { SCAN_RULES } from './rule-list.ts';
import { maskSecrets } from './secret-search.ts';
import type { ServerEntry } from './server-entry.ts';

const MAX_NAMED = 5;

/** Everything, without the text of any file. */
export function reportData(machine: Machine, findings: readonly Finding[]): object {
  return {
    ok: findings.every(({ severity }) => severity !== 'error'),
    servers: serversOf(machine).map((server) => ({
      client: server.client,
      project: server.project,
      file: server.file.name,
      name: server.name,
      transport: server.url === null ? 'stdio' : 'http',
      governed: server.governed,
      connector: server.connector,
    })),
    findings,
    looked: machine.looked,
    isCut: machine.isCut,
    skipped: machine.skipped,
  };
}

export function reportSarif(machine: Machine, findings: readonly Finding[], version: string): object {
  const tool = { version, category: 'holdpoint/scan', rules: SCAN_RULES };
  return findingReport(tool, findings, maskedTexts(machine));
}

export function renderReport(machine: Machine, findings: readonly Finding[], style: Style): string {
  const table = renderTable(['client', 'server', 'starts', 'governed'], serversOf(machine).map(rowOf));
  return [
    table ?? 'no settings of an MCP client name a server',
    ...(findings.length === 0 ? [] : [renderFindingList(findings, style)]),
    [...skippedLines(machine), summaryOf(machine, findings)].join('\n'),
  ].join('\n\n');
}

/** What a fix left, and what comes next. */
export function renderFixed({ left, unpinned, next, written }: Fixed): string {
  const todo = [
    ...left.map(
      ({ client, server, why }) =>
        `TODO  ${excerpt(server, 40)} of ${client} stays as it is: ${printable(why)}`,
    ),
    ...unpinned.map(
      (id) => `TODO  ${id} is not pinned: its version is not known here. Name it before you add it`,
    ),
  ];
  const done =
    written === null ? 'nothing was written' : 'Clients see the change when they are started again.';
  const steps = next.length === 0 ? [] : ['Next:', ...next.map((line) => `  ${printable(line)}`)];
  return [...todo, done, ...steps].join('\n');
}

function maskedTexts({ files }: Machine): PolicySource[] {
  return files.map(({ file, secrets }) => ({ name: file.name, text: maskSecrets(file.text, secrets) }));
}

function rowOf({ client, name, command, url, governed, connector, isDisabled, file }: ServerEntry): string[] {
  // A command line and a URL may hold a secret: only the program or the host is told.
  const host = url !== null && URL.canParse(url.text) ? new URL(url.text).host : 'a URL';
  const shown = command[0]?.text ?? host;
  return [
    `${client} (${file.name})`,
    excerpt(name, 40),
    excerpt(shown, 40),
    governed ? (connector ?? 'yes') : isDisabled ? 'switched off' : 'no',
  ];
}

function skippedLines({ skipped, isCut }: Machine): string[] {
  const reasons = [...new Set(skipped.map(({ why }) => why))].toSorted();
  const lines = reasons.map((reason) => {
    const files = skipped.filter(({ why }) => why === reason).map(({ file }) => excerpt(file, 80));
    const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : '';
    return `not looked at, ${reason}: ${files.slice(0, MAX_NAMED).join(', ')}${more}`;
  });
  return isCut ? [...lines, 'the folder has more files than were looked at: scan parts of it'] : lines;
}

function summaryOf(machine: Machine, findings: readonly Finding[]): string {
  const servers = serversOf(machine);
  const free = servers.filter(isFree).length;
  const looked = `${counted(machine.looked, 'file')} looked at, ${counted(servers.length, 'server')}`;
  const next = free > 0 ? ' Govern them with: holdpoint scan --fix' : '';
  return `${looked}, ${free} of them ungoverned; ${countFindings(findings)}.${next}`;
}
