// `scan --fix`: servers are put behind Holdpoint. Shown first, asked about, kept in copies; what cannot
// be done for certain is left as it is, with the reason.

import { delimiter, dirname, join, resolve } from 'node:path';
import { durationSeconds } from '../../../workflow/moment.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { CONFIG_FILE, exists, readDaemonFile } from '../home.ts';
import { FIRST_CONFIG, ownId } from '../first-config.ts';
import { quote } from '../wrap/connector.ts';
import { governableOf } from './governable.ts';
import { isFree, pinnedCommand, planFix, type Candidate, type FixPlan } from './fix-plan.ts';
import { renderPlan, renderWritten } from './fix-render.ts';
import { writeFix, type NewFile, type Written } from './fix-write.ts';
import { installedVersion } from './installed-version.ts';
import { homeOf, type Look } from './look.ts';
import { packageOf } from './package-spec.ts';
import { serversOf } from './machine.ts';
import type { ServerEntry } from './server-entry.ts';

export interface FixOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
  /** Program that clients start, with its arguments. */
  readonly program: readonly string[];
  /** Operator who answers for the workflows; else the person at the machine. */
  readonly owner: string | null;
}

export interface Fixed {
  /** Null where nothing was written. */
  readonly written: Written | null;
  readonly left: readonly { readonly client: string; readonly server: string; readonly why: string }[];
  readonly unpinned: readonly string[];
  /** Commands, in order. */
  readonly next: readonly string[];
}

const WORKFLOW_LIFE = '90d';

export async function fix(context: Context, look: Look, options: FixOptions): Promise<Fixed> {
  const { candidates, left } = await sortServers(context, look);
  const place = await placeOf(context, options.program);
  const taken = serversOf(look.machine).flatMap(({ connector }) => connector ?? []);
  const plan = planFix(candidates, place, taken);
  const unpinned = plan.connectors.flatMap((one) => (one.unpinned === null ? [] : [one.id]));
  if (plan.changes.length === 0) return { written: null, left, unpinned, next: [] };
  const workflows = plan.connectors.map((connector) => workflowFile(connector, place.folder, options));
  const isMoved = plan.connectors.some(({ secret }) => secret !== null);
  const files = [
    ...(place.config === null ? [] : [place.config]),
    // The folder may lie in a repository.
    ...(isMoved ? [{ path: join(place.home, 'secrets', '.gitignore'), text: '*\n' }] : []),
    ...workflows,
  ];
  context.note(renderPlan(plan, files, look.machine.files, context.style));
  const [program = ''] = options.program;
  if (!(await isFound(program, context))) {
    context.note(`\nWarning: no ${program} is on the PATH. Say with --program where clients find it.`);
  }
  const next = await nextCommands(context, plan, workflows, place.folder);
  if (options.dryRun) return { written: null, left, unpinned, next };
  if (!options.yes) await confirm(context, '\nWrite this?', 'nothing was written');
  const written = await writeFix(plan, files);
  context.note(`\n${renderWritten(written)}`);
  return { written, left, unpinned, next };
}

/** Whether a shell of this person would find it; clients may be started with another PATH still. */
async function isFound(program: string, { io }: Context): Promise<boolean> {
  if (/[\\/]/.test(program)) return exists(resolve(io.cwd, program));
  const folders = (io.env['PATH'] ?? '').split(delimiter);
  const names = folders.flatMap((folder) => ['', '.cmd', '.exe'].map((end) => join(folder, program + end)));
  return (await Promise.all(names.map(exists))).includes(true);
}

async function sortServers(context: Context, { machine }: Look) {
  const candidates: Candidate[] = [];
  const left: { client: string; server: string; why: string }[] = [];
  for (const read of machine.files) {
    for (const server of read.servers.filter(isFree)) {
      const governable = governableOf(server, read);
      if (typeof governable === 'string')
        left.push({ client: server.client, server: server.name, why: governable });
      else candidates.push({ governable, ...(await pin(context, server)) });
    }
  }
  return { candidates, left };
}

async function pin(context: Context, { command, url, project }: ServerEntry) {
  if (url !== null) return { command: [url.text], unpinned: null };
  const spec = packageOf(command);
  const isOpen = spec !== null && spec.pin !== 'exact';
  const folders = [...(project === null ? [] : [project]), context.io.cwd];
  const version = isOpen ? await installedVersion(spec, homeOf(context), folders) : null;
  return {
    command: pinnedCommand(command, spec, version),
    unpinned: isOpen && version === null ? spec : null,
  };
}

/** Where Holdpoint lives, or will. */
async function placeOf(context: Context, program: readonly string[]) {
  const { settings, configFile } = await context.place({ mayBeNew: true });
  const isNamed = context.flags.home !== undefined || Boolean(context.io.env['HOLDPOINT_HOME']);
  const path = configFile ?? join(context.io.cwd, CONFIG_FILE);
  const where = configFile === null && isNamed ? ['--home', settings.home] : ['--config', path];
  const isNew = configFile === null && !isNamed;
  return {
    program: [...program, ...where],
    home: settings.home,
    folder: dirname(path),
    config: isNew ? { path, text: FIRST_CONFIG } : null,
  };
}

function workflowFile(
  { id, agents }: FixPlan['connectors'][number],
  folder: string,
  { owner }: FixOptions,
): NewFile {
  const expires = new Date(Date.now() + durationSeconds(WORKFLOW_LIFE) * 1000).toISOString().slice(0, 10);
  const text = `holdpoint: workflow/v1
id: ${JSON.stringify(id)}
purpose: Use ${id} from the MCP clients of this machine.
owner: ${JSON.stringify(owner ?? ownId())}
agents: [${agents.join(', ')}]
unattended: true
expires: ${expires}
allow:
  - tool: "${id}/*"
`;
  return { path: join(folder, 'workflows', `${id}.workflow.yaml`), text };
}

async function nextCommands(
  context: Context,
  { connectors }: FixPlan,
  workflows: readonly NewFile[],
  folder: string,
): Promise<string[]> {
  const { settings } = await context.place({ mayBeNew: true });
  const records = await context.deps.countRecords(settings);
  const runs = (await readDaemonFile(settings.home)) !== null;
  const agents = [...new Set(connectors.flatMap((connector) => connector.agents))];
  return [
    ...((await exists(folder)) && folder !== context.io.cwd ? [`cd ${quote(folder)}`] : []),
    ...(records === null || records === 0 ? ['holdpoint init'] : []),
    ...(runs ? [] : ['holdpoint up --background']),
    'holdpoint login',
    ...agents.map((agent) => `holdpoint agent register ${agent}`),
    ...connectors.flatMap(({ id, add }) => [add, `holdpoint connector admit ${id}`]),
    ...workflows.map(({ path }) => `holdpoint workflow publish ${quote(path)}`),
  ];
}
