// Figures as pictures, each with the table that says the same.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DecisionSummary } from '../../../../src/surfaces/http/contract/lists.ts';
import type { MetersView } from '../../../../src/surfaces/http/contract/meters.ts';
import { metersQuery } from '../../api/queries.ts';
import { Bars } from '../../parts/chart.tsx';
import { AsTable, Head, Row } from '../../parts/small-table.tsx';
import { Facts, Section } from '../../parts/section.tsx';
import { ShareBar } from '../../parts/share-bar.tsx';
import { Loading, Trouble } from '../../parts/state.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { shareOf } from '../../text/share.ts';
import { localTime, shortTime } from '../../text/time.ts';
import { bucketsOf, byTool, percentileBound, type Bucket } from './figures.ts';

const MOST_TOOLS = 12;
const DAY_MS = 86_400_000;

export function Charts({ decisions }: { readonly decisions: readonly DecisionSummary[] }) {
  const buckets = useMemo(() => bucketsOf(decisions), [decisions]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 lg:grid-cols-2">
      {buckets.length > 0 && (
        <div className="flex min-w-0 flex-col gap-3">
          <Verdicts buckets={buckets} />
          <HeldShare buckets={buckets} />
        </div>
      )}
      <Latency />
      <Tools decisions={decisions} />
    </div>
  );
}

/** Where the bars stand, and what is written below them. */
function useAxis(buckets: readonly Bucket[]) {
  const xs = useMemo(() => buckets.map((_, index) => index), [buckets]);
  const nameOf = useMemo(() => {
    const isOneDay = (buckets.at(-1)?.from ?? 0) - (buckets[0]?.from ?? 0) < DAY_MS;
    return (index: number) => shortTime(buckets[index]!.from, isOneDay);
  }, [buckets]);
  return { xs, nameOf };
}

interface OverTimeProps {
  readonly buckets: readonly Bucket[];
}

function Verdicts({ buckets }: OverTimeProps) {
  const axis = useAxis(buckets);
  const series = useMemo(
    () => [
      { name: 'permitted', colour: '--permit', values: buckets.map(({ permit }) => permit) },
      { name: 'held', colour: '--hold', values: buckets.map(({ hold }) => hold) },
      { name: 'denied', colour: '--deny', values: buckets.map(({ deny }) => deny) },
    ],
    [buckets],
  );
  return (
    <Section title="Verdicts over time">
      <Bars {...axis} series={series} />
      <AsTable head={['From', 'Permitted', 'Held', 'Denied']} caption="What was decided, by time">
        {buckets.map(({ from, permit, hold, deny }) => (
          <Row key={from} cells={[localTime(from), permit, hold, deny]} />
        ))}
      </AsTable>
    </Section>
  );
}

/** Of what was asked in each span, how much people or nobody let run. */
function HeldShare({ buckets }: OverTimeProps) {
  const axis = useAxis(buckets);
  const shares = useMemo(
    () =>
      buckets.map(({ permit, hold, deny }) => {
        const asked = Math.max(1, permit + hold + deny);
        return { held: Math.round((100 * hold) / asked), denied: Math.round((100 * deny) / asked) };
      }),
    [buckets],
  );
  const series = useMemo(
    () => [
      { name: '% held', colour: '--hold', values: shares.map(({ held }) => held) },
      { name: '% denied', colour: '--deny', values: shares.map(({ denied }) => denied) },
    ],
    [shares],
  );
  return (
    <Section title="Held and denied, of what was asked">
      <Bars {...axis} series={series} />
      <AsTable head={['From', '% held', '% denied']} caption="Held and denied, by time">
        {buckets.map(({ from }, index) => (
          <Row key={from} cells={[localTime(from), shares[index]!.held, shares[index]!.denied]} />
        ))}
      </AsTable>
    </Section>
  );
}

function Latency() {
  const { data, error, isPending } = useQuery(metersQuery);
  return (
    <Section title="How long a decision takes, until it is durable">
      {isPending && <Loading what="How long it takes" />}
      {error !== null && <Trouble error={error} what="How long it takes" />}
      {data && <LatencyOf meters={data} />}
    </Section>
  );
}

function LatencyOf({ meters }: { readonly meters: MetersView }) {
  const { commitSeconds, faults, overloaded } = meters;
  const { boundsSeconds, counts, count } = commitSeconds;
  const own = useMemo(
    () => [...counts, count].map((upTo, index, all) => upTo - (all[index - 1] ?? 0)),
    [counts, count],
  );
  const xs = useMemo(() => own.map((_, index) => index), [own]);
  const series = useMemo(() => [{ name: 'batches', colour: '--accent', values: own }], [own]);
  const name = useMemo(() => (index: number) => boundName(boundsSeconds[index]), [boundsSeconds]);
  const within = (part: number): string =>
    count === 0 ? '–' : boundWords(percentileBound(commitSeconds, part));
  const failed = Object.entries(faults);
  return (
    <>
      <Bars xs={xs} series={series} nameOf={name} />
      <div className="mt-3">
        <Facts
          facts={[
            ['Half of them', within(0.5)],
            ['95 of 100', within(0.95)],
            ['99 of 100', within(0.99)],
            [
              'Failed closed',
              failed.length === 0 && overloaded === 0
                ? 'never since the start'
                : [...failed, ['overloaded', overloaded] as const]
                    .filter(([, times]) => times > 0)
                    .map(([code, times]) => `${code}: ${times.toLocaleString()}`)
                    .join(', '),
            ],
          ]}
        />
      </div>
      <AsTable head={['Up to', 'Batches']} caption="How long batches took">
        {own.map((batches, index) => (
          <Row key={index} cells={[boundName(boundsSeconds[index]), batches]} />
        ))}
      </AsTable>
    </>
  );
}

function boundWords(seconds: number | null): string {
  return seconds === null ? 'more than 10 s' : `within ${boundName(seconds)}`;
}

function boundName(seconds: number | undefined): string {
  if (seconds === undefined) return 'more';
  return seconds < 1 ? `${seconds * 1_000} ms` : `${seconds} s`;
}

function Tools({ decisions }: { readonly decisions: readonly DecisionSummary[] }) {
  const tools = useMemo(() => byTool(decisions), [decisions]);
  if (tools.length === 0) return null;
  return (
    <div className="lg:col-span-2">
      <Section title="What is denied and held, by tool">
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Shares by tool">
          <table className="w-full text-sm">
            <caption className="sr-only">Share of what was asked that was denied and held, by tool</caption>
            <Head names={['Tool', 'Asked', 'Held', 'Denied', 'Shares']} />
            <tbody>
              {tools.slice(0, MOST_TOOLS).map(({ tool, asked, held, denied }) => (
                <tr key={tool} className="border-t border-line">
                  <th
                    scope="row"
                    className="max-w-56 truncate py-1.5 pr-3 text-left font-mono text-xs font-normal"
                  >
                    <UntrustedLine text={tool} />
                  </th>
                  <td className="pr-3 tabular">{asked.toLocaleString()}</td>
                  <td className="pr-3 tabular">{shareOf(held, asked)}</td>
                  <td className="pr-3 tabular">{shareOf(denied, asked)}</td>
                  <td className="w-1/3">
                    <ShareBar
                      whole={asked}
                      parts={[
                        ['bg-deny', denied],
                        ['bg-hold', held],
                      ]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {tools.length > MOST_TOOLS && (
          <p className="pt-2 text-xs text-ink-soft">
            and {tools.length - MOST_TOOLS} tools that are denied less
          </p>
        )}
      </Section>
    </div>
  );
}
