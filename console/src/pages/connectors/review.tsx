// What is proposed beside what was admitted: only what is not the same, the gravest first, and each finding
// with the words it was found in. Nothing is chosen before somebody chose it.

import { CircleAlert, Minus, Plus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ConnectorDetail, ReviewedTool } from '../../../../src/surfaces/http/contract/connector.ts';
import { Button } from '../../parts/button.tsx';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { EffectChip } from '../../parts/signs.tsx';
import { Banner } from '../../parts/state.tsx';
import { Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';
import { Admit } from './admit.tsx';
import { leftBefore, toRead, type Choice } from './standing.ts';
import { Roles, Why } from './tools.tsx';

/** Shown at once; more on demand. */
const PAGE = 25;

export function Review({ connector }: { readonly connector: ConnectorDetail }) {
  const { review, admitted } = connector;
  const [shown, setShown] = useState(PAGE);
  const [choice, setChoice] = useState<Choice>({ without: leftBefore(connector), accepted: [] });
  const changed = toRead(review);
  const same = (review?.tools.length ?? 0) - changed.length;
  return (
    <Section
      title={
        admitted === null ? 'Proposed: read it before you admit it' : 'Changed: read it before you admit it'
      }
    >
      <div className="flex flex-col gap-3">
        {admitted !== null && review?.isReachedAlike === false && (
          <Banner tone="deny" icon={TriangleAlert}>
            It is reached in another way than was admitted, or a server of another name answers.
          </Banner>
        )}
        {changed.slice(0, shown).map((one) => (
          <ReviewCard
            key={one.name}
            connector={connector}
            reviewed={one}
            choice={choice}
            choose={setChoice}
          />
        ))}
        {changed.length > shown && (
          <Button onClick={() => setShown(shown + PAGE)}>
            Show {Math.min(PAGE, changed.length - shown)} more of {changed.length - shown}
          </Button>
        )}
        {(review?.gone.length ?? 0) > 0 && (
          <p className="text-sm">
            No longer offered: <UntrustedLine text={review!.gone.join(', ')} most={600} />
          </p>
        )}
        {same > 0 && (
          <p className="text-sm text-ink-soft">
            {same} {same === 1 ? 'tool is' : 'tools are'} as admitted.
          </p>
        )}
        <Admit connector={connector} choice={choice} />
      </div>
    </Section>
  );
}

const VERDICTS: { readonly [verdict in ReviewedTool['verdict']]: readonly [Tone, string] } = {
  same: ['neutral', 'same'],
  harmless: ['permit', 'harmless'],
  new: ['accent', 'new'],
  review: ['hold', 'to review'],
  block: ['deny', 'blocked'],
};

interface CardProps {
  readonly connector: ConnectorDetail;
  readonly reviewed: ReviewedTool;
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
}

function ReviewCard({ connector, reviewed, choice, choose }: CardProps) {
  const { name, verdict, reasons, newSentences, found } = reviewed;
  // What the scan found stands below, with its place.
  const onlyReasons = reasons.filter(({ rule }) => !found.some((one) => one.rule === rule));
  const [tone, word] = VERDICTS[verdict];
  const isLeft = choice.without.includes(name);
  const without = isLeft ? choice.without.filter((one) => one !== name) : [...choice.without, name];
  return (
    <section aria-label={`The tool ${name}`} className="rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className={`font-mono text-sm font-semibold break-all ${isLeft ? 'line-through' : ''}`}>
          <UntrustedLine text={name} />
        </h3>
        <Chip tone={tone}>{word}</Chip>
        <Effects connector={connector} name={name} />
        <label className="ml-auto flex min-h-9 items-center gap-1.5 text-sm sm:min-h-0">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isLeft}
            onChange={() => choose({ ...choice, without })}
          />
          leave it out
        </label>
      </div>
      <ul className="mt-2 flex flex-col gap-1 text-sm">
        {onlyReasons.map(({ rule, pointer, text }) => (
          <li key={`${rule}${pointer}${text}`} className="flex items-start gap-2">
            <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-hold" />
            <span className="min-w-0">
              <UntrustedLine text={text} most={600} />{' '}
              <code className="font-mono text-xs text-ink-soft">
                <UntrustedLine text={`${rule} ${pointer}`} />
              </code>
            </span>
          </li>
        ))}
      </ul>
      {newSentences.length > 0 && (
        <div className="mt-2 text-sm">
          <p className="text-ink-soft">It says what it did not say before:</p>
          <Untrusted text={newSentences.join('\n')} label="what it newly says" />
        </div>
      )}
      <Fields fields={reviewed.fields} />
      <Findings reviewed={reviewed} choice={choice} choose={choose} />
      {verdict === 'new' && <NewTool connector={connector} name={name} />}
    </section>
  );
}

