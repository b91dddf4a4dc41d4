// A request is made of the pinned operation and the arguments: where it goes, its path and its credential are
// never an argument's to choose.

import type { Binding, HttpOperation } from '../../../catalog/intake/openapi/operation.ts';
import { UpstreamFault, type Credential } from '../../../gateway/ports.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { baseOf, FORM_TYPE, JSON_TYPE, TEMPLATE } from './offered.ts';
import {
  ArgumentFault,
  encodePart,
  headerText,
  isObject,
  pathText,
  queryPairs,
  textOf,
} from './serialize.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

/**
 * The request of a call. Throws `ArgumentFault` for an argument that no request can carry, `UpstreamFault`
 * for a credential that does not fit.
 *
 * @param baseUrl where the connector was admitted: nothing goes to another origin
 */
export function requestOf(
  http: HttpOperation,
  args: JsonObject,
  credential: Credential | null,
  baseUrl: string,
): HttpRequest {
  const given = (place: Binding['in']): [Binding, Json][] =>
    http.parameters.flatMap((one): [Binding, Json][] => {
      const value = Object.hasOwn(args, one.argument) ? args[one.argument] : undefined;
      return one.in !== place || value === undefined ? [] : [[one, value]];
    });
  const url = urlOf(http, given('path'), given('query'), credential, baseUrl);
  const headers = new Headers({ accept: 'application/json, text/*;q=0.5' });
  for (const [binding, value] of given('header')) headers.set(binding.name, headerText(binding, value));
  const isCookie = credential?.as === 'header' && credential.name.toLowerCase() === 'cookie';
  const cookies = pairsOf(http, given('cookie'), isCookie ? cookieNames(credential.value) : []);
  if (cookies.length > 0) headers.set('cookie', cookies.map((pair) => pair.join('=')).join('; '));
  if (credential?.as === 'header') setSecret(headers, credential);
  const body =
    http.contentType === null || args['body'] === undefined ? null : bodyOf(http.contentType, args['body']);
  if (body !== null && http.contentType !== null) headers.set('content-type', http.contentType);
  return { url, method: http.method, headers, body };
}

function urlOf(
  http: HttpOperation,
  inPath: readonly [Binding, Json][],
  inQuery: readonly [Binding, Json][],
  credential: Credential | null,
  baseUrl: string,
): URL {
  const texts = new Map(inPath.map(([binding, value]) => [binding.name, pathText(binding, value)]));
  const path = http.path.replaceAll(TEMPLATE, (_, name: string) => texts.get(name) ?? '');
  const isEmpty = [...http.path.matchAll(TEMPLATE)].some(([, name = '']) => (texts.get(name) ?? '') === '');
  // A segment of dots would be another path (RFC 3986 §5.2.4).
  if (isEmpty || path.split('/').some((part) => /^\.{1,2}$/.test(part))) {
    throw new ArgumentFault('an argument of the path is empty, or leads elsewhere');
  }
  const base = new URL(baseOf(http, baseUrl));
  const url = new URL(base.origin);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`;
  url.search = queryOf(http, inQuery, credential);
  return url;
}

function queryOf(
  http: HttpOperation,
  given: readonly [Binding, Json][],
  credential: Credential | null,
): string {
  const secret = credential?.as === 'query' ? credential : null;
  const pairs = pairsOf(http, given, secret === null ? [] : [secret.name]);
  const shown = secret === null ? [] : [[encodePart(secret.name), encodePart(secret.value)] as const];
  return [...pairs, ...shown].map((pair) => pair.join('=')).join('&');
}

/**
 * Throws `ArgumentFault` for a member of an object that would stand for another parameter.
 *
 * @param secret names that are the credential's
 */
function pairsOf(
  http: HttpOperation,
  given: readonly [Binding, Json][],
  secret: readonly string[],
): (readonly [name: string, value: string])[] {
  const taken = new Set([...http.parameters.map(({ name }) => name), ...secret].map(readAs));
  return given.flatMap(([binding, value]) => {
    const pairs = queryPairs(binding, value);
    const names = pairs.map(([name]) => readAs(decodeURIComponent(name)));
    const isForeign = names.some((name) => name !== readAs(binding.name) && taken.has(name));
    if (isForeign) throw new ArgumentFault(`${binding.argument} names a parameter that is not its own`);
    return pairs;
  });
}

/** What a lenient server may take a name for: `Key`, `key[]` and `key ` for `key`. */
function readAs(name: string): string {
  const [stem = ''] = name.split('[', 1);
  return stem.trim().toLowerCase();
}

function cookieNames(header: string): string[] {
  return header.split(';').map((pair) => pair.split('=', 1)[0] ?? '');
}

function bodyOf(contentType: string, body: Json): string {
  if (JSON_TYPE.test(contentType)) return JSON.stringify(body);
  if (!FORM_TYPE.test(contentType)) return textOf(body, 'body');
  if (!isObject(body)) throw new ArgumentFault('body has to be an object');
  const pairs = Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((one): [string, string] => [
      name,
      textOf(one, 'body'),
    ]),
  );
  return new URLSearchParams(pairs).toString();
}

/** The platform's own error would quote the value. A user and password are encoded here (RFC 7617 §2). */
function setSecret(headers: Headers, { name, value }: Credential): void {
  const [, userPass] = /^Basic (.*:.*)$/is.exec(value) ?? [];
  const sent = userPass === undefined ? value : `Basic ${Buffer.from(userPass, 'utf8').toString('base64')}`;
  try {
    const isCookie = name.toLowerCase() === 'cookie' && headers.has('cookie');
    headers.set(name, isCookie ? `${headers.get('cookie')}; ${sent}` : sent);
  } catch {
    throw new UpstreamFault('upstream-unreachable', 'the credential cannot stand in a header');
  }
}
