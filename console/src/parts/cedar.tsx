import { useMemo } from 'react';
import { cedarTokens, type CedarKind } from '../text/cedar.ts';

const COLOURS: { readonly [kind in CedarKind]: string | undefined } = {
  comment: 'text-ink-soft italic',
  string: 'text-permit',
  annotation: 'text-hold',
  keyword: 'text-accent font-medium',
  type: 'text-hold',
  number: 'text-deny',
  plain: undefined,
};

/** Cedar's words in colours: an author's own text, as it is. */
export function CedarWords({ text }: { readonly text: string }) {
  const tokens = useMemo(() => cedarTokens(text), [text]);
  return tokens.map(({ kind, text: word }, index) =>
    kind === 'plain' ? (
      word
    ) : (
      <span key={index} className={COLOURS[kind]}>
        {word}
      </span>
    ),
  );
}
