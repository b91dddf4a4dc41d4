// What a connector presents at this moment, of the tool that is asked for.

import type { Act } from '../../kernel/request.ts';
import { identityOf } from '../connectors/connector-verbs.ts';
import type { Core } from '../core.ts';
import { codeOf } from '../fault.ts';
import type { UpstreamSpec } from '../ports.ts';
import { presentedDigest } from './presented-digest.ts';

/**
 * Digest of the definition that the upstream presents now, null where it presents none or cannot be asked;
 * and who answers.
 */
export async function observe(
  core: Core,
  connector: string,
  tool: string,
): Promise<Pick<Act, 'observed' | 'server'>> {
  const admitted = core.world.state(null).connectors[connector]?.admitted ?? null;
  if (admitted === null) return { observed: null };
  const spec = admitted.upstream as unknown as UpstreamSpec;
  try {
    const description = await core.upstream.observe(connector, spec, admitted.credential !== null);
    // Not seen yet without its credential: the connection that carries the call is asked before anything is
    // sent.
    if (description === null) return { observed: admitted.tools[tool]?.definition ?? null };
    const definition = description.definitions[tool];
    const observed = definition === undefined ? null : presentedDigest(core.crypto, definition);
    return { observed, server: identityOf(description.server) };
  } catch (error) {
    core.log.warn({ connector, code: codeOf(error) }, 'a connector does not say what it offers');
    return { observed: null };
  }
}
