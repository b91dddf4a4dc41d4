// Questions with their answers, asked of a text that is not in force: a test file from this machine, or one
// that is written here.

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { PolicyTestView, ProposalView } from '../../../../src/surfaces/http/contract/policy.ts';
import { ApiFailure, postJson } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { GivenFile } from '../../parts/given-file.tsx';
import { Problems } from '../../parts/problems.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { Banner } from '../../parts/state.tsx';

type Result = PolicyTestView['results'][number];

const NAME = 'tests.policy-test.yaml';
const EXAMPLE = `tests:
  - name: agents read their files
    action: files/read_text_file
    expect: { verdict: permit }
`;

interface TestsProps {
  readonly sources: ProposalView['sources'];
  readonly isReady: boolean;
}

export function Tests({ sources, isReady }: TestsProps) {
  const [file, setFile] = useState({ name: NAME, text: '' });
  const run = useMutation({
    mutationFn: () => postJson<PolicyTestView>('/policy/test', { sources, tests: file }),
  });
  const problems = run.error instanceof ApiFailure ? (run.error.details?.problems ?? []) : [];
  return (
    <Section
      title="Whether its tests pass"
      aside={
        <Button disabled={!isReady || run.isPending || file.text.trim() === ''} onClick={() => run.mutate()}>
          <ListChecks size={14} aria-hidden /> Run the tests
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <GivenFile file={file} give={setFile} example={EXAMPLE} label="A test file">
          A test file, as <code className="font-mono text-xs">holdpoint policy test</code> runs it. It stays
          in this page.
        </GivenFile>
        {problems.length > 0 && <Problems problems={problems} />}
        {problems.length === 0 && <Refused error={run.error} />}
        {run.data && <Outcome tested={run.data} />}
      </div>
    </Section>
  );
}

function Outcome({ tested: { results, coverage } }: { readonly tested: PolicyTestView }) {
  const failed = results.filter(({ differences }) => differences.length > 0);
  const passed = results.length - failed.length;
  return (
    <>
      <Banner
        tone={failed.length === 0 ? 'permit' : 'deny'}
        icon={failed.length === 0 ? CircleCheck : CircleX}
      >
        {passed.toLocaleString()} of {results.length.toLocaleString()} pass. They make{' '}
        {coverage.percent.toLocaleString()} % of what the policies can come to happen.
      </Banner>
      {failed.length > 0 && (
        <ul className="flex flex-col gap-1.5 text-sm">
          {failed.map((result) => (
            <Failed key={result.name} result={result} />
          ))}
        </ul>
      )}
    </>
  );
}

function Failed({ result: { name, place, differences, outcome } }: { readonly result: Result }) {
  return (
    <li className="flex items-start gap-2">
      <CircleX size={14} aria-hidden className="mt-0.5 shrink-0 text-deny" />
      <div className="min-w-0">
        {name} <span className="font-mono text-xs text-ink-soft">line {place.line}</span>
        {differences.map(({ about, expected, actual }) => (
          <p key={about} className="break-words text-ink-soft">
            {about}: expected <b className="font-medium text-ink">{words(expected)}</b>, got{' '}
            <b className="font-medium text-deny">{words(actual)}</b>
          </p>
        ))}
        {outcome.errors.map((error) => (
          <p key={error} className="break-words text-deny">
            {error}
          </p>
        ))}
      </div>
    </li>
  );
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
