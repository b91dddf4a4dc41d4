// Lists show what a task may ask for, as the connectors define it, and nothing of what it may not; what in
// them reads like an attack is withheld.

import type {
  ListPromptsResult,
  ListResourcesResult,
  ListResourceTemplatesResult,
  ListToolsResult,
} from '@modelcontextprotocol/server';
import type { Core } from '../../gateway/core.ts';
import { codeOf } from '../../gateway/fault.ts';
import { readListing } from '../../gateway/connectors/listing-scan.ts';
import type { OfferedTool } from '../../gateway/connectors/scope-view.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Tool } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import { exposePrompt, exposeUri, type Names } from './names.ts';
import { SUSPICIOUS_KEY } from './reply.ts';

const MAX_PAGES = 20;

/**
 * Definitions exactly as pinned, without what we keep of them for ourselves (`@…`). A tool whose definition
 * changed since is not listed.
 */
export async function listOffered(core: Core, names: Names): Promise<ListToolsResult> {
  const tools = await Promise.all(
    names.tools.map(async (offered) => {
      const definition = await present(core, offered);
      return definition === null ? [] : [{ ...definition, name: offered.exposed }];
    }),
  );
  return { tools: tools.flat() as unknown as ListToolsResult['tools'] };
}

async function present(
  core: Core,
  { connector, spec, tool, needsCredential }: OfferedTool,
): Promise<JsonObject | null> {
  try {
    const description = await core.upstream.observe(connector, spec, needsCredential);
    if (description === null) return { description: tool.description, inputSchema: tool.inputSchema };
    const definition = description.definitions[tool.name];
    if (definition === undefined || digestOf(core.crypto, definition) !== tool.definition) return null;
    return Object.fromEntries(Object.entries(definition).filter(([member]) => !member.startsWith('@')));
  } catch (error) {
    core.log.warn({ connector, code: codeOf(error) }, 'a connector is left out of a list');
    return null;
  }
}

export async function listResources(core: Core, names: Names): Promise<ListResourcesResult> {
  const { items, said } = await gather(core, names, 'resources');
  const resources = items.map(({ connector, item }) => ({
    ...item,
    uri: exposeUri(connector, textOf(item['uri'])),
  }));
  return { resources, ...said } as unknown as ListResourcesResult;
}

export async function listTemplates(core: Core, names: Names): Promise<ListResourceTemplatesResult> {
  const { items, said } = await gather(core, names, 'resource-templates');
  const resourceTemplates = items.map(({ connector, item }) => ({
    ...item,
    uriTemplate: exposeUri(connector, textOf(item['uriTemplate'])),
  }));
  return { resourceTemplates, ...said } as unknown as ListResourceTemplatesResult;
}

export async function listPrompts(core: Core, names: Names): Promise<ListPromptsResult> {
  const { items, said } = await gather(core, names, 'prompts');
  const prompts = items.map(({ connector, item }) => ({
    ...item,
    name: exposePrompt(connector, textOf(item['name'])),
  }));
  return { prompts, ...said };
}

type Listed = 'resources' | 'resource-templates' | 'prompts';

const LISTED: { readonly [what in Listed]: { readonly kind: Tool['kind']; readonly member: string } } = {
  resources: { kind: 'resource', member: 'resources' },
  'resource-templates': { kind: 'resource', member: 'resourceTemplates' },
  prompts: { kind: 'prompt', member: 'prompts' },
};

interface Gathered {
  readonly items: readonly { readonly connector: string; readonly item: JsonObject }[];
  /** In the result's `_meta`: rules that found something in what is withheld. */
  readonly said: { readonly _meta?: JsonObject };
}

async function gather(core: Core, names: Names, what: Listed): Promise<Gathered> {
  const { kind } = LISTED[what];
  const offered = names.offered.filter(({ tool, needsCredential }) => tool.kind === kind && !needsCredential);
  const read = await Promise.all(
    offered.map(async ({ connector, spec }) => {
      const { shown, findings } = await readListing(
        core,
        connector,
        await pagesOf(core, connector, spec, what),
      );
      return { items: shown.map((item) => ({ connector, item })), findings };
    }),
  );
  const findings = [...new Set(read.flatMap((one) => one.findings))];
  return {
    items: read.flatMap((one) => one.items),
    said: findings.length === 0 ? {} : { _meta: { [SUSPICIOUS_KEY]: findings } },
  };
}

async function pagesOf(
  core: Core,
  connector: string,
  spec: OfferedTool['spec'],
  what: Listed,
): Promise<JsonObject[]> {
  const items: JsonObject[] = [];
  try {
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const result = await core.upstream.list(connector, spec, what, null, cursor);
      items.push(...((result[LISTED[what].member] ?? []) as JsonObject[]));
      if (typeof result['nextCursor'] !== 'string') break;
      cursor = result['nextCursor'];
    }
  } catch (error) {
    core.log.warn({ connector, code: codeOf(error) }, 'a connector is left out of a list');
  }
  return items;
}

/** What a connector leaves out, or gives as something else, names nothing. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
