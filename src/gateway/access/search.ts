// A search is one request and one record for each page. Where the next page begins is said by a token that
// only the asker's own key makes, for this very search.

import type { JsonObject } from '../../kernel/json.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { SearchAccess } from '../../kernel/request.ts';
import { decodeBase64Url, encodeBase64Url } from '../../ledger/base64.ts';
import { decodeUtf8, utf8 } from '../../ledger/bytes.ts';
import { splitAsker, type Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { describeQuestions, signerOf, submitAbout } from './evaluate.ts';
import type { AccessInput, Refused } from './evaluate.ts';
import { requestId, toAnswer } from '../verbs.ts';

export interface SearchInput extends Pick<SearchAccess, 'sought' | 'limit'> {
  readonly question: AccessInput;
  /** Of the page before; null: from the first. */
  readonly token: string | null;
}

export interface Found {
  /** Id of the record. */
  readonly record: string;
  readonly results: EventOf<'access-searched'>['body']['results'];
  /** Null: there are no more. */
  readonly next: string | null;
}

/** Null: the token is none of this search's. Rejects with `Overloaded`, `StoreFault`. */
export async function searchAccess(
  core: Core,
  asker: Asker,
  { sought, question: input, limit, token }: SearchInput,
): Promise<Found | Refused | null> {
  const sign = await signerOf(core, asker, input.about);
  const seal = (after: string): string => {
    const page = { sought, question: input, after } as unknown as JsonObject;
    return `${encodeBase64Url(utf8(after))}.${sign?.('page', page) ?? ''}`;
  };
  const after = token === null ? null : readPlace(token);
  if (token !== null && (sign === null || after === null || seal(after) !== token)) return null;
  const [described] = await describeQuestions(core, asker, [input]);
  // What is sought is not known yet, so nothing can say where it comes from.
  const { described: _, ...question } = described!;
  const asked = { kind: 'search-access', id: requestId(core), ...splitAsker(asker) } as const;
  const request = { ...asked, sought, limit, after, question };
  const recorded = await submitAbout(core, request, input.about);
  if (recorded.decision.verdict === 'deny') return { refused: toAnswer(core, recorded) };
  const { id, body } = recorded.decision.events[0] as EventOf<'access-searched'>;
  return { record: id, results: body.results, next: body.last === null ? null : seal(body.last) };
}

function readPlace(token: string): string | null {
  const bytes = decodeBase64Url(token.slice(0, Math.max(0, token.indexOf('.'))));
  const decoded = bytes === null ? null : decodeUtf8(bytes);
  return decoded !== null && 'text' in decoded ? decoded.text : null;
}
