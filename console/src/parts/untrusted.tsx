// The one way to show words that somebody outside wrote. They stay text: no link, no style, no picture, no
// direction of their own; what would not be seen is shown; and length costs nothing.

import { useMemo, useState } from 'react';
import { countHidden, foldedText, piecesOf, rowsOf } from '../text/visible.ts';
import { Rows } from './rows.tsx';

const FOLD_CHARACTERS = 600;
const FOLD_LINES = 12;
/** From here on a text is drawn in rows, of which only those in sight exist. */
const WHOLE_CHARACTERS = 20_000;
const ROW_WIDTH = 100;

/** Text in the line of its surroundings, cut at a length. */
export function UntrustedLine({ text, most = 200 }: { readonly text: string; readonly most?: number }) {
  const [line = ''] = text.slice(0, most).split('\n');
  return (
    <bdi dir="ltr" className="break-words">
      <Pieces text={line} />
      {line.length < text.length && '…'}
    </bdi>
  );
}

/** A whole text: folded first, complete on demand. */
export function Untrusted({ text, label }: { readonly text: string; readonly label: string }) {
  const [isOpen, setOpen] = useState(false);
  const beginning = useMemo(() => foldedText(text, FOLD_CHARACTERS, FOLD_LINES), [text]);
  const hidden = useMemo(() => countHidden(text), [text]);
  const isFolded = beginning !== null && !isOpen;
  return (
    <div className="min-w-0">
      {!isFolded && text.length > WHOLE_CHARACTERS ? (
        <LongText text={text} label={label} />
      ) : (
        <bdi dir="ltr" className="block font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          <Pieces text={isFolded ? beginning : text} />
          {isFolded && '…'}
        </bdi>
      )}
      {hidden > 0 && (
        <p className="mt-1 text-xs font-medium text-deny">
          {hidden} {hidden === 1 ? 'character' : 'characters'} that one would not see, shown as ⟨U+…⟩
        </p>
      )}
      {beginning !== null && (
        <button
          type="button"
          className="mt-1 rounded text-xs font-medium text-accent underline underline-offset-2"
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
        >
          {isOpen ? 'Show less' : `Show all ${text.length.toLocaleString()} characters`}
        </button>
      )}
    </div>
  );
}

export function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = useMemo(() => rowsOf(text, ROW_WIDTH), [text]);
  return (
    <Rows count={rows.length} rowHeight={20} label={label}>
      {(index) => (
        <bdi dir="ltr" className="block px-2 font-mono text-xs leading-5 whitespace-pre">
          <Pieces text={rows[index]!} />
        </bdi>
      )}
    </Rows>
  );
}

/** Text whose characters that one would not see are named. */
export function Pieces({ text }: { readonly text: string }) {
  return piecesOf(text).map(({ hidden, text: plain }, index) =>
    hidden === null ? (
      plain
    ) : (
      <span key={index} className="mx-px rounded-sm bg-deny-soft px-0.5 text-deny">
        ⟨{hidden}⟩
      </span>
    ),
  );
}
