// A body is read in the form that can be checked: JSON before forms, forms before plain text.

import type { Json } from '../../../kernel/json.ts';
import { isObject, textOf } from '../../member.ts';
import { described } from './parameters.ts';
import { partAt, type Part, type Source } from './reference.ts';
import type { Converted, Schemas } from './schema.ts';

export interface Body extends Converted {
  readonly contentType: string;
  readonly isRequired: boolean;
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b|^\*\/\*|^application\/\*/i;
const FORMS = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** The body that an operation takes; null for none. */
export function readBody(source: Source, schemas: Schemas, operation: Part): Body | null {
  const { requestBody } = operation.value;
  if (requestBody === undefined) return null;
  const body = partAt(source, requestBody, [...operation.path, 'requestBody']);
  const media = body === null ? null : mediaIn(source, schemas, body);
  if (body === null || media === null) return null;
  const schema = described(media.schema, body.value['description']);
  return { ...media, schema, isRequired: body.value['required'] === true };
}

/** What it answers when it went well: its first 2xx, else `default`; null where nothing is said of it. */
export function readAnswer(source: Source, schemas: Schemas, operation: Part): Converted | null {
  const { responses } = operation.value;
  if (!isObject(responses)) return null;
  const codes = Object.keys(responses);
  const code =
    codes.filter((one) => one.startsWith('2')).toSorted()[0] ?? codes.find((one) => one === 'default');
  if (code === undefined) return null;
  const answer = partAt(source, responses[code], [...operation.path, 'responses', code]);
  const media = answer === null ? null : mediaIn(source, schemas, answer);
  return media !== null && JSON_TYPE.test(media.contentType) ? media : null;
}

/** The schema for the best of its media types; what is neither JSON nor a form is a text. */
function mediaIn(
  source: Source,
  schemas: Schemas,
  { value, path }: Part,
): (Converted & { readonly contentType: string }) | null {
  const { content } = value;
  const types = isObject(content) ? Object.keys(content) : [];
  const type = types.find((one) => JSON_TYPE.test(one)) ?? types.find((one) => FORMS.test(one)) ?? types[0];
  if (!isObject(content) || type === undefined) return null;
  const media = partAt(source, content[type], [...path, 'content', type]);
  if (media === null) return null;
  const contentType = type.includes('*') ? 'application/json' : type;
  const isRead = JSON_TYPE.test(type) || FORMS.test(type);
  const schema: Json = isRead ? (media.value['schema'] ?? {}) : { type: 'string' };
  const converted = schemas.convert(schema, [...media.path, 'schema']);
  return { ...converted, contentType: textOf(contentType) };
}
