// The runtime must not end under the gateway: V8 of Node 20 can abort the process when it optimises a call
// from JavaScript into WebAssembly (the policy engine) and has to take that back.

import { setFlagsFromString } from 'node:v8';

/**
 * Turns that optimisation off where it is broken. Call it before anything is decided; elsewhere it does
 * nothing.
 */
export function guardRuntime(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');
}