/** Old beside new. */
function Effects({ connector, name }: { readonly connector: ConnectorDetail; readonly name: string }) {
  const now = connector.proposal?.tools.find((tool) => tool.name === name)?.effects ?? [];
  const before = connector.admitted?.tools[name]?.effects ?? [];
  const all = [...new Set([...before, ...now])];
  return (
    <span className="flex flex-wrap gap-1">
      {all.map((effect) => (
        <span key={effect} className="inline-flex items-center gap-0.5">
          {before.length > 0 && !before.includes(effect) && (
            <Plus size={12} className="text-deny" aria-label="newly" />
          )}
          {!now.includes(effect) && <Minus size={12} className="text-ink-soft" aria-label="no longer said" />}
          <EffectChip effect={effect} />
        </span>
      ))}
    </span>
  );
}

function Fields({ fields }: Pick<ReviewedTool, 'fields'>) {
  if (fields.length === 0) return null;
  const said = (value: unknown): string =>
    typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'not there');
  return (
    <details className="mt-2 text-sm">
      <summary className="cursor-pointer text-accent">
        {fields.length} {fields.length === 1 ? 'field' : 'fields'} of its definition changed
      </summary>
      <ul className="mt-2 flex flex-col gap-2">
        {fields.map(({ pointer, before, after }) => (
          <li key={pointer} className="min-w-0">
            <code className="font-mono text-xs break-all text-ink-soft">
              <UntrustedLine text={pointer} />
            </code>
            <div className="mt-1 grid gap-1 md:grid-cols-2">
              <div className="min-w-0 rounded border-l-2 border-deny bg-deny-soft px-2 py-1">
                <span className="sr-only">before: </span>
                <Untrusted text={said(before)} label="before" />
              </div>
              <div className="min-w-0 rounded border-l-2 border-permit bg-permit-soft px-2 py-1">
                <span className="sr-only">now: </span>
                <Untrusted text={said(after)} label="now" />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Findings({ reviewed, choice, choose }: Omit<CardProps, 'connector'>) {
  const { name, found, unread } = reviewed;
  // What is found in the pairs of a change stands in no definition.
  const rules = [...new Set([...found.map(({ rule }) => rule), ...unread])];
  if (rules.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-col gap-2 text-sm">
      {rules.map((rule) => {
        const places = found.filter((one) => one.rule === rule);
        const isError = unread.includes(rule) || places.some(({ severity }) => severity === 'error');
        const pair = `${name}=${rule}`;
        const isTaken = choice.accepted.includes(pair);
        const accepted = isTaken ? choice.accepted.filter((one) => one !== pair) : [...choice.accepted, pair];
        return (
          <li key={rule} className={`rounded px-2 py-1.5 ${isError ? 'bg-deny-soft' : 'bg-hold-soft'}`}>
            <p className={`flex items-center gap-1.5 ${isError ? 'text-deny' : 'text-hold'}`}>
              <CircleAlert size={14} aria-hidden className="shrink-0" />
              <code className="font-mono text-xs">{rule}</code>
            </p>
            {places.slice(0, 5).map(({ pointer, excerpt }) => (
              <p key={`${pointer}${excerpt}`} className="mt-1 min-w-0">
                <code className="font-mono text-xs">
                  <UntrustedLine text={pointer} />
                </code>{' '}
                <UntrustedLine text={excerpt} most={400} />
              </p>
            ))}
            {unread.includes(rule) && (
              <label className="mt-1 flex min-h-9 items-center gap-1.5 sm:min-h-0">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={isTaken}
                  onChange={() => choose({ ...choice, accepted })}
                />
                I have read this, and take it on
              </label>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Of what was not admitted before stands all that is known. */
function NewTool({ connector, name }: { readonly connector: ConnectorDetail; readonly name: string }) {
  const tool = connector.proposal?.tools.find((one) => one.name === name);
  const inferred = connector.inferences?.[name];
  if (tool === undefined) return null;
  return (
    <div className="mt-2">
      <Facts
        facts={[
          ['says', <Untrusted text={tool.description} label={`what ${name} says`} />],
          ...(inferred === undefined ? [] : [['why', <Why inferred={inferred} />] as const]),
          ['reaches', tool.profile.egress],
          ['arguments', <Roles roles={tool.profile.roles} />],
        ]}
      />
    </div>
  );
}
