// Why it was decided so: the reasons, and each policy with what of it was true.

import { useQuery } from '@tanstack/react-query';
import type { ExplainedPolicyView, ExplanationView } from '../../../../src/surfaces/http/contract/replay.ts';
import { explanationQuery } from '../../api/queries.ts';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { Section } from '../../parts/section.tsx';
import { VerdictChip } from '../../parts/signs.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';

export function Explanation({ record }: { readonly record: string }) {
  const { data, error } = useQuery(explanationQuery(record));
  if (error !== null) return <Trouble error={error} what="Why it was decided so" />;
  if (data === undefined) return <Loading what="Why it was decided so" />;
  if (data.verdict === 'fact') return null;
  return (
    <>
      <Section title="Decision" aside={<VerdictChip verdict={data.verdict} />}>
        <Why explanation={data} />
      </Section>
      {data.policy !== null && <Policies policies={data.policy.policies} />}
    </>
  );
}

const REPLAYS: { readonly [replay in ExplanationView['replay']]: string } = {
  same: 'Decided again from the record, it comes out the same.',
  otherwise: 'Decided again from the record, it comes out otherwise.',
  'not-asked': 'Policy was not asked.',
  unkept: 'What was asked is not kept, so it cannot be decided again.',
  erased: 'Its words are erased, so it cannot be decided again.',
  redacted: 'Secrets were taken out of its words, so it cannot be decided again.',
  damaged: 'Its words do not open, so it cannot be decided again.',
};

function Why({ explanation }: { readonly explanation: ExplanationView }) {
  const { reasons, asks, nearest, replay, today } = explanation;
  return (
    <div className="flex flex-col gap-2 text-sm">
      {reasons.map(({ rule, code, lift }) => (
        <p key={`${rule} ${code}`}>
          <b className="font-medium text-deny">{code}</b> <span className="text-ink-soft">by {rule}</span>
          <br />
          <UntrustedLine text={lift} most={600} />
        </p>
      ))}
      {asks.map(({ policy, reason, approvers }) => (
        <p key={policy}>
          <span className="first-letter:uppercase">{reason}</span>
          <span className="text-ink-soft">
            {' '}
            · asks {approvers.map(({ role, quorum }) => `${quorum} ${role}`).join(' and ')}
          </span>
        </p>
      ))}
      {nearest.length > 0 && (
        <div>
          <p className="font-medium">It would have run if</p>
          <ul className="list-disc pl-5">
            {nearest.slice(0, 3).map((one, index) => (
              <li key={index}>
                <UntrustedLine text={nearestWords(one)} most={600} />
                {one.isVerified && <span className="text-ink-soft"> (tried)</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="text-xs text-ink-soft">
        {REPLAYS[replay]}
        {today !== null &&
          ` Today's policy ${today.isSame ? 'says the same' : `would say: ${today.verdict}`}.`}
      </p>
    </div>
  );
}

function nearestWords({ changes, approvals }: ExplanationView['nearest'][number]): string {
  const facts = changes.map(({ words }) => words);
  return [...facts, ...approvals.map((who) => `${who.replace(/^(.*):(\d+)$/, '$2 $1')} had approved`)].join(
    ', and ',
  );
}

function Policies({ policies }: { readonly policies: readonly ExplainedPolicyView[] }) {
  const order = (one: ExplainedPolicyView): number =>
    one.determining ? 0 : one.outcome === 'applies' ? 1 : 2;
  const sorted = policies.toSorted((one, other) => order(one) - order(other));
  const behind = sorted.filter((one) => one.determining);
  const others = sorted.filter((one) => !one.determining);
  return (
    <Section title="Policy">
      <div className="flex flex-col gap-3">
        {behind.map((one) => (
          <Policy key={one.id} policy={one} />
        ))}
        {behind.length === 0 && (
          <p className="text-sm text-ink-soft">No policy determined it: what nothing permits is denied.</p>
        )}
        {others.length > 0 && (
          <details>
            <summary className="cursor-pointer text-sm text-accent">
              {others.length} more that did not determine it
            </summary>
            <div className="mt-2 flex flex-col gap-3">
              {others.map((one) => (
                <Policy key={one.id} policy={one} />
              ))}
            </div>
          </details>
        )}
      </div>
    </Section>
  );
}

const OUTCOMES: { readonly [outcome in ExplainedPolicyView['outcome']]: readonly [Tone, string] } = {
  applies: ['accent', 'applies'],
  'does-not-apply': ['neutral', 'does not apply'],
  error: ['deny', 'error'],
  unknown: ['neutral', 'not known'],
};

function Policy({ policy }: { readonly policy: ExplainedPolicyView }) {
  const { id, effect, source, line, outcome } = policy;
  const [tone, word] = OUTCOMES[outcome];
  return (
    <div>
      <p className="mb-1 flex flex-wrap items-center gap-1.5 text-sm">
        <b className="min-w-0 font-mono text-xs break-all">{id}</b>
        <Chip tone={effect === 'permit' ? 'permit' : 'deny'}>{effect}</Chip>
        <Chip tone={tone}>{word}</Chip>
        <span className="text-xs text-ink-soft">
          {source}:{line}
        </span>
      </p>
      <PolicyText policy={policy} />
    </div>
  );
}

const SEEN = {
  true: ['bg-permit-soft text-permit', 'true'],
  false: ['bg-deny-soft text-deny', 'false'],
  error: ['bg-deny-soft text-deny', 'error'],
  'not-reached': ['text-ink-soft', 'not looked at'],
} as const;

/** Its text, each condition marked with what it came to. */
function PolicyText({ policy }: { readonly policy: ExplainedPolicyView }) {
  const { text, clauses } = policy;
  const spans = clauses
    .flatMap(({ conditions }) => conditions)
    .flatMap(({ span, value }) => (span === null ? [] : [{ ...span, value }]))
    .toSorted((one, other) => one.start - other.start)
    .filter(({ start }, index, all) => index === 0 || start >= all[index - 1]!.end);
  const starts = [0, ...spans.map(({ end }) => end)];
  return (
    <pre
      tabIndex={0}
      className="relative max-h-80 overflow-auto rounded-md border border-line bg-raised p-2 font-mono text-xs
        whitespace-pre-wrap"
    >
      {starts.map((start, index) => {
        const span = spans[index];
        return (
          <span key={start}>
            {text.slice(start, span?.start ?? text.length)}
            {span && (
              <span title={SEEN[span.value][1]} className={`rounded-sm ${SEEN[span.value][0]}`}>
                {text.slice(span.start, span.end)}
                <span className="sr-only"> ({SEEN[span.value][1]})</span>
              </span>
            )}
          </span>
        );
      })}
    </pre>
  );
}
