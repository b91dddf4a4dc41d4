// A role is a word that policies speak of: one that none of them does gives nothing, and is said to be so.

import { suggestion } from '../../policy/lint/words.ts';
import { policyResponse } from '../http/contract.ts';
import type { Context } from './context.ts';

/** Names those of the roles that no policy in force speaks of, and tells a person. */
export async function tellUnknownRoles(context: Context, roles: readonly string[]): Promise<string[]> {
  const { policy } = await (await context.reader()).get('/policy', policyResponse);
  const texts = (policy?.sources ?? []).flatMap(({ text }) => [...text.matchAll(/"([^"]*)"/g)]);
  const known = new Set(texts.flatMap(([, said = '']) => said.split(/[^\w-]+/)));
  const unknown = roles.filter((role) => !known.has(role));
  for (const role of unknown) {
    context.note(`warning: no policy in force speaks of the role ${role}${suggestion(role, known)}`);
  }
  return unknown;
}
