// How much, how long and how many, for whoever watches: numbers about Holdpoint, nothing about a task.

import type { Hono } from 'hono';
import type { Core } from '../../../gateway/core.ts';
import { codeOf } from '../../../gateway/fault.ts';
import type { MeterReading } from '../../../gateway/loop/meters.ts';
import type { WitnessingStatus } from '../../../gateway/ledger/witnessing.ts';
import type { Api } from '../api.ts';
import { identify, needReader } from '../caller/caller.ts';
import { EXPOSITION_TYPE, writeExposition, type Family, type Sample } from '../exposition.ts';

export function routeMetrics(app: Hono, { core, deps, browser }: Api): void {
  app.get('/metrics', async (c) => {
    needReader(await identify(core, c.req.raw, { ...deps, browser }));
    const headers = { 'content-type': EXPOSITION_TYPE, 'cache-control': 'no-store' };
    return c.body(writeExposition(await measure(core)), 200, headers);
  });
}

async function measure(core: Core): Promise<Family[]> {
  const { meters, queue, flights, witnessing } = core;
  return [
    ...decidingFamilies(meters.read()),
    gauge('holdpoint_queued_requests', 'Requests that wait to be decided.', queue.depth()),
    gauge('holdpoint_running_calls', 'Permitted calls that have not ended.', flights.count()),
    ...(await storeFamilies(core)),
    ...(witnessing === null ? [] : witnessFamilies(witnessing.status())),
    gauge('holdpoint_uptime_seconds', 'Since this process started.', process.uptime()),
  ];
}

function decidingFamilies(reading: MeterReading): Family[] {
  const { decisions, shadowDisagreements, requests, batches, redecided, overloaded, faults, commitSeconds } =
    reading;
  const verdicts = Object.entries(decisions).map(([verdict, value]) => ({ labels: { verdict }, value }));
  const codes = Object.entries(faults).map(([code, value]) => ({ labels: { code }, value }));
  return [
    counter('holdpoint_decisions_total', 'Recorded decisions, by verdict.', verdicts),
    counter(
      'holdpoint_shadow_disagreements_total',
      'Decisions that the policy set tried in the shadow would have made otherwise.',
      [{ value: shadowDisagreements }],
    ),
    counter('holdpoint_requests_total', 'Requests that were decided and recorded.', [{ value: requests }]),
    counter('holdpoint_batches_total', 'Batches of them that were committed.', [{ value: batches }]),
    counter(
      'holdpoint_redecided_requests_total',
      'Requests decided again because another replica had moved what they are about.',
      [{ value: redecided }],
    ),
    counter('holdpoint_overloaded_requests_total', 'Requests refused because too many wait.', [
      { value: overloaded },
    ]),
    counter('holdpoint_batch_faults_total', 'Batches that the store did not take, by fault code.', codes),
    {
      name: 'holdpoint_commit_seconds',
      help: "From the start of a batch's decisions until it is durable.",
      type: 'histogram',
      histogram: commitSeconds,
    },
  ];
}

/** A store that is away does not take the other numbers with it: they are wanted then. */
async function storeFamilies({ store, log }: Core): Promise<Family[]> {
  const up = (value: number): Family =>
    gauge('holdpoint_store_up', '1 where the store answers, else 0.', value);
  try {
    const [{ size }, replicas] = await Promise.all([store.head(), store.peers?.count() ?? 1]);
    return [
      up(1),
      gauge('holdpoint_ledger_records', 'Records in the ledger.', size),
      gauge('holdpoint_replicas', 'Living processes that share the ledger.', replicas),
    ];
  } catch (error) {
    log.warn({ code: codeOf(error) }, 'the store cannot be measured');
    return [up(0)];
  }
}

function witnessFamilies(status: WitnessingStatus): Family[] {
  const { isActive, need, cosignedSize, alarm, witnesses } = status;
  const perWitness = (measured: (one: (typeof witnesses)[number]) => number): Sample[] =>
    witnesses.map((one) => ({ labels: { witness: one.name }, value: measured(one) }));
  return [
    gauge(
      'holdpoint_witnessing_active',
      '1 on the replica that submits to the witnesses; elsewhere these numbers are old.',
      Number(isActive),
    ),
    gauge('holdpoint_witness_quorum', 'Cosignatures that a checkpoint needs.', need),
    gauge(
      'holdpoint_cosigned_records',
      'Records under the largest checkpoint that enough witnesses have cosigned since the start.',
      cosignedSize,
    ),
    gauge(
      'holdpoint_witness_alarm',
      '1 where a witness cosigned a history that is not in the store.',
      Number(alarm !== null),
    ),
    {
      name: 'holdpoint_witness_failing',
      help: '1 where the witness did not cosign when it was asked last.',
      type: 'gauge',
      samples: perWitness(({ failure }) => Number(failure !== null)),
    },
    {
      name: 'holdpoint_witness_cosigned_records',
      help: 'Records under the last checkpoint that the witness has cosigned since the start.',
      type: 'gauge',
      samples: perWitness(({ size }) => size),
    },
  ];
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'counter', samples };
}
