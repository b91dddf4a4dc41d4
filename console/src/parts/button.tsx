import type { ComponentProps } from 'react';

const KINDS = {
  plain: 'border-line-strong bg-panel text-ink hover:bg-raised',
  main: 'border-accent bg-accent text-on-accent hover:opacity-90',
  quiet: 'border-transparent bg-transparent text-ink-soft hover:bg-raised hover:text-ink',
} as const;

/** A button that is large enough for a thumb on a phone. */
export function Button({
  kind = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { readonly kind?: keyof typeof KINDS }) {
  const size = 'min-h-9 px-3 sm:min-h-7 sm:px-2.5';
  return (
    <button
      type="button"
      className={`${size} inline-flex items-center justify-center gap-1.5 rounded-md border text-sm
        font-medium whitespace-nowrap disabled:cursor-not-allowed disabled:opacity-50 ${KINDS[kind]}
        ${className}`}
      {...rest}
    />
  );
}
