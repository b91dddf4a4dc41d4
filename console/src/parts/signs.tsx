// The words of the gateway as signs, each with one icon and one tone, the same on every page.

import {
  Ban,
  Banknote,
  BadgeCheck,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CircleX,
  EqualNot,
  Eye,
  EyeOff,
  Lock,
  OctagonX,
  Pencil,
  Play,
  Quote,
  Send,
  ShieldAlert,
  ShieldCheck,
  Tag,
  Trash2,
  UserCog,
  UserRoundCheck,
  type LucideIcon,
} from 'lucide-react';
import type { GroundedArgumentView } from '../../../src/surfaces/http/contract/grounding.ts';
import { LEVEL_WORDS } from '../text/grounding-words.ts';
import type { CarriedArgumentView } from '../../../src/surfaces/http/contract/labels.ts';
import type { HoldView } from '../../../src/surfaces/http/contract.ts';
import { Chip, type Tone } from './chip.tsx';
import { UntrustedLine } from './untrusted.tsx';

interface Sign {
  readonly icon: LucideIcon;
  readonly tone: Tone;
}

type Effect = HoldView['effects'][number];
type Level = GroundedArgumentView['level'];

const VERDICTS: { readonly [verdict in 'permit' | 'hold' | 'deny']: Sign & { readonly word: string } } = {
  permit: { icon: CircleCheck, tone: 'permit', word: 'permitted' },
  hold: { icon: CirclePause, tone: 'hold', word: 'held' },
  deny: { icon: CircleX, tone: 'deny', word: 'denied' },
};

export function VerdictChip({ verdict }: { readonly verdict: keyof typeof VERDICTS }) {
  const { icon, tone, word } = VERDICTS[verdict];
  return (
    <Chip icon={icon} tone={tone}>
      {word}
    </Chip>
  );
}

const STATUSES: { readonly [status in HoldView['status'] | 'expired']: Sign & { readonly word: string } } = {
  pending: { icon: CirclePause, tone: 'hold', word: 'waits' },
  rejected: { icon: CircleX, tone: 'deny', word: 'rejected' },
  used: { icon: CircleCheck, tone: 'permit', word: 'approved and run' },
  void: { icon: Ban, tone: 'neutral', word: 'void' },
  expired: { icon: Ban, tone: 'neutral', word: 'expired' },
};

export function HoldStatusChip({ status }: { readonly status: keyof typeof STATUSES }) {
  const { icon, tone, word } = STATUSES[status];
  return (
    <Chip icon={icon} tone={tone}>
      {word}
    </Chip>
  );
}

const EFFECTS: { readonly [effect in Effect]: Sign } = {
  read: { icon: Eye, tone: 'neutral' },
  write: { icon: Pencil, tone: 'hold' },
  send: { icon: Send, tone: 'hold' },
  delete: { icon: Trash2, tone: 'deny' },
  spend: { icon: Banknote, tone: 'deny' },
  execute: { icon: Play, tone: 'deny' },
  approve: { icon: BadgeCheck, tone: 'deny' },
  admin: { icon: UserCog, tone: 'deny' },
  impersonate: { icon: UserRoundCheck, tone: 'deny' },
  unknown: { icon: CircleHelp, tone: 'deny' },
};

export function EffectChip({ effect }: { readonly effect: Effect }) {
  return <Chip {...EFFECTS[effect]}>{effect}</Chip>;
}

export const LEVELS: { readonly [level in Level]: Sign & { readonly word: string } } = {
  person: { icon: UserRoundCheck, tone: 'permit', word: 'person' },
  approved: { icon: BadgeCheck, tone: 'permit', word: 'approved' },
  trusted: { icon: ShieldCheck, tone: 'permit', word: 'trusted' },
  named: { icon: Quote, tone: 'accent', word: 'named source' },
  untrusted: { icon: ShieldAlert, tone: 'deny', word: 'untrusted' },
  unseen: { icon: EyeOff, tone: 'hold', word: 'seen nowhere' },
};

type Labels = CarriedArgumentView['labels'];

interface LabelChipsProps {
  readonly labels: Labels;
  /** Another sign says already where it comes from. */
  readonly isPlaced?: boolean;
}

/** What a value carries; nothing where that is public, of no category, and trusted. */
export function LabelChips({ labels, isPlaced = false }: LabelChipsProps) {
  const { sensitivity, categories, integrity } = labels;
  const tone = sensitivity === 'restricted' || sensitivity === 'confidential' ? 'hold' : 'neutral';
  return (
    <>
      {sensitivity !== 'public' && (
        <Chip icon={Lock} tone={tone} title="how sensitive it is">
          {sensitivity}
        </Chip>
      )}
      {categories.map((category) => (
        <Chip key={category} icon={Tag} tone="hold" title="what kind of data it is">
          {category}
        </Chip>
      ))}
      {integrity === 'untrusted' && !isPlaced && (
        <Chip icon={ShieldAlert} title="anybody could have written it">
          untrusted data
        </Chip>
      )}
    </>
  );
}

export function GroundingChip({ grounding }: { readonly grounding: GroundedArgumentView }) {
  const { icon, tone, word } = LEVELS[grounding.level];
  return (
    <Chip icon={icon} tone={tone} title={LEVEL_WORDS[grounding.level]}>
      {word}
    </Chip>
  );
}

/** Of a call that is said to have succeeded, and that what came of it contradicts. */
export function ContradictedChip() {
  return (
    <Chip tone="deny" icon={EqualNot} title="what was found is not what was asked">
      contradicted
    </Chip>
  );
}

/** The same, with the checks that say so. */
export function ContradictedBy({ checks }: { readonly checks: readonly string[] }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-xs text-deny">
      <ContradictedChip />
      <span className="min-w-0 truncate">
        <UntrustedLine text={checks.join(', ')} most={200} />
      </span>
    </span>
  );
}

/** Of an agent or a connector that somebody stopped. */
export function StoppedChip() {
  return (
    <Chip tone="deny" icon={OctagonX}>
      stopped
    </Chip>
  );
}
