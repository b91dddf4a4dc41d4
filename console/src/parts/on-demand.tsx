import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Answered } from './page.tsx';
import { Section } from './section.tsx';

interface OnDemandProps<Data> {
  readonly title: string;
  /** What there is to be seen. */
  readonly words: string;
  /** What the button says that asks for it. */
  readonly show: string;
  readonly what: string;
  readonly query: UseQueryOptions<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** What costs the daemon more than a look at a page may: asked for once somebody wants to see it. */
export function OnDemand<Data>({ title, words, show, what, query, children }: OnDemandProps<Data>) {
  const [isOpen, setOpen] = useState(false);
  const answer = useQuery({ ...query, enabled: isOpen });
  return (
    <Section title={title}>
      {isOpen ? (
        <Answered answer={answer} what={what}>
          {children}
        </Answered>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
          <p>{words}</p>
          <Button onClick={() => setOpen(true)}>{show}</Button>
        </div>
      )}
    </Section>
  );
}
