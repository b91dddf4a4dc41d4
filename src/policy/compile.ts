// Sources become an engine only when every policy is understood: a rule that is half read is no rule.

import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import type { ValidationError } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyEngine } from '../kernel/policy.ts';
import type { PolicySource } from '../kernel/state.ts';
import { actionsOf, readsOf } from './compiled-policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { createCompiledEngine } from './compiled-engine.ts';
import type { Uncompiled } from './compiled-engine.ts';
import { createEngine } from './engine.ts';
import type { Digest } from './engine-shell.ts';
import type { PolicyProblem } from './problem.ts';
import { offsetOfByte } from './problem.ts';
import { fullSchema, listActions } from './schema.ts';
import type { PolicyCatalog } from './schema.ts';
import { finish, POLICIES_AT_ONCE } from './parts.ts';
import { problemAt, readInParts } from './source.ts';
import { createTracer } from './tracing.ts';
import type { Trace } from './tracing.ts';
import type { ReadPolicy, ReadSource } from './source.ts';
import { validatorHelp } from './validator-help.ts';

export type CompiledPolicies =
  | {
      readonly engine: PolicyEngine;
      readonly policies: readonly CompiledPolicy[];
      /** What each condition of the policies comes to for a query. */
      readonly trace: Trace;
      /** What is odd but no error, such as a policy that can never apply. */
      readonly warnings: readonly PolicyProblem[];
    }
  | { readonly errors: readonly PolicyProblem[] };

interface Tools {
  /** SHA-256 over the canonical JSON of a value: names policies and sets, and keys what is parsed. */
  readonly digest: Digest;
  /** Which engine evaluates; `compiled` where nothing is said. */
  readonly engine?: 'reference' | 'compiled';
}

/** The validator names each mistake once for every action: whoever mends these sees the others then. */
const MOST_ERRORS = 100;

/**
 * Compiles candidate sources, strictly: everything must fit the schema of the catalog. Total. Of errors of
 * validation the first hundred are given.
 */
export function compilePolicies(
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
  tools: Tools,
): CompiledPolicies {
  return finish(compileInParts(sources, catalog, tools));
}

/** The same; between one part of the work and the next others may have their turn. */
export function* compileInParts(
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
  tools: Tools,
): Generator<void, CompiledPolicies> {
  const compiled = yield* compile(sources, catalog, tools, MOST_ERRORS);
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? { errors } : engineOf(compiled, tools);
}

/**
 * Compiles sources that were published against another catalog. A policy that fits the catalog no more
 * denies the actions it may apply to and leaves the others alone, so that people can still mend the catalog
 * or the policy. Sources that do not parse are errors all the same. Total.
 */
export function loadPolicies(
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
  tools: Tools,
): CompiledPolicies {
  const compiled = finish(compile(sources, catalog, tools, Number.POSITIVE_INFINITY));
  return compiled.unread.length > 0 ? { errors: compiled.unread } : engineOf(compiled, tools);
}

interface Compiled {
  readonly sources: readonly PolicySource[];
  readonly catalog: PolicyCatalog;
  readonly policies: readonly CompiledPolicy[];
  /** Sources and annotations that could not be read. */
  readonly unread: readonly PolicyProblem[];
  /** Those, and what validation says. */
  readonly problems: readonly PolicyProblem[];
}

function engineOf(compiled: Compiled, { digest, engine: kind = 'compiled' }: Tools): CompiledPolicies {
  const { sources, catalog, policies, problems } = compiled;
  const setDigest = digest(sources.map(({ name, text }) => ({ name, text })));
  const actions = listActions(catalog);
  const trace = createTracer(policies, actions);
  if (kind === 'reference') {
    return {
      engine: createEngine(policies, actions, setDigest, digest),
      policies,
      trace,
      warnings: problems,
    };
  }
  const { engine, uncompiled } = createCompiledEngine(policies, actions, setDigest, digest);
  const warnings = uncompiled.flatMap((refused) => uncompiledProblem(refused, policies));
  return { engine, policies, trace, warnings: [...problems, ...warnings] };
}

function uncompiledProblem({ id, why }: Uncompiled, policies: readonly CompiledPolicy[]): PolicyProblem[] {
  const message = `the policy is evaluated by the reference engine: ${why}`;
  return policies
    .filter((policy) => policy.id === id)
    .map(({ source, line }) => {
      return { severity: 'warning', source, line, column: 1, message, help: null, policy: id };
    });
}

