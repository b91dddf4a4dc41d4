// One exposed name is one admitted tool: a name that could mean two is never guessed at.

/** Where a tool is: what an exposed name stands for. */
export interface ToolAddress {
  readonly connector: string;
  readonly tool: string;
}

/** Ids of connectors: without an underscore, so that the first `__` of an exposed name always ends the id. */
export const CONNECTOR_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

const EXPOSED = /^[A-Za-z0-9_.-]{1,128}$/;
const MAX_LENGTH = 128;
const MARK_LENGTH = 12;

/**
 * Names for MCP clients, in both directions, over the admitted tools.
 *
 * A tool is `connector__tool` where that is 1–128 characters of `[A-Za-z0-9_.-]`. Else what does not fit
 * is replaced by `_`, the name is cut, and it ends in `_` and 12 hexadecimal digits of the digest of
 * `connector/tool`. So a name depends on its own tool alone and stays when others come and go. Where two
 * tools would still share a name, the one that has it unchanged keeps it, else the first by name; the
 * other is not exposed.
 *
 * @param hash hexadecimal digest of a text, at least 12 digits, as `sha256` gives
 */
export function exposeTools(
  tools: readonly ToolAddress[],
  hash: (text: string) => string,
): ReadonlyMap<string, ToolAddress> {
  const exposed = new Map<string, ToolAddress>();
  const ordered = tools.toSorted((a, b) => (plainName(a) < plainName(b) ? -1 : 1));
  const [plain, others] = [ordered.filter(isPlain), ordered.filter((address) => !isPlain(address))];
  for (const address of [...plain, ...others]) {
    const name = exposedName(address, hash);
    if (!exposed.has(name)) exposed.set(name, address);
  }
  return exposed;
}

/** The name a tool is exposed under, if it is. See `exposeTools`. */
export function exposedName(address: ToolAddress, hash: (text: string) => string): string {
  if (isPlain(address)) return plainName(address);
  const mark = hash(`${address.connector}/${address.tool}`).slice(0, MARK_LENGTH);
  const kept = plainName(address)
    .replaceAll(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, MAX_LENGTH - MARK_LENGTH - 1);
  return `${kept}_${mark}`;
}

function plainName({ connector, tool }: ToolAddress): string {
  return `${connector}__${tool}`;
}

function isPlain(address: ToolAddress): boolean {
  return EXPOSED.test(plainName(address));
}
