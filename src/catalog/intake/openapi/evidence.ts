// A method says what a request may do at least (RFC 9110 §9.2); words of the operation and of its path can
// only add to it.

import type { JsonObject } from '../../../kernel/json.ts';
import type { Effect } from '../../../kernel/effect.ts';
import { isObject, textOf } from '../../member.ts';
import { nounKinds } from '../../lexicon/nouns.ts';
import { verbOf } from '../../lexicon/verbs.ts';
import { singular, wordsOf } from '../../words.ts';
import { claimsOf } from '../claim.ts';
import type { Claim } from '../claim.ts';
import { classifyTool } from '../classify.ts';
import type { Classification } from '../classify.ts';
import { effectsOf } from '../effects.ts';
import { namePhrases } from '../phrase.ts';
import { ALONE } from '../surroundings.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Told } from '../told.ts';
import { OPERATION } from './operation.ts';
import type { HttpOperation } from './operation.ts';

/** RFC 9110 §9.2.1; QUERY: draft-ietf-httpbis-safe-method-w-body. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);
/** RFC 9110 §9.2.2. */
const IDEMPOTENT = new Set([...SAFE, 'PUT', 'DELETE']);
const CHANGING: ReadonlyMap<string, { readonly verb: string; readonly effect: Effect }> = new Map([
  ['PUT', { verb: 'update', effect: 'write' }],
  ['PATCH', { verb: 'update', effect: 'write' }],
  ['DELETE', { verb: 'delete', effect: 'delete' }],
]);

/** What is told of an operation by its method and its path. */
function toldByHttp(http: Spoken): Told {
  const because = `${http.method} ${http.path}`;
  const { verbs, place, isCollection } = readPath(http.path, http.isNamed);
  const inPath = verbs.map((effect): Claim => ({ effect, because: `${because}: the path names an action` }));
  const back: readonly Claim[] = http.callsBack
    ? claimsOf(['send'], 'it calls back an address that it is given')
    : [];
  const told = (sure: readonly Claim[], presumed: readonly Claim[]): Told => ({
    sure: [...inPath, ...sure, ...back],
    presumed: inPath.length > 0 ? [] : presumed,
    repeatable: IDEMPOTENT.has(http.method),
  });
  if (SAFE.has(http.method)) {
    return told([], claimsOf(['read'], `${because}: the method is safe (RFC 9110 §9.2.1)`));
  }
  const change = CHANGING.get(http.method);
  if (change !== undefined) {
    const sure = claimsOf([change.effect], `${because}: the method changes what is there (RFC 9110 §9.3)`);
    return told(sure, claimsOf(effectsOn(change.verb, place), because));
  }
  if (http.method !== 'POST') return told(claimsOf(['unknown'], `${because}: no known method`), []);
  if (isCollection) return told([], claimsOf(effectsOn('create', place), `${because}: something is added`));
  return told([], claimsOf(['unknown'], `${because}: it may do anything (RFC 9110 §9.3.3)`));
}

interface PathWords {
  /** Effects of a verb that the path ends in. */
  readonly verbs: readonly Effect[];
  /** What the path ends in, else. */
  readonly place: string;
  /** Whether that stands for many things. */
  readonly isCollection: boolean;
}

/** The last part that is no argument; behind a colon a verb of its own: `/things/{id}:cancel`. */
function readPath(path: string, isNamed: boolean): PathWords {
  const parts = path
    .split('/')
    .flatMap((part) => part.split(/(?<=\}|[a-z]):/i))
    .filter((part) => part !== '');
  const at = parts.findLastIndex((part) => !part.includes('{'));
  const place = parts[at] ?? '';
  const words = wordsOf(place);
  const [first = ''] = words;
  const verb = verbOf(first);
  const isCollection =
    at === parts.length - 1 && words.length > 0 && singular(words.at(-1) ?? '') !== words.at(-1);
  const isLast = at === parts.length - 1;
  // A noun may look like a verb: it counts where nothing else names the operation and it acts on something.
  const isActing = verb?.sure === true || (!isNamed && isLast && nounKinds(first).size === 0);
  if (verb === undefined || !isActing) return { verbs: [], place, isCollection };
  const object = parts.slice(0, at).findLast((part) => !part.includes('{')) ?? '';
  const effects = effectsOn(place, object).filter((effect) => effect !== 'read');
  return { verbs: effects, place, isCollection };
}

function effectsOn(verb: string, noun: string): readonly Effect[] {
  const [phrase] = namePhrases(`${verb}_${noun}`, ALONE);
  return phrase === undefined ? [] : effectsOf(phrase);
}

/** What is read as the name: a noun that could be a verb is a noun where the method only reads. */
function spokenName(name: string, { isNamed, method }: Spoken): string {
  if (!isNamed) return '';
  const words = wordsOf(name);
  const isBare = words.length === 1 && nounKinds(name).size > 0 && verbOf(words[0] ?? '')?.sure !== true;
  return isBare && SAFE.has(method) ? `get_${name}` : name;
}

type Spoken = Pick<HttpOperation, 'method' | 'path' | 'isNamed' | 'callsBack'>;

/** A tool by its words and, where it is an operation of HTTP, by what HTTP says of it besides. */
export function classifyDefinition(
  name: string,
  definition: JsonObject,
  surroundings: Surroundings = ALONE,
): Classification {
  const http = definition[OPERATION];
  if (!isObject(http)) return classifyTool(name, definition, surroundings);
  const spoken: Spoken = {
    method: textOf(http['method']),
    path: textOf(http['path']),
    isNamed: http['isNamed'] === true,
    callsBack: http['callsBack'] === true,
  };
  return classifyTool(spokenName(name, spoken), definition, surroundings, toldByHttp(spoken));
}
