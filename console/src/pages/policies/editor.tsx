// The text in force, to be read, and to be changed into a proposal: checked against the admitted tools as one
// types, tried on what was really asked, and never in force by being typed.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, Pencil, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Problem } from '../../../../src/surfaces/http/contract.ts';
import type { PolicyAnswerView, PolicyStanding } from '../../../../src/surfaces/http/contract/policy.ts';
import { postJson } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { Button } from '../../parts/button.tsx';
import { CedarWords } from '../../parts/cedar.tsx';
import { Diff } from '../../parts/diff.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { Problems } from '../../parts/problems.tsx';
import { Refused } from '../../parts/refused.tsx';
import { Section } from '../../parts/section.tsx';
import { useSettled } from '../../parts/settled.ts';
import { Banner, Trouble } from '../../parts/state.tsx';
import { Tests } from './tests.tsx';
import { WhatIf } from './what-if.tsx';

type Policy = NonNullable<PolicyStanding['policy']>;
type Sources = Policy['sources'];

const TEXT =
  'block min-w-full font-mono text-xs leading-5 whitespace-pre [tab-size:2] p-2 [overflow-wrap:normal]';

export function Editor({ policy }: { readonly policy: Policy }) {
  const [sources, setSources] = useState<Sources | null>(null);
  const [chosen, setChosen] = useState(policy.sources[0]?.name ?? '');
  const shown = sources ?? policy.sources;
  const source = shown.find(({ name }) => name === chosen);
  const isChanged = useMemo(
    () => shown.some(({ text }, index) => text !== policy.sources[index]?.text),
    [shown, policy],
  );
  const write = (text: string): void =>
    setSources(shown.map((one) => (one.name === chosen ? { ...one, text } : one)));
  return (
    <>
      <Section
        title={sources === null ? 'The set in force' : 'A change of it'}
        aside={
          sources === null ? (
            <Button onClick={() => setSources(policy.sources)}>
              <Pencil size={13} aria-hidden /> Change
            </Button>
          ) : (
            <Button onClick={() => setSources(null)}>
              <Undo2 size={13} aria-hidden /> Drop it
            </Button>
          )
        }
      >
        <Files names={shown.map(({ name }) => name)} chosen={chosen} choose={setChosen} />
        {source && (
          <div
            className="relative max-h-[60vh] overflow-auto rounded-md border border-line bg-page"
            {...(sources === null ? { tabIndex: 0, role: 'group', 'aria-label': source.name } : {})}
          >
            <div className="relative w-max min-w-full">
              <pre aria-hidden={sources !== null} className={TEXT}>
                <CedarWords text={source.text} />
                {'\n'}
              </pre>
              {sources !== null && (
                <textarea
                  aria-label={`Text of ${source.name}`}
                  spellCheck={false}
                  value={source.text}
                  onChange={({ target }) => write(target.value)}
                  className={`on-colours absolute inset-0 resize-none overflow-hidden bg-transparent ${TEXT}`}
                />
              )}
            </div>
          </div>
        )}
        <p className="mt-2 font-mono text-xs break-all text-ink-soft">{policy.digest}</p>
      </Section>
      {sources !== null && <Change policy={policy} sources={shown} isChanged={isChanged} />}
    </>
  );
}

interface FilesProps {
  readonly names: readonly string[];
  readonly chosen: string;
  readonly choose: (name: string) => void;
}

function Files({ names, chosen, choose }: FilesProps) {
  if (names.length < 2) return <p className="mb-1 font-mono text-xs">{names[0]}</p>;
  return (
    <label className="mb-2 flex items-center gap-2 text-sm">
      File
      <select
        value={chosen}
        onChange={({ target }) => choose(target.value)}
        className="h-8 min-w-0 rounded-md border border-line-strong bg-page px-1 font-mono text-xs"
      >
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

interface ChangeProps {
  readonly policy: Policy;
  readonly sources: Sources;
  readonly isChanged: boolean;
}

function Change({ policy, sources, isChanged }: ChangeProps) {
  const client = useQueryClient();
  const may = useMay('propose-policy');
  const settled = useSettled(sources);
  const checked = useQuery({
    queryKey: ['connector', 'validate', settled],
    queryFn: () =>
      postJson<{ readonly problems: readonly Problem[] }>('/policy/validate', { sources: settled }),
    placeholderData: (before) => before,
  });
  const propose = useMutation({
    mutationFn: () => postJson<PolicyAnswerView>('/policy/proposals', { sources }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['org'] }),
  });
  const problems = checked.data?.problems ?? [];
  const isSound = checked.data !== undefined && !problems.some(({ severity }) => severity === 'error');
  return (
    <>
      <Section title="Whether it holds together">
        {checked.error !== null && <Trouble error={checked.error} what="Whether it holds together" />}
        {isSound && problems.length === 0 && (
          <Banner tone="permit" icon={CircleCheck}>
            It fits the admitted tools.
          </Banner>
        )}
        <Problems problems={problems} />
      </Section>
      <Section
        title="What it changes"
        aside={
          <Button
            kind="main"
            disabled={!may || !isSound || !isChanged || propose.isPending || settled !== sources}
            onClick={() => propose.mutate()}
          >
            Propose it
          </Button>
        }
      >
        {!may && <MayNot />}
        <Refused error={propose.error} />
        {propose.data && (
          <div className="mb-2">
            <Banner tone="permit" icon={CircleCheck}>
              Proposed. Nothing changes until somebody else publishes it:{' '}
              <Link to="/policies" search={{ view: 'proposals' }} className="underline underline-offset-2">
                see the proposals
              </Link>
            </Banner>
          </div>
        )}
        <Diff before={policy.sources} after={sources} />
      </Section>
      <Tests sources={sources} isReady={isSound} />
      <WhatIf sources={sources} isReady={isSound} />
    </>
  );
}
