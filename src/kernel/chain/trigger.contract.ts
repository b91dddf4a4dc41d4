// What a call may set off, for tests: by default the workflow that tests have, for a minute.

import type { Trigger } from '../state.ts';

export function triggerOf(rest: Partial<Trigger> = {}): Trigger {
  const named = { name: 'desk', starts: 'workflow/triage' };
  return { ...named, effects: [], when: null, withinSeconds: 60, words: '', ...rest };
}
