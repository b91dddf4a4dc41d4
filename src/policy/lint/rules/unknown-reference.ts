// A rule about somebody or something that does not exist is a rule that never acts.

import { comparisonOf, namedEntityOf, occurrencesIn } from '../expression.ts';
import type { Occurrence } from '../expression.ts';
import { suggestion } from '../words.ts';
import { entityOf } from '../uid.ts';
import type { LintRule, Report } from '../rule.ts';
import { placeOf } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintSubject, Organisation } from '../subject.ts';
import type { Span } from '../../span/locate.ts';

export const unknownReference: LintRule = {
  id: 'unknown-reference',
  severity: 'error',
  title: 'a reference to what does not exist',
  help: 'Correct the name, or make what it names first.',
  check(subject) {
    const names = namesOf(subject);
    return [
      ...subject.invalidities
        .filter(({ kind }) => kind === 'unknown')
        .map(({ policy, span, message, help }) => ({
          at: { policy, span },
          message,
          ...(help === null ? {} : { help }),
        })),
      ...subject.policies.flatMap((policy) =>
        [...inHead(policy), ...inConditions(policy)].flatMap((reference) => judge(policy, reference, names)),
      ),
    ];
  },
};

interface Reference {
  /** Entity type, or the path of an attribute. */
  readonly of: string;
  readonly name: string;
  readonly span: Span;
  /** See Occurrence. */
  readonly applies: boolean | null;
}

/** What exists, by entity type and by path of an attribute; what is not listed is not judged. */
type Names = ReadonlyMap<string, ReadonlySet<string>>;

function namesOf({ catalog, actions, organisation }: LintSubject): Names {
  const tools = actions.filter(({ input }) => input !== null).map(({ id }) => id);
  const connectors = Object.values(catalog.connectors).flatMap(({ id, admitted }) => (admitted ? [id] : []));
  return new Map([
    ['Organization', new Set(['main'])],
    ['Connector', new Set(connectors)],
    ['context.hold.connector', new Set(connectors)],
    ['context.chain.tools', new Set(tools)],
    ['context.chain.succeeded', new Set(tools)],
    ['context.approvals.tools', new Set(tools)],
    ...(organisation === null ? [] : peopleOf(organisation)),
  ]);
}

function peopleOf({ agents, operators }: Organisation): [string, ReadonlySet<string>][] {
  const roles = new Set(operators.flatMap((operator) => operator.roles));
  const people = new Set(operators.map(({ id }) => id));
  const environments = new Set(agents.map(({ environment }) => environment));
  return [
    ['Agent', new Set(agents.map(({ id }) => id))],
    ['Group', new Set(agents.flatMap(({ groups }) => groups))],
    ['Environment', environments],
    ['principal.environment', environments],
    ['context.task.environment', environments],
    ['Owner', people],
    ['Operator', people],
    ['principal.owner', people],
    ['context.task.requester', people],
    ['Role', roles],
    ['principal.roles', roles],
    ['context.approvals.roles', roles],
  ];
}

const WORDS: { readonly [of: string]: string } = {
  Organization: 'there is no organization',
  Connector: 'no connector is admitted as',
  'context.hold.connector': 'no connector is admitted as',
  'context.chain.tools': 'no tool is admitted as',
  'context.chain.succeeded': 'no tool is admitted as',
  'context.approvals.tools': 'no tool is admitted as',
  Agent: 'there is no agent',
  Group: 'no agent is in the group',
  Environment: 'no agent runs in the environment',
  'principal.environment': 'no agent runs in the environment',
  'context.task.environment': 'no agent runs in the environment',
  Owner: 'there is no operator',
  Operator: 'there is no operator',
  'principal.owner': 'there is no operator',
  'context.task.requester': 'there is no operator',
  Role: 'no operator has the role',
  'principal.roles': 'no operator has the role',
  'context.approvals.roles': 'no operator has the role',
};

/** Roles that the starter policy speaks of: a permit for them waits for whoever comes. */
const STANDARD_ROLES: ReadonlySet<string> = new Set([
  'admin',
  'approver',
  'enforcement-point',
  'operator',
  'policy-author',
  'requester',
  'reviewer',
  'security',
]);
const ROLES: readonly string[] = ['Role', 'principal.roles', 'context.approvals.roles'];

/** Grave where a refusal never acts for it, or a name is misspelt; else whoever it names may yet come. */
function judge(policy: LintPolicy, { of, name, span, applies }: Reference, names: Names): Report[] {
  const known = names.get(of);
  if (known === undefined || known.has(name)) return [];
  const isOpening = policy.effect === 'forbid' && applies !== false;
  const expected = ROLES.includes(of) ? STANDARD_ROLES : new Set<string>();
  if (expected.has(name) && !isOpening) return [];
  const hint = expected.has(name) ? '' : suggestion(name, [...known, ...expected]);
  const severity = isOpening || hint !== '' ? 'warning' : 'note';
  return [{ at: { policy, span }, severity, message: `${WORDS[of] ?? of} "${name}"${hint}` }];
}

function inHead(policy: LintPolicy): Reference[] {
  const { principal, resource } = policy.json;
  return (
    [
      ['principal', entityOf(principal)],
      ['resource', entityOf(resource)],
    ] as const
  ).flatMap(([part, entity]) => {
    const span = policy.located?.head[part] ?? { start: 0, end: policy.text.length };
    return entity === null ? [] : [{ of: entity.type, name: entity.id, span, applies: true }];
  });
}

function inConditions(policy: LintPolicy): Reference[] {
  return occurrencesIn(policy).flatMap((occurrence) => referencesIn(occurrence));
}

function referencesIn({ policy, node, applies }: Occurrence): Reference[] {
  const { span } = placeOf(policy, node);
  const entity = namedEntityOf(node);
  if (entity !== null) return [{ of: entity.type, name: entity.id, span, applies }];
  const compared = comparisonOf(node);
  return (compared?.literals ?? []).map((name) => ({
    of: compared?.path ?? '',
    name: String(name),
    span,
    applies,
  }));
}
