// A file on its way into force: checked as it is typed, and shown as what its tasks could do that they cannot
// do now.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, FilePlus, TriangleAlert, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { WorkflowCheckedView } from '../../../../src/surfaces/http/contract/policy.ts';
import type { WorkflowView } from '../../../../src/surfaces/http/contract.ts';
import { ApiFailure, postJson } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { Button } from '../../parts/button.tsx';
import { Diff } from '../../parts/diff.tsx';
import { GivenFile, type TextFile } from '../../parts/given-file.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Problems } from '../../parts/problems.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { useSettled } from '../../parts/settled.ts';
import { Banner, Trouble } from '../../parts/state.tsx';
import { scopeLines } from './words.ts';

const EXAMPLE = `holdpoint: workflow/v1
id: triage
purpose: Sort what came in
owner: op_ada
agents: [scribe]
expires: 2027-06-30
allow:
  - tool: files/read_text_file
`;

export function Publish({ workflows }: { readonly workflows: readonly WorkflowView[] }) {
  const [file, setFile] = useState<TextFile | null>(null);
  if (file === null) {
    return (
      <div>
        <Button onClick={() => setFile({ name: 'new.workflow.yaml', text: '' })}>
          <FilePlus size={14} aria-hidden /> Review a file, and publish it
        </Button>
      </div>
    );
  }
  return (
    <Section
      title="A file to review"
      aside={
        <Button onClick={() => setFile(null)}>
          <Undo2 size={13} aria-hidden /> Drop it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <GivenFile file={file} give={setFile} example={EXAMPLE} label="A workflow's file">
          A <code className="font-mono text-xs">*.workflow.yaml</code>. It is in force when somebody publishes
          it, not before.
        </GivenFile>
        {file.text.trim() !== '' && <Checked file={file} workflows={workflows} />}
      </div>
    </Section>
  );
}

interface CheckedProps {
  readonly file: TextFile;
  readonly workflows: readonly WorkflowView[];
}

function Checked({ file, workflows }: CheckedProps) {
  const settled = useSettled(file);
  const { data, error } = useQuery({
    queryKey: ['org', 'workflow-check', settled],
    queryFn: () => postJson<WorkflowCheckedView>('/workflows/check', settled),
    retry: false,
  });
  const problems = error instanceof ApiFailure ? (error.details?.problems ?? []) : [];
  if (problems.length > 0) return <Problems problems={problems} />;
  if (error !== null) return <Trouble error={error} what="Whether it holds" />;
  if (data === undefined) return <p className="text-sm text-ink-soft">Checking…</p>;
  const now = workflows.find(({ id }) => id === data.workflow.id);
  return (
    <>
      <Review checked={data} now={now} />
      <Publication file={settled} isReady={settled === file} />
    </>
  );
}

interface ReviewProps {
  readonly checked: WorkflowCheckedView;
  /** The one of its name that is in force. */
  readonly now: WorkflowView | undefined;
}

function Review({ checked: { workflow, remarks }, now }: ReviewProps) {
  const source = (one: WorkflowCheckedView['workflow'] | undefined) => [
    { name: workflow.id, text: one === undefined ? '' : scopeLines(one).join('\n') },
  ];
  return (
    <>
      <ul className="flex flex-col gap-1 text-sm">
        {remarks.map((remark) => (
          <li key={remark} className="flex items-start gap-2 text-hold">
            <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" /> {remark}
          </li>
        ))}
      </ul>
      <div>
        <h3 className="mb-1 text-sm font-medium">
          {now === undefined
            ? 'What its tasks could do: it is the first one of this name'
            : 'What it changes'}
        </h3>
        <Diff before={source(now)} after={source(workflow)} />
      </div>
    </>
  );
}

function Publication({ file, isReady }: { readonly file: TextFile; readonly isReady: boolean }) {
  const client = useQueryClient();
  const may = useMay('publish-workflow');
  const publish = useMutation({
    mutationFn: () => postJson<{ readonly workflow: string }>('/workflows', file),
    onSuccess: () => client.invalidateQueries({ queryKey: ['org'] }),
  });
  return (
    <div className="flex flex-col gap-2">
      {!may && <MayNot />}
      <Refused error={publish.error} />
      {publish.data !== undefined && (
        <Banner tone="permit" icon={CircleCheck}>
          {publish.data.workflow} is published.
        </Banner>
      )}
      <div>
        <Button kind="main" disabled={!may || !isReady || publish.isPending} onClick={() => publish.mutate()}>
          Publish it
        </Button>
      </div>
    </div>
  );
}
