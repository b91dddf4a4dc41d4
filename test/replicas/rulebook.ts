// What no ledger may show, whichever replica wrote it: a permit under a state that an earlier record ended.
// Read from the records alone, in their order, by none of the code that decides.

import type { Event, KillTarget } from '../../src/kernel/event.ts';

export interface Breach {
  readonly seq: number;
  readonly what: string;
}

export function breachesOf(events: readonly Event[]): Breach[] {
  const breaches: Breach[] = [];
  const killed = new Set<string>();
  const ended = new Set<string>();
  const held = new Map<string, number>();
  const running = new Map<string, string>();
  const settled = new Set<string>();
  let policy: string | null = null;
  events.forEach((event, seq) => {
    const breach = (what: string): void => void breaches.push({ seq, what });
    switch (event.type) {
      case 'killed':
        return void killed.add(nameOf(event.body.target));
      case 'kill-lifted':
        return void killed.delete(nameOf(event.body.target));
      case 'policy-published':
        policy = event.body.digest;
        return undefined;
      case 'task-closed':
      case 'task-quarantined':
        return void ended.add(event.stream);
      case 'action-permitted': {
        const { agent, connector, hold, action } = event.body;
        const stops = ['all', `agent ${agent}`, `connector ${connector}`];
        for (const stop of stops) if (killed.has(stop)) breach(`permitted under a kill of ${stop}`);
        if (ended.has(event.stream)) breach('permitted in a task that had ended');
        if (event.body.policy !== policy) breach('permitted under a policy that was replaced');
        if (hold !== null) held.set(hold, (held.get(hold) ?? 0) + 1);
        if (hold !== null && held.get(hold) !== 1) breach('an approval was used twice');
        running.set(action, event.stream);
        return undefined;
      }
      case 'action-settled':
        if (!running.has(event.body.action)) breach('an outcome without a permit');
        if (settled.has(event.body.action)) breach('settled twice');
        // An outcome that comes late outdoes what was presumed meanwhile.
        if (event.body.code !== 'claim-lapsed') settled.add(event.body.action);
        return undefined;
      default:
        return undefined;
    }
  });
  return breaches;
}

function nameOf(target: KillTarget): string {
  return target.kind === 'all' ? 'all' : `${target.kind} ${target.id}`;
}
