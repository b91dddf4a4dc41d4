// Admission by whom policy lets: the gateway judges it again, and a refusal stands here in its words.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import type { ConnectorDetail } from '../../../../src/surfaces/http/contract/connector.ts';
import { postJson } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { Button } from '../../parts/button.tsx';
import { CopyCommand } from '../../parts/copy-command.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Refused } from '../../parts/refused.tsx';
import { admitCommand } from '../../text/shell.ts';
import { admissionOf, leftBefore, openFindings, type Choice } from './standing.ts';

interface AdmitProps {
  readonly connector: ConnectorDetail;
  readonly choice: Choice;
}

export function Admit({ connector, choice }: AdmitProps) {
  const { id, proposal, review } = connector;
  const may = useMay('admit-connector');
  const client = useQueryClient();
  const admit = useMutation({
    mutationFn: () =>
      postJson(`/connectors/${encodeURIComponent(id)}/admit`, admissionOf(connector, review, choice)),
    onSettled: () => client.invalidateQueries({ queryKey: ['connector'] }),
  });
  const before = leftBefore(connector);
  const command = admitCommand(id, {
    left: choice.without.filter((name) => !before.includes(name)),
    taken: before.filter((name) => !choice.without.includes(name)),
    accepted: choice.accepted,
  });
  const open = openFindings(review, choice);
  const count = (proposal?.tools.length ?? 0) - choice.without.length;
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3 text-sm">
      <p>
        Yes means: {count} {count === 1 ? 'tool' : 'tools'} as proposed
        {choice.without.length > 0 && `, ${choice.without.length} left out`}. What was admitted before is not
        forgotten: an admission only adds effects and reach.
      </p>
      {open.length > 0 && (
        <p className="text-deny">
          {open.length === 1 ? 'One finding is' : `${open.length} findings are`} not read yet.
        </p>
      )}
      {may ? (
        <div>
          <Button kind="main" disabled={open.length > 0 || admit.isPending} onClick={() => admit.mutate()}>
            <BadgeCheck size={14} aria-hidden />
            Admit it like this
          </Button>
        </div>
      ) : (
        <MayNot />
      )}
      <Refused error={admit.error} />
      <p className="text-ink-soft">In a terminal, where effects can be corrected too (--effect):</p>
      <CopyCommand label="Admit" command={command} />
    </div>
  );
}
