// What an operation asks its callers to show, in words, and what of it goes further than anything needs.

import type { Json } from '../../../kernel/json.ts';
import { isObject, listOf, objectOf, textOf } from '../../member.ts';
import type { Steps } from '../problem.ts';
import type { Requirement } from './operation.ts';
import { partAt, type Source } from './reference.ts';

/** Words of a scope that stand for everything. */
const BROAD =
  /(?:^|[^a-z])(?:\*|all|any|admin|administrator|root|superuser|owner|full|full[-_. ]?access)(?:[^a-z]|$)/i;

/** The alternatives of a Security Requirement list; an empty one says that nothing has to be shown. */
export function readSecurity(source: Source, value: Json | undefined, path: Steps): Requirement[][] {
  return listOf(value).map((alternative, at) =>
    Object.entries(objectOf(alternative)).map(([scheme, scopes]) => {
      const known = objectOf(objectOf(source.root['components'])['securitySchemes']);
      const named = Object.hasOwn(known, scheme) ? known[scheme] : undefined;
      const place = ['components', 'securitySchemes', scheme];
      const part = isObject(named) ? partAt(source, named, place) : null;
      if (!isObject(named))
        source.problems.add([...path, at, scheme], 'is no security scheme of the document');
      const found = part?.value ?? {};
      const listed = listOf(scopes).flatMap((scope) => (typeof scope === 'string' ? [scope] : []));
      return { scheme, type: textOf(found['type']), words: wordsOf(found), scopes: listed };
    }),
  );
}

/** In words. */
function wordsOf(scheme: { readonly [key: string]: Json }): string {
  const type = textOf(scheme['type']);
  if (type === 'http') return `http ${textOf(scheme['scheme']).toLowerCase()}`;
  if (type === 'apiKey') return `apiKey in ${textOf(scheme['in'])} ${textOf(scheme['name'])}`;
  return type;
}

/** Scopes of which the name says that they open everything. */
export function broadScopes(security: readonly (readonly Requirement[])[]): string[] {
  const scopes = security.flatMap((all) => all.flatMap((one) => one.scopes));
  return [...new Set(scopes.filter((scope) => BROAD.test(scope)))];
}
