// Every connector is reached by the one upstream that its specification names.

import type { Upstream, UpstreamSpec } from '../../gateway/ports.ts';

/** One for each way to reach a connector. */
export type Transports = { readonly [transport in UpstreamSpec['transport']]: Upstream };

/** The transports as one upstream. Where a transport serves two, each is released and closed once. */
export function createUpstreams(transports: Transports): Upstream {
  const all = [...new Set(Object.values(transports))];
  const by = (spec: UpstreamSpec): Upstream => transports[spec.transport];
  return {
    describe: (connector, spec, credential) => by(spec).describe(connector, spec, credential),
    observe: (connector, spec, needsCredential) => by(spec).observe(connector, spec, needsCredential),
    list: (connector, spec, what, credential, cursor) =>
      by(spec).list(connector, spec, what, credential, cursor),
    call: (call) => by(call.spec).call(call),
    release: async (task) => void (await Promise.all(all.map((one) => one.release(task)))),
    close: async () => void (await Promise.all(all.map((one) => one.close()))),
  };
}
