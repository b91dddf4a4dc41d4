// The frames that pages stand in.

import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Loading, Trouble } from './state.tsx';

/** What was asked for, where it has come; else that it comes, or why it does not. */
export interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
}

interface AnsweredProps<Data> {
  readonly answer: Answer<Data>;
  readonly what: string;
  readonly children: (data: Data) => ReactNode;
}

/** What was there stays where asking again fails: the failure stands above it. */
export function Answered<Data>({ answer: { data, error }, what, children }: AnsweredProps<Data>) {
  return (
    <>
      {error !== null && <Trouble error={error} what={what} />}
      {data === undefined && error === null && <Loading what={what} />}
      {data !== undefined && children(data)}
    </>
  );
}

const FRAME = 'mx-auto flex max-w-6xl flex-col gap-3 p-3 md:p-5';

/** A page of many: its name, and what it shows. */
export function Page({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={FRAME}>
      <h1 className="text-base font-semibold">{title}</h1>
      {children}
    </div>
  );
}

interface OneProps {
  readonly name: string;
  /** What stands beside the name. */
  readonly signs: ReactNode;
  readonly all: { readonly to: '/agents' | '/connectors' | '/operators'; readonly words: string };
  readonly children: ReactNode;
}

/** A page of one of many, with the way back to all. */
export function OnePage({ name, signs, all, children }: OneProps) {
  return (
    <article className={FRAME}>
      <header>
        <Link to={all.to} className="mb-2 inline-flex min-h-9 items-center gap-1 text-sm text-accent">
          <ArrowLeft size={14} aria-hidden />
          {all.words}
        </Link>
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-base font-semibold">{name}</h1>
          {signs}
        </div>
      </header>
      {children}
    </article>
  );
}

interface NotYetProps {
  readonly name: string;
  readonly kind: string;
  readonly error: unknown;
}

/** The page of one of many while nothing is known of it. */
export function NotYet({ name, kind, error }: NotYetProps) {
  return (
    <>
      <h1 className="sr-only">{name}</h1>
      {error === null ? <Loading what={`The ${kind}`} /> : <Trouble error={error} what={`This ${kind}`} />}
    </>
  );
}
