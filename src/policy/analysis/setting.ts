// What is certain about a question before any condition is read: who asks in what way for which action. An
// analysis is about one setting at a time, so that types, groups and optional attributes are known exactly.

import { EntityUid } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';
import type { RecordType } from '../cedar-type.ts';
import { EMPTY_RECORD } from '../cedar-type.ts';
import { actionSchema } from '../schema.ts';
import type { SchemaAction } from '../schema.ts';

/** All the values that a term can have. */
export type Domain =
  | { readonly values: readonly Value[] }
  /** Integers between the two, both included. */
  | { readonly min: bigint; readonly max: bigint };

/** What is known of the principal, action or resource. */
export interface Subject {
  readonly type: string;
  /** Null: any of its type. */
  readonly uid: EntityUid | null;
  /** Any but those that a policy names. */
  readonly isUnnamed?: true;
  readonly attributes: RecordType;
  /** Types of the entities that it can be in. */
  readonly above: ReadonlySet<string>;
  /** Keys of all that it is in; null: not known. */
  readonly groups: ReadonlySet<string> | null;
}

/** Kinds of requests that differ in nothing but data. */
export interface Setting {
  readonly action: SchemaAction;
  readonly principal: 'Agent' | 'Operator';
  readonly subjects: ReadonlyMap<string, Subject>;
  /** What is known of terms, by their text (`context.task.trigger`). */
  readonly domains: ReadonlyMap<string, Domain>;
}

/** The settings of an action, one per type of principal that may ask for it. */
export function settingsOf(
  action: SchemaAction,
  domains: ReadonlyMap<string, Domain> = new Map(),
): readonly Setting[] {
  const subject = subjectsOf(action);
  const subjects: readonly (readonly [string, Subject])[] = [
    ['action', actionSubject(action)],
    ['resource', { ...subject(action.resource), uid: resourceOf(action) }],
  ];
  return action.principals.map((principal) => ({
    action,
    principal,
    subjects: new Map([...subjects, ['principal', subject(principal)]]),
    domains,
  }));
}

function subjectsOf(action: SchemaAction): (type: string) => Subject {
  const { entityTypes = {} } = actionSchema(action)[''] ?? {};
  const declared = (name: string) => {
    const type = entityTypes[name];
    return type === undefined || 'enum' in type ? {} : type;
  };
  return (type) => {
    const { shape, memberOfTypes = [] } = declared(type);
    const above = new Set<string>(memberOfTypes);
    for (const each of above) declared(each).memberOfTypes?.forEach((further) => above.add(further));
    const attributes = shape?.type === 'Record' ? (shape as RecordType) : EMPTY_RECORD;
    return { type, uid: null, attributes, above, groups: above.size === 0 ? new Set<string>() : null };
  };
}

function actionSubject({ id, groups }: SchemaAction): Subject {
  return {
    type: 'Action',
    uid: new EntityUid('Action', id),
    attributes: EMPTY_RECORD,
    above: new Set(['Action']),
    groups: new Set(groups.map((group) => new EntityUid('Action', group).key)),
  };
}

/** A tool is always asked for at its own connector. */
function resourceOf({ id, resource }: SchemaAction): EntityUid | null {
  return resource === 'Connector' ? new EntityUid(resource, id.slice(0, id.indexOf('/'))) : null;
}
