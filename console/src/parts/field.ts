/** How what one writes in looks; large enough for a thumb, and not zoomed into, on a phone. */
export const FIELD = `w-full rounded-md border border-line-strong bg-page px-2 py-1.5 text-base
  placeholder:text-ink-soft sm:text-sm`;
