// A declassified value counts as less where it was decided that it may, and nowhere else: for that value,
// that sink and that time. Who may have written it is never lifted, and what comes of it carries it all.

import type { AskedAction } from '../action/action.ts';
import { carriedAs, joinCarried, labelsOfArgument } from '../action/argument-label.ts';
import type { ArgumentLabels } from '../action/argument-label.ts';
import type { Declassification, Declassified } from './declassification.ts';
import type { EventOf } from '../event.ts';
import { covers, levelOf } from './label.ts';
import type { Labels } from './label.ts';
import type { ArgumentRole } from '../role.ts';

/** The oldest of more are forgotten: their values then carry all that they did. */
const MAX_DECLASSIFIED = 64;

/** Labels, less what is declassified. */
export function lowerLabels(
  { sensitivity, categories, integrity }: Labels,
  to: Pick<Declassification, 'sensitivity' | 'without'>,
): Labels {
  return {
    sensitivity: levelOf(to.sensitivity) < levelOf(sensitivity) ? to.sensitivity : sensitivity,
    categories: categories.filter((category) => !to.without.includes(category)),
    integrity,
  };
}

/** Whether anything would be less. */
export function lowers(labels: Labels, to: Pick<Declassification, 'sensitivity' | 'without'>): boolean {
  return !covers(lowerLabels(labels, to), labels);
}

type Asked = Pick<AskedAction, 'request' | 'task'>;

/** A call to a sink, and the task that it is of. */
interface Towards {
  readonly request: Pick<AskedAction['request'], 'at' | 'connector' | 'tool'> & {
    readonly destinations: readonly { readonly commitment: string }[];
  };
  readonly task: Pick<AskedAction['task'], 'data' | 'declassified'>;
}

/** Of all that the action gives away. Where nobody looked, that is all that its task read. */
export function labelsSent(asked: Asked): Labels {
  return joinLowered(asked, asked.request.carried ?? null);
}

/** Of the arguments with a role. */
export function labelsOfRole(asked: Asked, role: ArgumentRole): Labels {
  const own = carriedAs(asked.request.carried ?? [], role);
  return joinLowered(asked, own.length === 0 ? null : own);
}

function joinLowered(asked: Asked, carried: readonly ArgumentLabels[] | null): Labels {
  const { data } = asked.task;
  if (carried === null) return data;
  return joinCarried(carried, data, (one) => lowerCarried(asked, one) ?? labelsOfArgument(one, data));
}

/** What an argument counts as, where it was declassified for such a call; null: as what it carries. */
export function lowerCarried(asked: Towards, one: ArgumentLabels): Labels | null {
  const { data, declassified = [] } = asked.task;
  const labels = labelsOfArgument(one, data);
  const own = declassified.filter(({ value, from }) => value === one.value && covers(from, labels));
  const inForce = own.filter((each) => isFor(each, asked));
  return inForce.length === 0 ? null : inForce.reduce(lowerLabels, labels);
}

function isFor({ tool, destination, until }: Declassification, { request }: Towards): boolean {
  const { destinations } = request;
  return (
    request.at < until &&
    (tool === null || tool === `${request.connector}/${request.tool}`) &&
    (destination === null ||
      (destinations.length > 0 && destinations.every(({ commitment }) => macOf(commitment) === destination)))
  );
}

/** Of a commitment: what stands behind the name of its algorithm. */
export function macOf(commitment: string): string {
  return commitment.slice(commitment.indexOf(':') + 1);
}

export function evolveDeclassified(
  known: readonly Declassified[] = [],
  { id, body: { from, declassification } }: EventOf<'value-declassified'>,
): readonly Declassified[] {
  return [...known, { ...declassification, from, record: id }].slice(-MAX_DECLASSIFIED);
}
