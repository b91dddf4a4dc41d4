// A tool that passes on what it is told to another may do whatever that can: nobody can know what it will be.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { listOf, objectOf, textOf } from '../member.ts';
import { wordSet, wordsOf } from '../words.ts';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import type { Field } from './fields.ts';

const METHOD = wordSet('method http_method httpmethod verb');
const PLACE = wordSet('endpoint path url uri route');

/** A request of any method to any place of an API: it may do whatever the API can. */
function requestClaims(fields: readonly Field[]): Claim[] {
  const method = fields.find(({ name }) => METHOD.has(name.toLowerCase()));
  if (method === undefined || !fields.some(({ words }) => PLACE.has(words.at(-1) ?? ''))) return [];
  const choices = method.choices.map((choice) => choice.toUpperCase());
  const because = 'it makes any request of an API';
  if (choices.length > 0 && choices.every((each) => each === 'GET' || each === 'HEAD')) {
    return claimsOf(['read'], because);
  }
  const isHttp = choices.length === 0 || choices.some((each) => /^(?:GET|POST|PUT|PATCH)$/.test(each));
  return isHttp ? claimsOf(['execute', 'read', 'write', 'delete', 'admin'], because) : [];
}

const PASSING_ON = wordSet(
  'run runs execute exec invoke call dispatch perform do use trigger apply proxy forward delegate route',
);
/** What is applied stands beside it. */
const APPLYING = 'apply';
/** What is named there is what will be done. */
const CHOSEN = wordSet('tool action function operation method capability skill command procedure');
const NAMING = wordSet('name slug');
const TAKEN = wordSet(
  `args arguments argument params parameters parameter kwargs input inputs payload data body options
    properties`,
);

/** The name of something to do, beside an object of whatever that takes. */
function passingClaims(name: string, fields: readonly Field[], inputSchema: Json | undefined): Claim[] {
  const words = wordsOf(name);
  const isPassingOn = words.some((word) => PASSING_ON.has(word));
  // `configmap_apply`: its name is that of a thing.
  const isOfThing = words.includes(APPLYING) && words.some((word) => word !== APPLYING && !CHOSEN.has(word));
  const chosen = fields.find((field) => field.choices.length === 0 && namesOperation(field, isOfThing));
  if (!isPassingOn || chosen === undefined || !takesAnything(inputSchema)) return [];
  return claimsOf(['execute', 'unknown'], `it does whatever ${chosen.name} names`);
}

function namesOperation({ words, schema }: Field, isOfThing: boolean): boolean {
  if (!['', 'string'].includes(textOf(schema['type']))) return false;
  const [last = '', before = ''] = words.toReversed();
  return CHOSEN.has(last) || (NAMING.has(last) && (before === '' ? !isOfThing : CHOSEN.has(before)));
}

/** Whether an object is taken of which nothing is said, or a text that holds one. */
function takesAnything(inputSchema: Json | undefined): boolean {
  return Object.entries(objectOf(objectOf(inputSchema)['properties'])).some(([name, part]) => {
    if (!TAKEN.has(wordsOf(name).at(-1) ?? '')) return false;
    const schema = objectOf(part);
    return [schema, ...listOf(schema['anyOf']).map(objectOf)].some(isOpen);
  });
}

function isOpen({ type, properties, description }: JsonObject): boolean {
  if (type === 'string') return /\bJSON\b/.test(textOf(description));
  return type === 'object' && Object.keys(objectOf(properties)).length === 0;
}

/** Signs of a tool that passes on what it is told. */
export function dispatcherSigns(
  name: string,
  fields: readonly Field[],
  inputSchema: Json | undefined,
): Claim[] {
  return [...requestClaims(fields), ...passingClaims(name, fields, inputSchema)];
}
