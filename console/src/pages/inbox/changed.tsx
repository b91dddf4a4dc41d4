import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from '../../parts/button.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Section } from '../../parts/section.tsx';
import { hasMovedIn, POLICY_PART, type Moved } from './moved.ts';

interface ChangedProps {
  readonly moved: Moved;
  /** Signing was refused because of it: whoever tried is led here. */
  readonly isRefused: boolean;
  readonly look: () => void;
}

/** What is not as it was when the page was opened; until somebody has looked at it, nothing is signed. */
export function Changed({ moved, isRefused, look }: ChangedProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isRefused) box.current?.focus();
  }, [isRefused]);
  return (
    <div ref={box} tabIndex={-1} role="alert" aria-label="It has changed" className="rounded-lg">
      <Section title="It has changed since you looked">
        <p className="mb-2 text-sm text-hold">Nothing was signed, and what you wrote is still there.</p>
        <Diff before={moved.before} after={moved.now} />
        {hasMovedIn(moved, POLICY_PART) && (
          <p className="mb-2 text-sm">
            What it said and says:{' '}
            <Link to="/policies" search={{ view: 'history' }} className="text-accent underline">
              the history of policy
            </Link>
          </p>
        )}
        <Button onClick={look}>I have looked at it as it is now</Button>
      </Section>
    </div>
  );
}
