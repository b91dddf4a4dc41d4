// An operation that no request can be made of as it is described is not offered, and it is said why: none is
// dropped without a word.

import type { Binding, HttpOperation, OperationTool } from '../../../catalog/intake/openapi/operation.ts';
import type { LeftOut } from '../../../gateway/ports.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** No content is sent with these (RFC 9110 §9.3.1, §9.3.2). */
const WITHOUT_CONTENT = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Variables of a path. */
export const TEMPLATE = /\{([^{}]*)\}/g;
export const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i;
export const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;
const TEXT_TYPE = /^text\//i;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** They are the connection's, or say who asks. */
const OWN_HEADERS = new Set(
  `host connection content-length content-encoding transfer-encoding te trailer upgrade expect cookie
    keep-alive forwarded via x-real-ip x-original-url x-rewrite-url x-http-method-override x-http-method
    x-method-override`.split(/\s+/),
);
const OWN_PREFIX = /^(?:proxy|sec|x-forwarded)-/i;
/** Styles that are sent, by place (OpenAPI, Parameter Object, Style Values). */
const STYLES: { readonly [place in Binding['in']]: readonly string[] } = {
  path: ['simple', 'json'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject', 'json'],
  header: ['simple', 'json'],
  cookie: ['form', 'json'],
};

/** The operations that are offered, and the others. */
export function divideOffered(
  tools: readonly OperationTool[],
  baseUrl: string | null,
): { readonly offered: readonly OperationTool[]; readonly leftOut: readonly LeftOut[] } {
  const reasons = tools.map(({ http }) => whyNotOffered(http, baseUrl));
  return {
    offered: tools.filter((_, at) => reasons[at] === null),
    leftOut: tools.flatMap(({ name }, at) => {
      const why = reasons[at] ?? null;
      return why === null ? [] : [{ name, why }];
    }),
  };
}

/**
 * Why no request can be made of the operation, in words; null: it is offered.
 *
 * @param baseUrl where the API is; null: nobody has said yet
 */
export function whyNotOffered(http: HttpOperation, baseUrl: string | null): string | null {
  const { method, contentType } = http;
  if (!METHODS.has(method)) return `the method ${method} is not sent`;
  if (/[?#\\]|%2e/i.test(http.path)) return 'its path holds ?, #, \\ or an encoded dot';
  const why = whyNotFilled(http) ?? whyNotSent(http.parameters);
  if (why !== null) return why;
  if (contentType !== null && ![JSON_TYPE, FORM_TYPE, TEXT_TYPE].some((type) => type.test(contentType))) {
    return `it takes a body of ${contentType}: only JSON, URL-encoded forms and texts are sent`;
  }
  if (contentType !== null && WITHOUT_CONTENT.has(method)) return `it takes a body with ${method}`;
  if (baseUrl === null || originOf(baseOf(http, baseUrl)) === originOf(baseUrl)) return null;
  return `it is served at ${http.server}: nothing is sent to another origin than ${baseUrl}`;
}

/** Where the operation is served. */
export function baseOf(http: HttpOperation, baseUrl: string): string {
  return http.isServedApart ? http.server : baseUrl;
}

function whyNotFilled({ path, parameters }: HttpOperation): string | null {
  const named = new Set(parameters.filter((one) => one.in === 'path').map(({ name }) => name));
  const open = [...path.matchAll(TEMPLATE)].find(([, name = '']) => !named.has(name));
  return open === undefined ? null : `no parameter fills ${open[0]} of its path`;
}

function whyNotSent(parameters: readonly Binding[]): string | null {
  for (const { in: place, name, style } of parameters) {
    if (!STYLES[place].includes(style)) return `the style ${style} of ${place} parameter ${name} is not sent`;
    const isOwn = OWN_HEADERS.has(name.toLowerCase()) || OWN_PREFIX.test(name);
    if (place === 'header' && (isOwn || !FIELD_NAME.test(name))) {
      return `the header ${name} is the connection's own, or no header`;
    }
  }
  return null;
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
