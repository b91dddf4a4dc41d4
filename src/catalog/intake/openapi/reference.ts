// A reference leads to a part of the same document, in few steps, or it is a problem with a place: nothing is
// fetched.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import { isObject, textOf } from '../../member.ts';
import type { Problems, Steps } from '../problem.ts';

/** A document that is read, and what is wrong with it. */
export interface Source {
  readonly root: JsonObject;
  readonly problems: Problems;
  /** Of OpenAPI: 0, 1 or 2 of 3.x. */
  readonly minor: number;
}

/** A part of the document, and where it stands. */
export interface Part {
  readonly value: JsonObject;
  readonly path: Steps;
}

/** References that lead to references. */
const MAX_HOPS = 16;

/** The object at a place, behind its references (OpenAPI, Reference Object); null, with a problem: none. */
export function partAt(source: Source, value: Json | undefined, path: Steps): Part | null {
  let here: Part = { value: isObject(value) ? value : {}, path };
  if (!isObject(value)) return refuse(source, path, 'is no object');
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const reference = here.value['$ref'];
    if (reference === undefined) return here;
    const steps = stepsOf(source, reference, [...here.path, '$ref']);
    if (steps === null) return null;
    const target = valueAt(source.root, steps);
    if (!isObject(target))
      return refuse(source, [...here.path, '$ref'], `leads to nothing: ${textOf(reference)}`);
    here = { value: target, path: steps };
  }
  return refuse(source, path, 'refers to itself');
}

/** Where a reference leads (RFC 6901 §6). Null, with a problem, where it leads out of the document. */
export function stepsOf({ problems }: Source, reference: Json, path: Steps): string[] | null {
  if (typeof reference !== 'string') {
    problems.add(path, 'is no reference');
    return null;
  }
  const steps = reference === '#' ? [] : pointerSteps(reference);
  if (steps === null) {
    const shown = reference.slice(0, 120);
    const help = 'write what it refers to into this document, under components';
    problems.add(path, `leads out of the document, or to no JSON pointer: ${shown}`, help);
  }
  return steps;
}

function pointerSteps(reference: string): string[] | null {
  if (!reference.startsWith('#/')) return null;
  try {
    const steps = reference.slice(2).split('/').map(decodeURIComponent);
    return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return null;
  }
}

/** The value at a place; undefined for none. */
export function valueAt(root: Json, steps: readonly string[]): Json | undefined {
  let here: Json | undefined = root;
  for (const step of steps) {
    if (Array.isArray(here))
      here = /^\d{1,6}$/.test(step) ? (here as readonly Json[])[Number(step)] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

function refuse({ problems }: Source, path: Steps, message: string): null {
  problems.add(path, message);
  return null;
}
