import { useState } from 'react';
import type { ApproverLimitView } from '../../../../src/surfaces/http/contract/duty.ts';
import type { OperatorView } from '../../../../src/surfaces/http/contract.ts';
import { useChange } from '../../api/change.ts';
import { Refused } from '../../parts/refused.tsx';
import { Send, Unfold } from '../../parts/unfold.tsx';
import { draftOf, limitOf, limitWords } from './limit-draft.ts';
import { LimitFields } from './limit-fields.tsx';

interface LimitProps {
  readonly operator: OperatorView;
  /** Why it is not the person's to change; null: it is. */
  readonly hindrance: string | null;
}

/** How far what somebody approves may go. */
export function Limit({ operator: { id, limit, decidedLastHour = 0 }, hindrance }: LimitProps) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-sm">
        <span className="first-letter:uppercase">{limitWords(limit) ?? 'As far as the roles go'}</span>
        <span className="text-ink-soft"> · decided {decidedLastHour} in the last hour</span>
      </p>
      {hindrance === null ? (
        <Unfold words="Set a limit">{(fold) => <LimitForm id={id} limit={limit} fold={fold} />}</Unfold>
      ) : (
        <p className="text-xs text-ink-soft">{hindrance}</p>
      )}
    </div>
  );
}

interface LimitFormProps {
  readonly id: string;
  readonly limit: ApproverLimitView | undefined;
  readonly fold: () => void;
}

function LimitForm({ id, limit, fold }: LimitFormProps) {
  const [draft, say] = useState(() => draftOf(limit));
  const change = useChange(`/operators/${encodeURIComponent(id)}/limit`, fold);
  const read = limitOf(draft);
  return (
    <>
      <LimitFields draft={draft} say={say} legend="They approve nothing but what is within" />
      {'wrong' in read && <p className="text-sm text-hold">{read.wrong}</p>}
      <Refused error={change.error} />
      <Send
        words={'limit' in read && read.limit === null ? 'Limit nothing' : 'Set this limit'}
        isReady={'limit' in read && !change.isPending}
        send={() => change.mutate(read)}
        fold={fold}
      />
    </>
  );
}
