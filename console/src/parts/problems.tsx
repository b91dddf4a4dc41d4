import { CircleX } from 'lucide-react';
import type { Problem } from '../../../src/surfaces/http/contract.ts';

/** What is wrong with files, each with its place. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul className="flex flex-col gap-1.5 text-sm" aria-live="polite">
      {problems.map(({ severity, source, line, column, message, help }, index) => (
        <li key={index} className="flex items-start gap-2">
          <CircleX
            size={14}
            aria-hidden
            className={`mt-0.5 shrink-0 ${severity === 'error' ? 'text-deny' : 'text-hold'}`}
          />
          <div className="min-w-0">
            <span className="font-mono text-xs">
              {source}:{line}:{column}
            </span>{' '}
            {severity}: {message}
            {help !== null && <p className="text-ink-soft">{help}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
