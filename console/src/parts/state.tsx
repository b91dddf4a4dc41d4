// What there is to see where there is nothing to see: why, and what to do about it.

import { CircleAlert, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiFailure } from '../api/client.ts';
import { CopyCommand } from './copy-command.tsx';

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly command?: string;
}

export function Empty({ icon: Icon, title, children, command }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-14 text-center">
      <Icon size={26} strokeWidth={1.5} aria-hidden className="text-ink-soft" />
      <p className="font-semibold">{title}</p>
      {children && <div className="text-sm text-ink-soft">{children}</div>}
      {command !== undefined && (
        <div className="mt-2 w-full text-left">
          <CopyCommand command={command} label="the command" />
        </div>
      )}
    </div>
  );
}

export function Loading({ what }: { readonly what: string }) {
  return (
    <div role="status" className="flex items-center justify-center gap-2 py-14 text-sm text-ink-soft">
      <LoaderCircle size={16} aria-hidden className="animate-spin" />
      {what}
    </div>
  );
}

export function Trouble({ error, what }: { readonly error: unknown; readonly what: string }) {
  const failure = error instanceof ApiFailure ? error : null;
  return (
    <div role="alert">
      <Empty icon={CircleAlert} title={`${what} cannot be shown`}>
        <p>{failure?.message ?? 'The console itself failed here: load the page again.'}</p>
        {failure?.help && <p className="mt-1 font-medium text-ink">{failure.help}</p>}
      </Empty>
    </div>
  );
}

/** A remark across the width of what it is about. */
export function Banner({
  tone,
  icon: Icon,
  children,
}: {
  readonly tone: 'hold' | 'deny' | 'permit' | 'accent';
  readonly icon: LucideIcon;
  readonly children: ReactNode;
}) {
  const tones = {
    hold: 'border-hold/30 bg-hold-soft text-hold',
    deny: 'border-deny/30 bg-deny-soft text-deny',
    permit: 'border-permit/30 bg-permit-soft text-permit',
    accent: 'border-accent/30 bg-accent-soft text-accent',
  };
  return (
    <div
      role="status"
      className={`flex items-start gap-2 rounded-md border px-3 py-2 text-sm ${tones[tone]}`}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
