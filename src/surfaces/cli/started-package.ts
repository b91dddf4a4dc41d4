// What starting a connector would download, and whether that is the same package every time.

import { packageOf } from './scan/package-spec.ts';
import type { ConnectorRequest } from '../http/contract/connector.ts';

export interface StartedPackage {
  readonly registry: string;
  /** As the command names it, with its version. */
  readonly given: string;
  /** `exact`: always the same. `named`: a version that its owner may move. `none`: whatever is newest. */
  readonly pin: 'exact' | 'named' | 'none';
}

/** Null: nothing is downloaded, as far as can be told. */
export function packageIn(upstream: ConnectorRequest['upstream']): StartedPackage | null {
  if (upstream.transport !== 'stdio') return null;
  const words = [upstream.command, ...upstream.args].map((text) => ({ text, start: 0, end: 0 }));
  const found = packageOf(words);
  return found === null ? null : { registry: found.registry, given: found.word.text, pin: found.pin };
}
