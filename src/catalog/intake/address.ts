// An argument that is an address may lead anywhere; one that only names a thing of the connector by its
// address (`issue_url`) does not.

import { textOf } from '../member.ts';
import { wordSet } from '../words.ts';
import type { Field } from './fields.ts';

const ADDRESS = wordSet('url urls uri uris link website endpoint webpage webhook callback href');
/** What a resource is called in its own system. */
const NAMES = wordSet('uri uris link');
/** `image_url`, `callback_url`: what is there is not the connector's. */
const OUTWARD = wordSet(
  `target source web page website site image file media audio video pdf document feed rss remote base
    callback webhook redirect endpoint server api host download upload start avatar photo picture icon
    logo thumbnail proxy external public my the in input data schema spec is`,
);

/** `Where to get it: a URL or …`: what the words of a name do not say. */
const SAID = /^(?:the |an? )?(?:(?:https?|web|public|remote|full) )?ur[il]\b/i;
const FORMATS = wordSet('uri url iri');

/** Whether what is given may be fetched from, or sent to, wherever it says. */
export function isAddress({ words, schema, description }: Field): boolean {
  const last = words.at(-1) ?? '';
  if (!ADDRESS.has(last)) {
    if (words.at(-2) === 'web' && last === 'page') return true;
    return FORMATS.has(textOf(schema['format'])) || SAID.test(description);
  }
  if (words.length === 1 || last === 'webhook' || last === 'callback') return true;
  if (words.includes('or')) return false;
  return !NAMES.has(last) && words.some((word) => OUTWARD.has(word));
}

/** Whether it is one for what writes: there a bare resource name leads nowhere. */
export function isDestination(field: Field): boolean {
  return isAddress(field) && !NAMES.has(field.words.at(-1) ?? '');
}
