// A file from this machine, or one that is written here: it stays in the page until somebody asks with it.

import { FileUp } from 'lucide-react';
import { useId, useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

interface GivenFileProps {
  readonly file: TextFile;
  readonly give: (file: TextFile) => void;
  /** What stands there until something does. */
  readonly example: string;
  readonly label: string;
  readonly children: ReactNode;
}

export function GivenFile({ file, give, example, label, children }: GivenFileProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const id = useId();
  const rows = Math.min(20, Math.max(4, file.text.split('\n').length));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label htmlFor={id} className="text-sm text-ink-soft">
          {children}
        </label>
        <input
          ref={chooser}
          type="file"
          accept=".yaml,.yml"
          hidden
          aria-label={label}
          onChange={({ target }) => {
            const chosen = target.files?.[0];
            if (chosen !== undefined) void chosen.text().then((text) => give({ name: chosen.name, text }));
            target.value = '';
          }}
        />
        <Button onClick={() => chooser.current?.click()}>
          <FileUp size={14} aria-hidden /> Choose a file
        </Button>
      </div>
      <textarea
        id={id}
        spellCheck={false}
        rows={rows}
        value={file.text}
        placeholder={example}
        onChange={({ target }) => give({ ...file, text: target.value })}
        className="w-full rounded-md border border-line-strong bg-page p-2 font-mono text-xs leading-5
          whitespace-pre placeholder:text-ink-soft"
      />
    </>
  );
}
