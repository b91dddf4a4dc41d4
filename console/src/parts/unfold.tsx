import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';

interface UnfoldProps {
  /** What the form is for. */
  readonly words: string;
  readonly children: (fold: () => void) => ReactNode;
}

/** A form that is there once somebody wants it, and goes when it is done. */
export function Unfold({ words, children }: UnfoldProps) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{words}</Button>;
  const fold = (): void => setOpen(false);
  return (
    <form aria-label={words} className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
      {children(fold)}
    </form>
  );
}

interface SendProps {
  readonly words: string;
  readonly isReady: boolean;
  readonly send: () => void;
  readonly fold: () => void;
}

/** What a form ends with. */
export function Send({ words, isReady, send, fold }: SendProps) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button kind="main" type="submit" disabled={!isReady} onClick={send}>
        {words}
      </Button>
      <Button kind="quiet" onClick={fold}>
        Leave it
      </Button>
    </div>
  );
}