function* compile(
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
  { digest }: Tools,
  mostErrors: number,
): Generator<void, Compiled> {
  const schema = fullSchema(listActions(catalog).values());
  const reads: ReadSource[] = [];
  for (const source of sources) reads.push(yield* attempt(source));
  const unread = [...reads.flatMap((read) => read.problems), ...duplicateIds(reads)];
  const found: PolicyProblem[] = [];
  const policies: CompiledPolicy[] = [];
  let errorsLeft = mostErrors;
  for (const read of reads) {
    const problems = yield* validateSource(read, schema, errorsLeft);
    errorsLeft -= problems.filter(({ severity }) => severity === 'error').length;
    found.push(...problems);
    policies.push(...read.policies.map((policy) => compiledOf(read, policy, problems, digest)));
  }
  return { sources, catalog, policies, unread, problems: [...unread, ...found] };
}

/** The parser is asked nothing it cannot take (see scan.ts); should it throw all the same, we say so. */
function* attempt(source: PolicySource): Generator<void, ReadSource> {
  try {
    return yield* readInParts(source);
  } catch {
    return { source, policies: [], problems: [problemAt(source, 0, 'the policy parser failed')] };
  }
}

function duplicateIds(reads: readonly ReadSource[]): PolicyProblem[] {
  const seen = new Map<string, string>();
  return reads.flatMap(({ source, policies }) =>
    policies.flatMap(({ labels: { id }, idOffset, line }) => {
      const first = seen.get(id);
      seen.set(id, first ?? `${source.name}:${line}`);
      return first === undefined
        ? []
        : [problemAt(source, idOffset, 'the id is taken', { policy: id, help: `by the policy at ${first}` })];
    }),
  );
}

/** Each policy is validated by itself; once enough is wrong, what is wrong with more is not looked for. */
function* validateSource(
  { source, policies }: ReadSource,
  schema: ReturnType<typeof fullSchema>,
  mostErrors: number,
): Generator<void, PolicyProblem[]> {
  const problems: PolicyProblem[] = [];
  let errorsLeft = mostErrors;
  for (let from = 0; from < policies.length && errorsLeft > 0; from += POLICIES_AT_ONCE) {
    const some = policies.slice(from, from + POLICIES_AT_ONCE);
    const end = policies[from + POLICIES_AT_ONCE]?.start ?? source.text.length;
    const found = validateSome(source, some, end, schema);
    const errors = found.filter(({ severity }) => severity === 'error').slice(0, errorsLeft);
    errorsLeft -= errors.length;
    problems.push(...errors, ...found.filter(({ severity }) => severity === 'warning'));
    yield;
  }
  return problems;
}

function validateSome(
  source: PolicySource,
  policies: readonly ReadPolicy[],
  end: number,
  schema: ReturnType<typeof fullSchema>,
): PolicyProblem[] {
  const { start } = policies[0]!;
  const part = { text: source.text.slice(start, end) };
  const problem = ({ policyId, error }: ValidationError, severity: 'error' | 'warning'): PolicyProblem => {
    const policy = policies[Number(policyId.replace('policy', ''))];
    const offset = start + offsetOfByte(part, error.sourceLocations?.[0]?.start ?? 0);
    const message = error.message.replace(/^for policy `policy\d+`, /, '');
    return problemAt(source, offset, message, {
      severity,
      help: validatorHelp({ message, help: error.help }, schema),
      policy: policy?.labels.id ?? null,
    });
  };
  try {
    const result = validate({ schema, policies: { staticPolicies: part.text } });
    if (result.type === 'failure') return [problemAt(source, start, 'the policies cannot be validated')];
    return [
      ...result.validationErrors.map((error) => problem(error, 'error')),
      ...result.validationWarnings.map((warning) => problem(warning, 'warning')),
    ];
  } catch {
    return [problemAt(source, start, 'the policy validator failed')];
  }
}

function compiledOf(
  { source }: ReadSource,
  { labels, json, text, start, line }: ReadPolicy,
  problems: readonly PolicyProblem[],
  digest: Digest,
): CompiledPolicy {
  const misfit = problems.find(
    ({ severity, policy }) => severity === 'error' && (policy === labels.id || policy === null),
  );
  return {
    ...labels,
    source: source.name,
    line,
    effect: json.effect,
    digest: digest(json as unknown as Parameters<Digest>[0]),
    json,
    text,
    start,
    actions: actionsOf(json),
    reads: readsOf(json),
    misfit: misfit?.message ?? null,
  };
}
