// MCP servers as an `Upstream`: what the port promises, put together of connections and calls.

import type { JsonObject } from '../../../kernel/json.ts';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type { Upstream, UpstreamCall, UpstreamOutcome } from '../../../gateway/ports.ts';
import type { Connection } from './connection.ts';
import { ConnectionPool, endpointOf } from './connection-pool.ts';
import { notStarted, performCall, unknown } from './perform-call.ts';
import { withDefaults } from './settings.ts';
import type { McpUpstreamOptions, Settings } from './settings.ts';
import { Stop } from './stop.ts';

const LISTS = {
  resources: { method: 'resources/list', key: 'resources', capability: 'resources' },
  'resource-templates': {
    method: 'resources/templates/list',
    key: 'resourceTemplates',
    capability: 'resources',
  },
  prompts: { method: 'prompts/list', key: 'prompts', capability: 'prompts' },
} as const;

/**
 * Speaks MCP (2026-07-28, else 2025-11-25 and before) over stdio and Streamable HTTP.
 *
 * A stdio server gets PATH, HOME, LANG and TMPDIR of ours, the spec's settings, its credential, and no more.
 * An HTTP connector is reached at its own origin only; a redirect is a fault.
 */
export function createMcpUpstream(options: McpUpstreamOptions = {}): Upstream {
  const settings = withDefaults(options);
  const pool = new ConnectionPool(settings);
  return {
    async describe(connector, spec, credential) {
      const target = { connector, spec, credential };
      if (credential !== null) return pool.borrow(target, (connection) => connection.describe());
      return (await pool.acquire(target, null)).describe();
    },
    async observe(connector, spec, needsCredential) {
      if (!needsCredential)
        return (await pool.acquire({ connector, spec, credential: null }, null)).current();
      const open = pool.find({ connector, spec });
      return open?.current() ?? pool.seen.get(endpointOf({ connector, spec })) ?? null;
    },
    async list(connector, spec, what, credential, cursor) {
      const target = { connector, spec, credential };
      const { method, key, capability } = LISTS[what];
      const shared =
        credential === null ? await pool.acquire(target, null) : pool.find(target, credential.lease);
      const ask = async (connection: Connection): Promise<JsonObject> => {
        if (!connection.has(capability)) return { [key]: [] };
        const page = await connection.list(method, cursor);
        if (!Array.isArray(page[key]))
          throw new UpstreamFault('upstream-nonsense', 'the server lists nothing');
        return page;
      };
      return shared === null ? pool.borrow(target, ask) : ask(shared);
    },
    call: (call) => performOrFail(pool, settings, call),
    release: (task) => pool.release(task),
    close: () => pool.close(),
  };
}

async function performOrFail(
  pool: ConnectionPool,
  settings: Settings,
  call: UpstreamCall,
): Promise<UpstreamOutcome> {
  const stop = new Stop(call.signal, call.timeoutMs);
  try {
    if (stop.code !== null) return notStarted(stop.code);
    const connection = await stop.race(pool.acquire(call, call.task));
    return await performCall(connection, call, stop, settings.maxResultBytes);
  } catch (error) {
    // What nobody foresaw may have come after the request was sent.
    return error instanceof UpstreamFault ? notStarted(error.code) : unknown('upstream-nonsense');
  } finally {
    stop.dispose();
  }
}
