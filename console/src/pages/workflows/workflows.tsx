// What tasks may be: who wrote and published it, what it can reach in words, and until when.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListChecks, TimerOff, UserRoundX } from 'lucide-react';
import type { WorkflowView } from '../../../../src/surfaces/http/contract.ts';
import { workflowsQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Moment, useNow } from '../../parts/clock.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { Empty, Loading, Trouble } from '../../parts/state.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { Publication } from './publication.tsx';
import { Publish } from './publish.tsx';
import { allowanceWords, limitWords, stepWords } from './words.ts';

export function Workflows() {
  const { data, error, isPending } = useQuery(workflowsQuery);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-3 p-3 md:p-5">
      <h1 className="text-base font-semibold">Workflows</h1>
      {isPending && <Loading what="Workflows" />}
      {error !== null && <Trouble error={error} what="The list of workflows" />}
      {data && <Publish workflows={data.workflows} />}
      {data?.workflows.length === 0 && (
        <Empty icon={ListChecks} title="No workflow is published" command="holdpoint workflow publish --help">
          A workflow is a reviewed file that says what a task may do; without one nothing runs.
        </Empty>
      )}
      {data?.workflows.map((workflow) => (
        <Workflow key={workflow.id} workflow={workflow} />
      ))}
    </div>
  );
}

function Workflow({ workflow }: { readonly workflow: WorkflowView }) {
  const { id, author, publisher, agents, unattended, expiresAt, taskSeconds, scope, record } = workflow;
  const isOver = expiresAt <= useNow();
  return (
    <div id={id} className="scroll-mt-3">
      <Section
        title={id}
        aside={
          <span className="flex gap-1">
            {unattended && <Chip icon={UserRoundX}>unattended</Chip>}
            {isOver && (
              <Chip tone="deny" icon={TimerOff}>
                expired
              </Chip>
            )}
          </span>
        }
      >
        <p className="mb-3">{scope.purpose}</p>
        <Facts
          facts={[
            ['Written by', author],
            ['Published by', publisher === author ? `${publisher}: nobody else looked` : publisher],
            ['Agents', agents.join(', ')],
            [isOver ? 'Expired' : 'Expires', <Moment at={expiresAt} />],
            ['Limits', limitWords(scope.limits, taskSeconds)],
            [
              'Published in',
              <Link
                to="/ledger/$record"
                params={{ record }}
                className="font-mono text-xs break-all text-accent underline underline-offset-2"
              >
                {record}
              </Link>,
            ],
          ]}
        />
        <h3 className="mt-3 mb-1 text-sm font-medium">What its tasks may use</h3>
        <ul className="flex flex-col gap-1.5">
          {scope.allowances.map((allowance, index) => (
            <li key={index} className="text-sm">
              <span className="font-mono text-xs">
                <UntrustedLine text={allowance.tool} />
              </span>
              {allowanceWords(allowance).map((words) => (
                <p key={words} className="pl-3 break-words text-ink-soft">
                  {words}
                </p>
              ))}
            </li>
          ))}
        </ul>
        <Steps steps={scope.steps ?? []} />
        <Publication workflow={workflow} />
      </Section>
    </div>
  );
}

function Steps({ steps }: { readonly steps: NonNullable<WorkflowView['scope']['steps']> }) {
  if (steps.length === 0) return null;
  return (
    <>
      <h3 className="mt-3 mb-1 text-sm font-medium">In these steps</h3>
      <ol className="list-decimal pl-5 text-sm">
        {steps.map((step) => (
          <li key={step.name}>
            <b className="font-medium">{step.name}</b>{' '}
            <span className="break-words text-ink-soft">{stepWords(step)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
