// What was published, as it stands on record, and what that changed in the one before it.

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { WorkflowView } from '../../../../src/surfaces/http/contract.ts';
import { streamQuery } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Moment } from '../../parts/clock.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { Untrusted } from '../../parts/untrusted.tsx';
import { specsOf } from './specs.ts';

export function Publication({ workflow }: { readonly workflow: WorkflowView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="mt-3">
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Close' : 'What was published, and what it changed'}
      </Button>
      {isOpen && <Opened workflow={workflow} />}
    </div>
  );
}

function Opened({ workflow: { id, record } }: { readonly workflow: WorkflowView }) {
  const { data, error } = useQuery(streamQuery('org'));
  const { now, before } = useMemo(() => specsOf(data ?? [], id, record), [data, id, record]);
  if (error !== null) return <Trouble error={error} what="What was published" />;
  if (data === undefined) return <Loading what="What was published" />;
  if (now === null) return <p className="mt-2 text-sm text-ink-soft">It is not on record any more.</p>;
  return (
    <div className="mt-2 flex flex-col gap-2 text-sm">
      {before === null ? (
        <p className="text-ink-soft">It is the first one of this name.</p>
      ) : (
        <div>
          <p className="mb-1 text-ink-soft">
            What it changed in the one that {before.who} published <Moment at={before.time} />:
          </p>
          <Diff
            before={[{ name: `${id}.workflow`, text: before.text }]}
            after={[{ name: `${id}.workflow`, text: now.text }]}
          />
        </div>
      )}
      <Untrusted text={now.text} label="what was published" />
    </div>
  );
}
