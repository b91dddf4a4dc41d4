// Whatever permits comes with all that its policies ask, and of two that ask the same the stricter counts.

import type { Obligation } from '../policy.ts';

const NONE: readonly Obligation[] = [];

/** One list of what several policies ask, each kind once (`other`: each name and value once). */
export function uniteObligations(asked: readonly Obligation[]): readonly Obligation[] {
  if (asked.length === 0) return NONE;
  const of = <Kind extends Obligation['kind']>(kind: Kind) =>
    asked.filter((one): one is Extract<Obligation, { kind: Kind }> => one.kind === kind);
  const fields = unique(of('redact').flatMap((one) => one.fields));
  const rows = of('cap-rows').map((one) => one.rows);
  const roles = unique(of('notify').flatMap((one) => one.roles));
  const seconds = of('step-up').map((one) => one.withinSeconds);
  return [
    ...(fields.length === 0 ? [] : [{ kind: 'redact', fields } as const]),
    ...(rows.length === 0 ? [] : [{ kind: 'cap-rows', rows: Math.min(...rows) } as const]),
    ...(roles.length === 0 ? [] : [{ kind: 'notify', roles } as const]),
    ...of('record-payload').slice(0, 1),
    ...(seconds.length === 0 ? [] : [{ kind: 'step-up', withinSeconds: Math.min(...seconds) } as const]),
    ...of('other').filter((one, index, all) => index === all.findIndex((other) => isSame(one, other))),
  ];
}

function isSame(one: Extract<Obligation, { kind: 'other' }>, other: typeof one): boolean {
  return one.name === other.name && one.value === other.value;
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
