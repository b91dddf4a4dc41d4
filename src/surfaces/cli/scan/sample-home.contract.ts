// A person's folder and a project in it, made of what a test says.

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding } from '../../../policy/lint/finding.ts';
import { collect } from './collect.ts';
import { judge } from './judge.ts';
import { serversOf, type Surroundings } from './machine.ts';
import { replaceablePrograms } from './replaceable.ts';

export interface SampleHome {
  readonly home: string;
  /** The project, which is looked at. */
  readonly folder: string;
  /** Beneath the home; objects are written as JSON. */
  write(path: string, content: string | object): Promise<string>;
  look(more?: Partial<Surroundings>): ReturnType<typeof lookAt>;
  remove(): Promise<void>;
}

export async function makeHome(): Promise<SampleHome> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'holdpoint-scan-')));
  const folder = join(home, 'project');
  await mkdir(folder);
  return {
    home,
    folder,
    async write(path, content) {
      const file = join(home, path);
      await mkdir(dirname(file), { recursive: true });
      const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
      await writeFile(file, text, { mode: 0o600 });
      return file;
    },
    look: (more = {}) => lookAt(home, folder, more),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

async function lookAt(home: string, folder: string, more: Partial<Surroundings>) {
  const machine = await collect({ cwd: folder, home, settings: [], folder, without: [] });
  const replaceable = await replaceablePrograms(serversOf(machine));
  const findings = judge(machine, { home, isSetUp: false, admitted: null, tools: [], replaceable, ...more });
  return { machine, findings, servers: serversOf(machine) };
}

/** `rule file:line message` of each. */
export function linesOf(findings: readonly Finding[], ...rules: readonly string[]): string[] {
  const wanted = findings.filter(({ rule }) => rules.length === 0 || rules.includes(rule));
  return wanted.map(
    ({ rule, severity, source, region, message }) =>
      `${severity} ${rule} ${source}:${region?.startLine}: ${message}`,
  );
}
