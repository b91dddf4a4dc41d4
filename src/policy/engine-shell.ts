// What every policy engine does around a question: which policies concern the action, what stands in Cedar's
// context, what an answer says. Engines differ only in how they answer. No error tells an argument.

import type { Context, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Json } from '../kernel/json.ts';
import type {
  DeterminingPolicy,
  PolicyAnswer,
  PolicyEngine,
  PolicyPrincipal,
  PolicyQuery,
} from '../kernel/policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { mapInput } from './map-value.ts';
import type { SchemaAction } from './schema.ts';
import { indexPolicies, slicePolicies } from './slice.ts';

/** SHA-256 (or as strong) over the canonical JSON of a value. */
export type Digest = (value: Json) => string;

/** What concerns one action. */
interface Slice {
  readonly action: SchemaAction;
  /** The policies whose head can match the action, in the order of the sources. */
  readonly policies: readonly CompiledPolicy[];
  /** Those among them that do not fit the catalog. */
  readonly misfits: readonly CompiledPolicy[];
}

/** One question, as Cedar is asked. */
export interface Question {
  readonly slice: Slice;
  /** Ids of those that are left out. */
  readonly lifted: ReadonlySet<string>;
  readonly principal: PolicyPrincipal;
  readonly resource: PolicyQuery['resource'];
  readonly context: Context;
}

export interface Failure {
  readonly policy: string;
  readonly isOverflow: boolean;
}

export type Verdict =
  | {
      readonly permitted: boolean;
      /** Ids of the determining policies, in any order; so are the failures. */
      readonly reason: readonly string[];
      readonly failures: readonly Failure[];
    }
  | { readonly refused: string };

/** Answers one question. A request that does not fit the action's schema is refused. */
export type Ask = (question: Question) => Verdict;

/** Builds an engine over policies and the actions that can be asked about. */
export function createShell(
  policies: readonly CompiledPolicy[],
  actions: ReadonlyMap<string, SchemaAction>,
  setDigest: string,
  ask: Ask,
): PolicyEngine {
  const index = indexPolicies(policies);
  const places = new Map(policies.map((policy, place) => [policy.id, { place, said: saidOf(policy) }]));
  const slices = new Map<string, Slice>();
  const sliceFor = (action: SchemaAction): Slice => {
    const known = slices.get(action.id);
    if (known !== undefined) return known;
    const { policies: sliced } = slicePolicies(index, action.id, action.groups);
    const slice = { action, policies: sliced, misfits: sliced.filter(({ misfit }) => misfit !== null) };
    slices.set(action.id, slice);
    return slice;
  };
  // Only what is liftable can be left out: a plain forbid wins over all.
  const isLiftable = (id: string): boolean => (places.get(id)?.said.hold ?? null) !== null;
  const answer = (slice: Slice, query: PolicyQuery, lifted: ReadonlySet<string>): PolicyAnswer => {
    const misfits = slice.misfits.filter(({ id }) => !lifted.has(id));
    if (misfits.length > 0) {
      return denial(...misfits.map(({ id, misfit }) => `policy ${id} does not fit the catalog: ${misfit}`));
    }
    const { context, problem } = contextOf(slice, query, lifted);
    if (context === null) return denial(problem);
    const { principal, resource } = query;
    return answerOf(ask({ slice, lifted, principal, resource, context }), places);
  };
  return {
    digest: setDigest,
    evaluate(query, suspended) {
      try {
        const action = actions.get(query.action);
        if (action === undefined) return denial(`${query.action} is no admitted tool and no verb`);
        const lifted = suspended.length === 0 ? NONE : new Set(suspended.filter(isLiftable));
        return answer(sliceFor(action), query, lifted);
      } catch {
        return denial('the policy engine failed');
      }
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

function denial(...errors: readonly string[]): PolicyAnswer {
  return { decision: 'deny', determining: [], errors };
}

/** What an answer says of each policy, and its place in the sources. */
type Places = ReadonlyMap<string, { readonly place: number; readonly said: DeterminingPolicy }>;

function saidOf({ id, digest, effect, hold, obligations }: CompiledPolicy): DeterminingPolicy {
  return { id, digest, effect, hold, obligations };
}

function answerOf(verdict: Verdict, places: Places): PolicyAnswer {
  if ('refused' in verdict) return denial(verdict.refused);
  const determining: DeterminingPolicy[] = [];
  for (const id of inOrder(verdict.reason, places, (reason) => reason)) {
    const place = places.get(id);
    if (place !== undefined) determining.push(place.said);
  }
  const errors = inOrder(verdict.failures, places, ({ policy }) => policy).map(failureText);
  const isPermitted = verdict.permitted && errors.length === 0;
  return { decision: isPermitted ? 'permit' : 'deny', determining, errors };
}

/** In the order of the sources. */
function inOrder<Said>(said: readonly Said[], places: Places, idOf: (said: Said) => string): readonly Said[] {
  const placeOf = (one: Said): number => places.get(idOf(one))?.place ?? 0;
  return said.length < 2 ? said : said.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Cedar's own text may quote values, so only the kind of failure is told. */
function failureText({ policy, isOverflow }: Failure): string {
  return `policy ${policy}: ${isOverflow ? 'a sum went out of range' : 'it cannot be evaluated'}`;
}

/** Cedar's context of a query: its arguments are mapped to the types of the action. */
export function contextOf(
  { action, policies }: Slice,
  { context }: PolicyQuery,
  lifted: ReadonlySet<string>,
): { context: Context; problem: '' } | { context: null; problem: string } {
  if (action.input === null) return { context: context as Context, problem: '' };
  const { value, dropped } = mapInput(action.input, context['input']);
  if (value === null) {
    return { context: null, problem: 'a required argument is missing or does not fit its declared type' };
  }
  const isRead = (name: string): boolean =>
    policies.some(({ id, reads }) => reads.has(name) && !lifted.has(id));
  const unreadable = dropped.size === 0 ? [] : [...dropped].filter(isRead);
  if (unreadable.length > 0) {
    return { context: null, problem: `a policy reads what Cedar cannot take over: ${unreadable.join(', ')}` };
  }
  return { context: { ...context, input: value } as Context, problem: '' };
}

/** The principal as the one entity that Cedar is given. */
export function principalEntity({ type, id, parents, attributes }: PolicyPrincipal): EntityJson {
  const parentType = type === 'Agent' ? 'Group' : 'Role';
  return {
    uid: { type, id },
    attrs: attributes as EntityJson['attrs'],
    parents: [
      ...parents.map((parent) => ({ type: parentType, id: parent })),
      ...(type === 'Agent' ? surroundings(attributes) : []),
    ],
  };
}

/** Where an agent runs and who answers for it: `principal in Environment::"production"`. */
function surroundings({ environment, owner }: PolicyPrincipal['attributes']): EntityJson['parents'] {
  return [
    { type: 'Environment', id: environment as string },
    { type: 'Owner', id: owner as string },
  ];
}

export const NOT_UNICODE: Verdict = { refused: 'the request is not well-formed Unicode' };

export function misfitOf({ id }: SchemaAction): Verdict {
  return { refused: `the request does not fit the schema of ${id}` };
}
