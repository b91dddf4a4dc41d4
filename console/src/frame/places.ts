// Where one can go. A page that is added stands here and in router.tsx, and nowhere else.

import {
  BookLock,
  ClipboardCheck,
  Bot,
  Gauge,
  Hourglass,
  Inbox,
  KeyRound,
  ListChecks,
  ListTree,
  Plug,
  Scale,
  Users,
  type LucideIcon,
} from 'lucide-react';

export interface Place {
  readonly to:
    | '/inbox'
    | '/tasks'
    | '/overview'
    | '/connectors'
    | '/agents'
    | '/operators'
    | '/leases'
    | '/ledger'
    | '/policies'
    | '/workflows'
    | '/friction'
    | '/evidence';
  readonly name: string;
  readonly icon: LucideIcon;
  /** After `g`. */
  readonly key: string;
}

export const PLACES: readonly Place[] = [
  { to: '/inbox', name: 'Inbox', icon: Inbox, key: 'i' },
  { to: '/tasks', name: 'Tasks', icon: ListTree, key: 't' },
  { to: '/overview', name: 'Overview', icon: Gauge, key: 'o' },
  { to: '/connectors', name: 'Connectors', icon: Plug, key: 'c' },
  { to: '/agents', name: 'Agents', icon: Bot, key: 'a' },
  { to: '/operators', name: 'Operators', icon: Users, key: 'u' },
  { to: '/leases', name: 'Leases', icon: KeyRound, key: 'l' },
  { to: '/policies', name: 'Policies', icon: Scale, key: 'p' },
  { to: '/workflows', name: 'Workflows', icon: ListChecks, key: 'w' },
  { to: '/friction', name: 'Friction', icon: Hourglass, key: 'f' },
  { to: '/evidence', name: 'Evidence', icon: ClipboardCheck, key: 'e' },
  { to: '/ledger', name: 'Ledger', icon: BookLock, key: 'r' },
];
