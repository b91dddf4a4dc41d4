// What a message looks like in Slack. Words that came from elsewhere stand in elements that Slack shows as
// they are: they cannot link, mention, format or fetch anything.

import type { Message, Notice } from '../../../gateway/ports/notifier.ts';

/** Names the button; its value names the hold. */
export const REJECT = 'holdpoint_reject';

const MOST_SUBJECT = 200;
/** A section holds some 3,000 characters: what is longer is seen in full where the link leads. */
const MOST_VALUES = 2_400;
/** Slack takes 50 blocks; a notice needs three of them at most. */
const MOST_SHOWN = 15;

export interface Said {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** `canReject`: whether people may say no to it there and then. */
export function sayInSlack({ subject, notices }: Message, canReject: (notice: Notice) => boolean): Said {
  const isOne = notices.length === 1;
  const shown = notices.slice(0, MOST_SHOWN);
  const left = notices.length - shown.length;
  const blocks = [
    ...(isOne ? [] : [plain(subject)]),
    ...shown.flatMap((notice) => [
      noticeBlock(notice),
      ...(isOne && canReject(notice) ? [rejectBlock(notice)] : []),
    ]),
    ...(left > 0 ? [plain(`and ${left} more: see the console`)] : []),
  ];
  return { text: escapeControls(visible(subject).slice(0, MOST_SUBJECT)), blocks };
}

function plain(words: string): object {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text(words)] }] };
}

function noticeBlock(notice: Notice): object {
  const link = { type: 'link', url: notice.link, text: 'Open in Holdpoint' };
  const sentence = { type: 'rich_text_section', elements: [text(`${notice.says}\n`), link] };
  return { type: 'rich_text', elements: [sentence, ...valuesOf(notice)] };
}

function valuesOf({ arguments: values }: Notice): object[] {
  if (values === undefined) return [];
  const whole = JSON.stringify(values, null, 2);
  const cut = whole.length > MOST_VALUES ? `${whole.slice(0, MOST_VALUES)} … more in Holdpoint` : whole;
  return [{ type: 'rich_text_preformatted', elements: [text(cut)] }];
}

function rejectBlock({ task, hold }: Notice): object {
  const label = { type: 'plain_text', text: 'Reject', emoji: false };
  const button = { type: 'button', action_id: REJECT, style: 'danger', text: label };
  return { type: 'actions', elements: [{ ...button, value: `${task}/${hold}` }] };
}

function text(words: string): object {
  return { type: 'text', text: visible(words) };
}

/** What would turn or hide the words beside it is written out. */
function visible(words: string): string {
  return words.replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  });
}

const CONTROLS: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters that mean something in the text of a message, whatever else is switched off. */
function escapeControls(words: string): string {
  return words.replace(/[&<>]/g, (character) => CONTROLS[character]!);
}
