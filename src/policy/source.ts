// A source is taken whole or not at all: each policy has an id, known annotations and no template slot.

import { policySetTextToParts, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { DetailedError, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicySource } from '../kernel/state.ts';
import { readAnnotations } from './annotation.ts';
import type { PolicyLabels } from './annotation.ts';
import { offsetOfByte, positionIn } from './problem.ts';
import type { PolicyProblem } from './problem.ts';
import { finish, POLICIES_AT_ONCE } from './parts.ts';
import { scanSource } from './scan.ts';
import type { Statement } from './scan.ts';
import { isWellFormed } from './well-formed.ts';

/** One policy as read, before it meets a schema. */
export interface ReadPolicy {
  readonly labels: PolicyLabels;
  readonly json: PolicyJson;
  readonly text: string;
  /** Where the text starts in the source, in UTF-16 units, and on which line. */
  readonly start: number;
  readonly line: number;
  /** Where its `@id` stands, for what is said about the id. */
  readonly idOffset: number;
}

export interface ReadSource {
  readonly source: PolicySource;
  /** In the order of the text; empty where there are problems. */
  readonly policies: readonly ReadPolicy[];
  readonly problems: readonly PolicyProblem[];
}

/** Parses one source and reads its annotations. Total: whatever is wrong is among the problems. */
export function readSource(source: PolicySource): ReadSource {
  return finish(readInParts(source));
}

/** The same; between one part of the work and the next others may have their turn. */
export function* readInParts(source: PolicySource): Generator<void, ReadSource> {
  if (!isWellFormed(source.text))
    return refuse(source, [problemAt(source, 0, 'the text is not well-formed')]);
  const { statements, excess } = scanSource(source.text);
  if (excess.length > 0) {
    return refuse(
      source,
      excess.map(({ offset, message }) => problemAt(source, offset, message)),
    );
  }
  const parts = policySetTextToParts(source.text);
  if (parts.type === 'failure')
    return refuse(
      source,
      parts.errors.flatMap((error) => parseProblems(source, error)),
    );
  const read: ReturnType<typeof readPolicy>[] = [];
  for (const [place, statement] of statements.entries()) {
    if (place % POLICIES_AT_ONCE === 0) yield;
    read.push(readPolicy(source, statement));
  }
  const problems = read.flatMap((result) => result.problems);
  if (problems.length > 0) return refuse(source, problems);
  return { source, policies: read.flatMap(({ policy }) => policy ?? []), problems };
}

function refuse(source: PolicySource, problems: readonly PolicyProblem[]): ReadSource {
  return { source, policies: [], problems };
}

/** A problem of a source at an offset in UTF-16 units. */
export function problemAt(
  source: PolicySource,
  offset: number,
  message: string,
  more: Partial<Pick<PolicyProblem, 'severity' | 'help' | 'policy'>> = {},
): PolicyProblem {
  const position = positionIn(source, offset);
  return { severity: 'error', source: source.name, ...position, message, help: null, policy: null, ...more };
}

/** What the official parser says of a source, each part with its place. */
export function parseProblems(source: PolicySource, error: DetailedError): PolicyProblem[] {
  const [label] = error.sourceLocations ?? [];
  const message = error.message.replace(/^failed to parse [a-z ]+ from string: /, '');
  const problem = problemAt(source, offsetOfByte(source, label?.start ?? 0), message, {
    help: error.help ?? label?.label ?? null,
  });
  return [problem, ...(error.related ?? []).flatMap((related) => parseProblems(source, related))];
}

function readPolicy(
  source: PolicySource,
  statement: Statement,
): { policy: ReadPolicy | null; problems: readonly PolicyProblem[] } {
  const { start, end, annotations } = statement;
  const text = source.text.slice(start, end);
  const parsed = policyToJson(text);
  if (parsed.type === 'failure') {
    // The whole source parses, so what does not parse as a policy is a template.
    const problem = problemAt(source, start, 'templates are not taken', {
      help: 'write the principal and resource out instead of ?principal and ?resource',
    });
    return { policy: null, problems: [problem] };
  }
  const { json } = parsed;
  const { labels, problems } = readAnnotations(json.effect, json.annotations ?? {});
  if (labels === null) {
    const id = json.annotations?.['id'] ?? null;
    const located = problems.map(({ annotation, message, help }) =>
      problemAt(source, annotations.get(annotation ?? '') ?? start, message, { help, policy: id }),
    );
    return { policy: null, problems: located };
  }
  const line = positionIn(source, start).line;
  return {
    policy: { labels, json, text, start, line, idOffset: annotations.get('id') ?? start },
    problems: [],
  };
}
