import { CopyText } from './copy-text.tsx';
import { Pieces } from './untrusted.tsx';

/** A command to run in a terminal, exactly as it is copied; what one would not see of it is named. */
export function CopyCommand({ command, label }: { readonly command: string; readonly label: string }) {
  return (
    <div className="flex items-stretch gap-1.5">
      <code
        className="min-w-0 flex-1 rounded-md border border-line bg-raised px-2 py-1 font-mono text-xs
          leading-5 break-words whitespace-pre-wrap"
        role="group"
        aria-label={label}
      >
        {command.split(' ').map((word, index) => (
          // Whole words: a flag is not broken at its hyphens.
          <span key={index}>
            {index > 0 && ' '}
            <span className="inline-block max-w-full">
              <Pieces text={word} />
            </span>
          </span>
        ))}
      </code>
      <CopyText text={command} label={label} />
    </div>
  );
}
