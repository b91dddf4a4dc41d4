// What a quarantine will end, and how far it is: of the task alone, or of all that it set off, too.

import type { TaskBelow } from '../../../../src/surfaces/http/contract/below.ts';
import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';

export type Standing = Pick<TaskBelow, 'running' | 'waiting' | 'leases'>;

/** @param running calls of it that run */
export function standingOf({ holds, leases }: TaskDetail, running: number): Standing {
  return {
    running,
    waiting: holds.filter(({ status }) => status === 'pending').length,
    leases: leases.filter(({ status }) => status !== 'revoked').length,
  };
}

export function addUp(all: readonly Standing[]): Standing {
  return all.reduce((sum, { running, waiting, leases }) => ({
    running: sum.running + running,
    waiting: sum.waiting + waiting,
    leases: sum.leases + leases,
  }));
}

export interface Stopped {
  readonly stopped: number;
  /** Those that were open, or still are. */
  readonly of: number;
}

export function stoppedOf(below: readonly Pick<TaskBelow, 'status'>[]): Stopped {
  const count = (status: TaskBelow['status']): number => below.filter((one) => one.status === status).length;
  const stopped = count('quarantined');
  return { stopped, of: stopped + count('open') };
}

/** What runs first, then what waits for people, then what is open: else as they were opened. */
export function byUrgency(below: readonly TaskBelow[]): readonly TaskBelow[] {
  const rank = ({ running, waiting, status }: TaskBelow): number =>
    running > 0 ? 0 : waiting > 0 ? 1 : status === 'open' ? 2 : 3;
  return below.toSorted((one, other) => rank(one) - rank(other));
}
