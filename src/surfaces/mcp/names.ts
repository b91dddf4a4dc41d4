// One exposed name is one admitted operation of one connector: nothing a client sends can be read in two
// ways. A name that stands for nothing still becomes an action, so that it is decided and recorded like any
// other.

import { exposeTools, type ToolAddress } from '../../catalog/name.ts';
import type { OfferedTool } from '../../gateway/connectors/scope-view.ts';

const RESOURCE = '@resources/read';
const PROMPT = '@prompts/get';
const COMPLETION = '@completion/complete';
const SEPARATOR = '__';

type PromptRef = { readonly type: 'ref/prompt'; readonly name: string };
type ResourceRef = { readonly type: 'ref/resource'; readonly uri: string };

export interface Names {
  readonly offered: readonly OfferedTool[];
  /** The exposed tools with their names, in order. */
  readonly tools: readonly (OfferedTool & { readonly exposed: string })[];
  tool(exposed: string): ToolAddress;
  resource(exposed: string): ToolAddress & { readonly uri: string };
  prompt(exposed: string): ToolAddress & { readonly name: string };
  reference(ref: PromptRef | ResourceRef): ToolAddress & { readonly ref: { readonly [key: string]: string } };
}

export function createNames(offered: readonly OfferedTool[], hash: (text: string) => string): Names {
  const plain = offered.filter(({ tool }) => tool.kind === 'tool');
  const addresses = plain.map(({ connector, tool }) => ({ connector, tool: tool.name }));
  const exposed = exposeTools(addresses, hash);
  const byAddress = new Map(
    [...exposed].map(([name, { connector, tool }]) => [`${connector}/${tool}`, name]),
  );
  const tools = plain.flatMap((one) => {
    const name = byAddress.get(`${one.connector}/${one.tool.name}`);
    return name === undefined ? [] : [{ ...one, exposed: name }];
  });
  const named = (text: string): ToolAddress & { readonly name: string } => {
    const { connector, rest } = split(text, SEPARATOR);
    return { connector, tool: PROMPT, name: rest };
  };
  const located = (text: string): ToolAddress & { readonly uri: string } => {
    const { connector, rest } = split(text, '+');
    return { connector, tool: RESOURCE, uri: rest };
  };
  return {
    offered,
    tools,
    tool(name) {
      const { connector, rest } = split(name, SEPARATOR);
      // The `@…` operations have methods of their own: by a tool's name nothing but a tool is reached.
      return exposed.get(name) ?? { connector, tool: rest.startsWith('@') ? `tools/${rest}` : rest };
    },
    resource: located,
    prompt: named,
    reference(ref) {
      if (ref.type === 'ref/prompt') {
        const { connector, name } = named(ref.name);
        return { connector, tool: COMPLETION, ref: { type: ref.type, name } };
      }
      const { connector, uri } = located(ref.uri);
      return { connector, tool: COMPLETION, ref: { type: ref.type, uri } };
    },
  };
}

/** How a connector's resources and prompts are exposed: its id stands before theirs, as with tools. */
export function exposeUri(connector: string, uri: string): string {
  return `${connector}+${uri}`;
}

export function exposePrompt(connector: string, name: string): string {
  return `${connector}${SEPARATOR}${name}`;
}

function split(text: string, separator: string): { connector: string; rest: string } {
  const at = text.indexOf(separator);
  return at < 0
    ? { connector: '', rest: text }
    : { connector: text.slice(0, at), rest: text.slice(at + separator.length) };
}
