import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'permit' | 'hold' | 'deny' | 'accent';

const TONES: { readonly [tone in Tone]: string } = {
  neutral: 'bg-raised text-ink-soft border-line',
  permit: 'bg-permit-soft text-permit border-permit/25',
  hold: 'bg-hold-soft text-hold border-hold/25',
  deny: 'bg-deny-soft text-deny border-deny/25',
  accent: 'bg-accent-soft text-accent border-accent/25',
};

interface ChipProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A word that stands for a state: its icon says it too, never the colour alone. */
export function Chip({ tone = 'neutral', icon: Icon, title, children }: ChipProps) {
  return (
    <span
      title={title}
      className={`inline-flex max-w-full items-center gap-1 rounded border px-1.5 py-px text-xs font-medium
        whitespace-nowrap ${TONES[tone]}`}
    >
      {Icon && <Icon size={12} strokeWidth={2.25} aria-hidden className="shrink-0" />}
      <span className="truncate">{children}</span>
    </span>
  );
}
