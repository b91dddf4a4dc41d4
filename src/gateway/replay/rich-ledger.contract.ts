// A ledger in which most of what can happen to an action has happened: what replays are tested on.

import type { Effect } from '../../kernel/effect.ts';
import type { PolicySource, ToolProfile } from '../../kernel/state.ts';
import type { Principal } from '../../kernel/event.ts';
import { eraseTask } from '../ledger/erase.ts';
import { ADA, GRACE, startRig, type Rig } from '../rig.contract.ts';
import { proposePolicy, publishPolicy, shadowPolicy } from '../policies/policy-verbs.ts';
import { kill, quarantine } from '../tasks.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { addOperator } from '../verbs.ts';

export const HEDY: Principal = { kind: 'operator', id: 'hedy' };

/** Held, denied, approved, rejected, killed, exhausted, changed, erased. */
export async function startRichRig(): Promise<Rig> {
  const rig = await startRig({ readMax: 3 });
  const task = await rig.open('Tidy up');
  for (let n = 0; n < 5; n += 1) {
    rig.clock.advance(1_000);
    await rig.call(task, 'notes/read', { n });
  }
  await approveAndRun(rig, task, { text: 'first' });
  await reject(rig, task, { text: 'second' });
  await rig.call(task, 'notes/erase', {});
  await rig.call(task, 'mail/send', {});
  await killAndLift(rig, task);
  await changeDefinition(rig, task);
  await rig.close(task);
  await endOtherwise(rig);
  // What is owed by then is done before anybody looks back.
  await rig.core.sweeper.all();
  return rig;
}

/** Words of the task are destroyed: its decisions stand, and cannot be asked again. */
export async function eraseOne(rig: Rig): Promise<string> {
  const task = await rig.open('Forget me');
  await rig.call(task, 'notes/read', { n: 1 });
  await rig.close(task);
  await eraseTask(rig.core, ADA, task);
  return task;
}

/** Puts a set into force: proposed by one admin, published by another. */
export async function putInForce(
  { core }: Pick<Rig, 'core'>,
  sources: readonly PolicySource[],
): Promise<void> {
  if (core.world.state(null).org.operators['hedy'] === undefined) {
    const hedy = { id: 'hedy', name: 'Hedy', roles: ['admin'], publicKey: null, identity: null };
    await addOperator(core, ADA, hedy);
  }
  const proposed = await proposePolicy(core, HEDY, sources);
  if (proposed.verdict !== 'permit') throw new Error(JSON.stringify(proposed));
  const published = await publishPolicy(core, ADA, proposed.digest);
  if (published.verdict !== 'permit') throw new Error(JSON.stringify(published));
}

/** Tries a set beside the one in force; `null`: no more. Gives its digest. */
export async function tryBeside({ core }: Rig, sources: readonly PolicySource[] | null): Promise<string> {
  const answer = await shadowPolicy(core, ADA, sources);
  if (answer.verdict !== 'permit') throw new Error(JSON.stringify(answer));
  return answer.digest;
}

export async function approveAndRun(rig: Rig, task: string, args: { text: string }): Promise<string> {
  const hold = await raise(rig, task, args);
  await rig.decide('grace', 'approve', task, hold);
  await rig.call(task, 'notes/write', args);
  return hold;
}

async function reject(rig: Rig, task: string, args: { text: string }): Promise<void> {
  const hold = await raise(rig, task, args);
  await rig.decide('grace', 'reject', task, hold);
  await rig.call(task, 'notes/write', args);
}

export async function raise(rig: Rig, task: string, args: { text: string }): Promise<string> {
  const held = await rig.call(task, 'notes/write', args);
  if (held.verdict !== 'hold') throw new Error(`not held: ${JSON.stringify(held)}`);
  return held.hold;
}

async function killAndLift(rig: Rig, task: string): Promise<void> {
  const target = { kind: 'connector', id: 'desk' } as const;
  await kill(rig.core, ADA, { target, lift: false, reason: 'smoke' });
  await rig.call(task, 'desk/look');
  await kill(rig.core, ADA, { target, lift: true, reason: 'no fire' });
  await rig.call(task, 'desk/look');
}

/** The connector presents another definition, then a person admits it. */
async function changeDefinition(rig: Rig, task: string): Promise<void> {
  const { upstream } = rig;
  const before = upstream.presents['notes']!['read']!;
  upstream.presents['notes']!['read'] = { ...before, description: 'Reads, and more' };
  await rig.call(task, 'notes/read', { n: 9 });
  await admitAgain(rig, {});
  await rig.call(task, 'notes/read', { n: 10 });
}

/** `to` of `notes/write` is an address from here on. */
export function admitDestination(rig: Rig): Promise<void> {
  const output = { sensitivity: 'internal', categories: [], integrity: 'untrusted' } as const;
  return admitAgain(rig, { write: { egress: 'external', roles: { '/to': 'destination' }, output } });
}

/** A person finds out that nobody knows what `notes/read` does. */
export function doubtRead(rig: Rig): Promise<void> {
  return admitAgain(rig, {}, ['unknown']);
}

async function admitAgain(
  { core }: Rig,
  profiles: { [tool: string]: ToolProfile },
  read: Effect[] = ['read'],
): Promise<void> {
  const { admitted } = core.world.state(null).connectors['notes']!;
  const spec = { id: 'notes', upstream: admitted!.upstream as never, credential: null };
  const { proposal } = await proposeConnector(core, ADA, spec);
  const effects = { read, write: ['write'] as Effect[] };
  const answer = await admitConnector(core, ADA, { connector: 'notes', proposal, effects, profiles });
  if (answer.verdict !== 'permit') throw new Error(JSON.stringify(answer));
}

async function endOtherwise(rig: Rig): Promise<void> {
  const stopped = await rig.open('Stop me');
  await raise(rig, stopped, { text: 'third' });
  await quarantine(rig.core, GRACE, { task: stopped, reason: 'odd' });
  await rig.call(stopped, 'notes/read', {});
  const late = await rig.open('Too late');
  rig.clock.advance(31 * 60_000);
  await rig.call(late, 'notes/read', {});
}
