// The exact arguments, from the gateway's own parse: each value whole, with where it comes from; beside what
// was rejected before, where there is such a thing; and the bytes themselves on demand.

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { GroundedArgumentView } from '../../../../src/surfaces/http/contract/grounding.ts';
import { findingWords, groundingWords } from '../../text/grounding-words.ts';
import type { CarriedArgumentView } from '../../../../src/surfaces/http/contract/labels.ts';
import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';
import { holdQuery } from '../../api/queries.ts';
import { Chip } from '../../parts/chip.tsx';
import { Section } from '../../parts/section.tsx';
import { GroundingChip, LabelChips } from '../../parts/signs.tsx';
import { LongText, Untrusted, UntrustedLine } from '../../parts/untrusted.tsx';
import {
  byAuthority,
  diffLeaves,
  leavesOf,
  nearest,
  parseArguments,
  wordsOf,
  type Change,
} from '../../text/leaves.ts';

/** More than anybody reads one by one: the rest stands in the raw text. */
const MOST_FIELDS = 200;

export function Arguments({ hold }: { readonly hold: HoldDetail }) {
  const [isRaw, setRaw] = useState(false);
  const { argumentsText } = hold;
  const toggle = argumentsText !== null && (
    <button
      type="button"
      aria-pressed={isRaw}
      onClick={() => setRaw(!isRaw)}
      className="rounded text-xs font-medium text-accent underline underline-offset-2"
    >
      {isRaw ? 'Show fields' : 'Show raw'}
    </button>
  );
  return (
    <Section title="Exact arguments" aside={toggle}>
      {argumentsText === null && (
        <p className="text-sm text-ink-soft">They were erased: nobody can decide on what cannot be shown.</p>
      )}
      {argumentsText !== null && isRaw && <LongText text={argumentsText} label="the raw arguments" />}
      {argumentsText !== null && !isRaw && <Fields hold={hold} showRaw={() => setRaw(true)} />}
    </Section>
  );
}

interface FieldsProps {
  readonly hold: HoldDetail;
  readonly showRaw: () => void;
}

function Fields({ hold, showRaw }: FieldsProps) {
  const { argumentsText, grounding, variationOf = null } = hold;
  const other = useQuery({ ...holdQuery(variationOf ?? ''), enabled: variationOf !== null });
  const rejected = other.data?.argumentsText ?? null;
  const changes = useMemo((): readonly Change[] => {
    const leaves = leavesOf(parseArguments(argumentsText));
    const before = rejected === null ? leaves : leavesOf(parseArguments(rejected));
    return byAuthority(diffLeaves(before, leaves), grounding);
  }, [argumentsText, grounding, rejected]);
  const placed = grounding.filter(({ pointer }) => pointer !== '');
  return (
    <>
      {placed.length < grounding.length && (
        <p className="mb-2 text-xs text-hold">
          The call as a whole: nothing ties it to what the person asked.
        </p>
      )}
      <ul className="flex flex-col divide-y divide-line">
        {changes.slice(0, MOST_FIELDS).map((change) => (
          <Field
            key={`${change.kind}${change.leaf.pointer}`}
            change={change}
            grounding={nearest(placed, change.leaf.pointer)}
            carried={nearest(hold.carried, change.leaf.pointer)}
          />
        ))}
      </ul>
      {changes.length > MOST_FIELDS && (
        <button type="button" onClick={showRaw} className="mt-2 text-xs font-medium text-accent underline">
          {changes.length - MOST_FIELDS} more values: show them all, raw
        </button>
      )}
    </>
  );
}

const CHANGES = {
  added: ['new', 'permit'],
  removed: ['left out', 'deny'],
  changed: ['other than before', 'hold'],
} as const;

interface FieldProps {
  readonly change: Change;
  readonly grounding: GroundedArgumentView | null;
  readonly carried: CarriedArgumentView | null;
}

function Field({ change, grounding, carried }: FieldProps) {
  const { kind, leaf } = change;
  const place = leaf.pointer === '' ? '(the whole)' : leaf.pointer;
  const [word, tone] = kind === 'same' ? [] : CHANGES[kind];
  return (
    <li className="flex flex-col gap-1 py-2 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="min-w-0 font-mono text-xs text-ink-soft">
          <UntrustedLine text={place} />
        </span>
        {grounding !== null && <Chip>{grounding.role}</Chip>}
        {grounding !== null && <GroundingChip grounding={grounding} />}
        {carried !== null && <LabelChips labels={carried.labels} isPlaced={grounding !== null} />}
        {carried?.countsAs !== undefined && (
          <Chip tone="accent">
            declassified for this call:{' '}
            {[carried.countsAs.sensitivity, ...carried.countsAs.categories].join(', ')}
          </Chip>
        )}
        {word !== undefined && <Chip tone={tone}>{word}</Chip>}
      </div>
      {kind === 'changed' && (
        <div className="border-l-2 border-deny pl-2">
          <span className="sr-only">Before:</span>
          <Untrusted text={wordsOf(change.before)} label={`${place} before`} />
        </div>
      )}
      <div className={kind === 'changed' ? 'border-l-2 border-permit pl-2' : ''}>
        <Untrusted text={wordsOf(leaf)} label={place} />
      </div>
      {grounding !== null && <Sources grounding={grounding} />}
    </li>
  );
}

function Sources({ grounding }: { readonly grounding: GroundedArgumentView }) {
  const { instructed, sources, parts = [], remedy } = grounding;
  return (
    <div className="rounded-md bg-raised px-2.5 py-1.5 text-xs text-ink-soft">
      <p className={instructed ? 'font-semibold text-deny' : ''}>{groundingWords(grounding)}</p>
      {parts.length === 0 && sources.map((one) => <Source key={one.record} source={one} />)}
      {parts.map((part) => (
        <div key={part.value} className="mt-0.5">
          <p className="min-w-0">
            “<UntrustedLine text={part.value} most={400} />
            ”: {groundingWords({ ...part, match: 'exact' })}
          </p>
          {part.sources.map((one) => (
            <Source key={one.record} source={one} />
          ))}
        </div>
      ))}
      {remedy !== null && <p className="mt-0.5">Would pass unasked if {remedy}.</p>}
    </div>
  );
}

function Source({ source }: { readonly source: GroundedArgumentView['sources'][number] }) {
  const { record, from, excerpt } = source;
  const found = findingWords(source);
  return (
    <p className="mt-0.5 min-w-0">
      in <UntrustedLine text={from ?? 'a record that is not there'} most={120} />{' '}
      <code className="font-mono">{record}</code>
      {found !== null && <b className="text-deny">, and {found}</b>}
      {excerpt !== null && (
        <>
          : “<UntrustedLine text={excerpt.trim().replaceAll('\n', ' ↵ ')} most={400} />”
        </>
      )}
    </p>
  );
}
