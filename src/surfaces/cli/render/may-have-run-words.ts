// What is said of an earlier call that may have done what is asked for again.

import type { Repeated } from '../../http/contract/approval.ts';

export function mayHaveRunWords({ task, action, at, runs }: Repeated, time: (at: number) => string): string {
  const what = action === null ? 'what may be the same' : 'the very same';
  const where = task === null ? '' : ` in ${task}`;
  const end = runs ? 'it runs still' : 'nobody knows whether it was done';
  return `${what} was asked for ${time(at)}${where}: ${end}`;
}
