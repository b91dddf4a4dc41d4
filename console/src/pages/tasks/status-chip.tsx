import { CircleCheck, OctagonX, Play, TimerOff } from 'lucide-react';
import type { TaskSummary } from '../../../../src/surfaces/http/contract.ts';
import { Chip } from '../../parts/chip.tsx';

const STATUSES = {
  open: [Play, 'accent'],
  closed: [CircleCheck, 'neutral'],
  expired: [TimerOff, 'neutral'],
  quarantined: [OctagonX, 'deny'],
} as const;

export const TASK_STATUSES = ['open', 'closed', 'expired', 'quarantined'] as const;

export function TaskStatusChip({ status }: { readonly status: TaskSummary['status'] }) {
  const [icon, tone] = STATUSES[status];
  return (
    <Chip icon={icon} tone={tone}>
      {status}
    </Chip>
  );
}
