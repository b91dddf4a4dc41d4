// Tables of a few rows, beside the pictures that say the same.

import type { ReactNode } from 'react';

interface SmallTableProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly children: ReactNode;
}

/** Scrolls where it does not fit. */
export function SmallTable({ caption, head, children }: SmallTableProps) {
  return (
    <div className="max-h-64 overflow-auto" tabIndex={0} role="group" aria-label={caption}>
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <Head names={head} />
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Folded: what a picture shows, in figures. */
export function AsTable(props: SmallTableProps) {
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-xs font-medium text-accent">As a table</summary>
      <div className="mt-1">
        <SmallTable {...props} />
      </div>
    </details>
  );
}

export function Head({ names }: { readonly names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th
            key={name}
            scope="col"
            className="pr-3 pb-1 text-left text-xs font-medium whitespace-nowrap text-ink-soft"
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function Row({ cells: [first, ...rest] }: { readonly cells: readonly ReactNode[] }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1 pr-3 text-left font-normal">
        {first}
      </th>
      {rest.map((cell, index) => (
        <td key={index} className="pr-3 tabular">
          {cell}
        </td>
      ))}
    </tr>
  );
}
