import { useState } from 'react';
import type { OperatorView } from '../../../../src/surfaces/http/contract.ts';
import { useChange } from '../../api/change.ts';
import { FIELD } from '../../parts/field.ts';
import { Refused } from '../../parts/refused.tsx';
import { Send, Unfold } from '../../parts/unfold.tsx';
import { namesIn } from './limit-draft.ts';

interface RolesProps {
  readonly operator: OperatorView;
  /** Why they are not the person's to change; null: they are. */
  readonly hindrance: string | null;
}

export function Roles({ operator, hindrance }: RolesProps) {
  if (hindrance !== null) return <p className="text-xs text-ink-soft">{hindrance}</p>;
  return <Unfold words="Change the roles">{(fold) => <RolesForm operator={operator} fold={fold} />}</Unfold>;
}

function RolesForm({
  operator: { id, roles },
  fold,
}: {
  readonly operator: OperatorView;
  readonly fold: () => void;
}) {
  const [text, write] = useState(roles.join(', '));
  const change = useChange(`/operators/${encodeURIComponent(id)}/roles`, fold);
  return (
    <>
      <label className="flex flex-col gap-1 text-sm">
        <span className="font-medium">Roles, in place of those that they have</span>
        <input
          value={text}
          onChange={({ target }) => write(target.value)}
          placeholder="none: they may only read"
          className={FIELD}
        />
        <span className="text-xs text-ink-soft">
          With commas between. Policy says what each may do; what they approved counts for the roles they
          keep.
        </span>
      </label>
      <Refused error={change.error} />
      <Send
        words="Give these roles"
        isReady={!change.isPending}
        send={() => change.mutate({ roles: namesIn(text) })}
        fold={fold}
      />
    </>
  );
}
