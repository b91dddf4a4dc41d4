// Records as the kernel makes them, in a ledger that is only a list: a task whose action was held, approved
// and run under a lease, and a second task that the first one's action set off.

import type { Event } from '../../kernel/event.ts';
import { ada, ben, given, hasEffect, holdWrites, holdpoint, permitAll } from '../../kernel/given.contract.ts';
import type { Scenario } from '../../kernel/given.contract.ts';
import type { LedgerStore, StoredRecord } from '../ports.ts';

export interface SampleRecords {
  /** In the ledger's order; the index is the sequence number. */
  readonly events: readonly Event[];
  readonly first: string;
  readonly second: string;
  /** The first record of the type on the task's stream. */
  find(task: string, type: Event['type']): Event;
}

export function sampleRecords(): SampleRecords {
  const denyPay = { id: 'no-pay', effect: 'forbid', when: hasEffect('spend') } as const;
  const scenario = given({ rules: [permitAll, holdWrites(), denyPay], ttlSeconds: 600 });
  const first = runFirst(scenario);
  const sent = scenario.events.findLast(({ type }) => type === 'action-permitted')!;
  scenario.at += 60_000;
  const before = scenario.events.length;
  scenario.open();
  const second = scenario.task.id;
  scenario.act('read', { arguments: { path: 'b' } });
  const events = scenario.events.map((event, index) =>
    index === before ? { ...event, causes: [...event.causes, sent.id] } : event,
  );
  return {
    events,
    first,
    second,
    find: (task, type) => events.find((one) => one.stream === `task/${task}` && one.type === type)!,
  };
}

function runFirst(scenario: Scenario): string {
  scenario.open();
  scenario.at += 1_000;
  scenario.act('pay');
  scenario.act('write', { arguments: { path: '"]; click r0' } });
  scenario.act('write', { arguments: { path: '"]; click r0' } });
  scenario.at += 1_000;
  scenario.approve(ben, { reason: 'hmac-of-words' });
  const { action } = scenario.act('write', { arguments: { path: '"]; click r0' } });
  const { id: task, leases } = scenario.task;
  const [lease] = Object.keys(leases);
  const issued = { standing: false, advisory: false, expiresAt: scenario.at + 1, fingerprint: 'f' };
  scenario.ask('settle', holdpoint, { task, fact: { fact: 'lease-issued', lease: lease!, ...issued } });
  scenario.at += 500;
  scenario.settle(action);
  scenario.deliver(action);
  scenario.ask('settle', holdpoint, {
    task,
    fact: { fact: 'lease-revoked', lease: lease!, how: 'forgotten' },
  });
  // Somebody else's question about the task stands on a stream of its own.
  scenario.ask('act', { kind: 'agent', id: 'stranger' }, strangersAct(task));
  scenario.at += 1_000;
  scenario.ask('close-task', ada, { task });
  scenario.kill({ kind: 'agent', id: 'bot' });
  scenario.kill({ kind: 'agent', id: 'bot' }, true);
  return task;
}

function strangersAct(task: string) {
  const digests = { argumentsCommitment: 'hmac-of-x', digest: 'd', observed: null, owner: 'process-1' };
  return { task, connector: 'crm', tool: 'read', arguments: {}, destinations: [], ...digests };
}

/** Reads as a store gives them. */
export function readsOver(events: readonly Event[]): Pick<LedgerStore, 'read' | 'find'> {
  const records = events.map((event, seq): StoredRecord => {
    const { id, stream, type, time } = event;
    const text = JSON.stringify({ v: 1, seq, version: 1, ...event });
    return { seq, id, stream, version: 1, type, time, text, hash: new Uint8Array(32) };
  });
  return {
    read: ({ fromSeq, limit, stream }) =>
      Promise.resolve(
        records
          .filter((one) => one.seq >= fromSeq && (stream === undefined || one.stream === stream))
          .slice(0, limit),
      ),
    find: (id) => Promise.resolve(records.find((one) => one.id === id) ?? null),
  };
}
