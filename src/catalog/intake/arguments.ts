// What a tool asks for tells what it does: an address that is fetched is told something, and nobody brings
// a text to post who only looks.

import { isAddress } from './address.ts';
import { claimsOf, isRead } from './claim.ts';
import type { Claim } from './claim.ts';
import type { Field } from './fields.ts';

const WRITTEN_TO = new RegExp(
  [
    '^(?:(?:output|out|save)|(?:output|out|save|local|download|dest|destination)_?',
    '(?:path|file|dir|directory|folder|filename|to))$',
  ].join(''),
  'i',
);
/** `output`: how it is shown. */
const SHOWN_AS = /\bformat\b/i;
/** What is paid with. */
const PAID_WITH = /^payment_?(?:methods?|ids?|source|token)(?:_?id)?$/i;
/** What is got stays where it is put. */
const KEPT = new RegExp(
  [
    '\\b(?:sav|writ|stor|download|export|captur|record)(?:es?|s|ing)?\\b',
    '[^.]{0,80}\\b(?:in)?to (?:[a-z]+ ){0,3}',
    '(?:folder|directory|disk|machine|file|filesystem|path|drive|bucket|computer)\\b',
  ].join(''),
  'i',
);
const PIPELINE = /^pipeline$/i;
const ELEMENT = /\belements?\b/i;
/** What points at a part of a page that is shown: what that part sets off is not known. */
const POINTED_AT = /^(?:uid|ref|element|selector|css_?selector|xpath)$/i;
/** What nobody brings who only looks. */
const BROUGHT = /^(?:body|message|comment|reply|amount|recipient)$/i;
const INVITED = /^(?:attendees|attendee_?emails|invitees|participants|guests|reviewers|cc|bcc)$/i;

/**
 * What arguments add to what is known so far.
 *
 * @param main the first claim so far
 * @param isSure whether its verb is hardly ever a noun
 */
export function argumentClaims(
  main: Claim | undefined,
  fields: readonly Field[],
  description: string,
  isSure: boolean,
): Claim[] {
  if (main === undefined) return [];
  const takes = (pattern: RegExp): boolean => fields.some(({ name }) => pattern.test(name));
  if (isRead(main)) {
    return [
      ...(!isSure && takes(BROUGHT) ? claimsOf(['write'], 'it takes what only writing needs') : []),
      ...(KEPT.test(description) ? claimsOf(['write'], 'it keeps what it gets') : []),
      ...(takes(PIPELINE) ? claimsOf(['write'], 'the last stage of a pipeline may write') : []),
      ...(fields.some(isAddress) ? claimsOf(['send'], 'it tells the address that it is given') : []),
      ...(fields.some(isSentTo) ? claimsOf(['send'], 'it sends to whom it is told') : []),
      ...(fields.some(isWrittenTo) ? claimsOf(['write'], 'it writes to where it is told') : []),
    ];
  }
  const speaks = (word: RegExp): boolean => fields.some(({ words }) => words.some((one) => word.test(one)));
  const told = [description, ...fields.map((field) => field.description)];
  const isWriting = main.effect === 'write';
  const isWorked =
    (isWriting || main.effect === 'execute') && takes(POINTED_AT) && told.some((text) => ELEMENT.test(text));
  const isAutomation = isWriting && speaks(/^triggers?$/) && speaks(/^actions?$/);
  const isPaid = main.effect !== 'delete' && takes(PAID_WITH);
  return [
    ...(isPaid ? claimsOf(['spend'], 'it takes what is paid with') : []),
    ...(isAutomation ? claimsOf(['execute', 'send'], 'what it makes acts by itself later') : []),
    ...(isWorked ? claimsOf(['send', 'execute'], 'it points at a part of a page') : []),
    ...(takes(INVITED) ? claimsOf(['send'], 'it takes people to invite') : []),
  ];
}

/** Of an address: `where the export is mailed to`. */
const SENT_TO = new RegExp(
  '\\b(?:e-?mailed|mailed|sent|delivered|forwarded|faxed)\\b[^.]{0,40}\\bto\\b|' +
    '\\b(?:e-?mail|mail|send|deliver|forward|fax) (?:it|them|(?:the|a) \\w+)\\b[^.]{0,40}\\bto\\b',
  'i',
);
/** What is told apart from others by where it went. */
const PICKED_BY =
  /\b(?:only|filter|match\w*|search|was|were|been|had)\b|^(?:e-?mailed|mailed|sent|delivered|forwarded)\b/i;
const BOX = /^(?:e-?mails?|mail|recipients?|address|to|phone|fax)$/;

function isSentTo({ words, description }: Field): boolean {
  return BOX.test(words.at(-1) ?? '') && SENT_TO.test(description) && !PICKED_BY.test(description);
}

function isWrittenTo({ name, choices, description }: Field): boolean {
  return WRITTEN_TO.test(name) && choices.length === 0 && !SHOWN_AS.test(description);
}
