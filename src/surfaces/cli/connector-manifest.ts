// A connector as its organisation admits it, as a file that is reviewed in version control: how it is
// reached, which definitions are meant, and what every tool may do. Secrets stand as references.

import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { z } from 'zod';
import { fit, readYaml } from '../../document/document.ts';
import type { Document, Path, Problem, Read } from '../../document/document.ts';
import { nameSchema } from '../http/contract.ts';
import {
  credentialSchema,
  serverSchema,
  upstreamSchema,
  type ConnectorDetail,
} from '../http/contract/connector.ts';
import { effectSchema, profileSchema } from '../http/contract/profile.ts';
import type { Corrections } from './given/corrections.ts';
import { packageIn } from './started-package.ts';

const tool = z.string().min(1).max(1024);
const named = z.array(tool).default([]);
const said = z.strictObject({
  effects: z.array(effectSchema).min(1).max(10).describe('What it does to the world'),
  profile: profileSchema.describe('What its arguments are for, how far they go, what results carry'),
});

/** What `schemas/connector.schema.json` is made of. */
export const manifestSchema = z.strictObject({
  holdpoint: z.literal('connector/v1'),
  name: nameSchema.describe('What the connector is called here'),
  upstream: upstreamSchema.describe('How it is reached'),
  credential: credentialSchema
    .nullable()
    .describe('How its credential is made or where it is kept; null: none'),
  pins: z
    .strictObject({
      server: serverSchema.nullable().describe('Who answers there, in its own words'),
      package: z
        .strictObject({
          registry: z.string(),
          given: z.string().describe('The package and its version, as the command names it'),
          pin: z.enum(['exact', 'named', 'none']).describe('Whether that is always the same package'),
        })
        .nullable()
        .describe('What the command downloads; null: nothing, as far as can be told'),
      definitions: z.record(tool, z.string()).describe('Digest of each definition, by tool'),
    })
    .describe('What it must still be when it is admitted'),
  tools: z.record(tool, said).describe('The tools that are admitted; those that are not named are left out'),
  corrected: z
    .strictObject({ effects: named, profiles: named })
    .prefault({})
    .describe('Tools of which a person said so: what is kept when definitions change'),
});

export type Manifest = z.output<typeof manifestSchema>;

/** Nothing recorded is reached or pinned: what is said of tools alone counts, and may be a part. */
export const correctionSchema = manifestSchema.partial().extend({
  holdpoint: manifestSchema.shape.holdpoint,
  tools: z.record(tool, said.extend({ profile: profileSchema.partial() }).partial()),
});

/** What was admitted; or, with `proposed`, what is proposed as `corrections` would have it admitted. */
export function manifestOf(detail: ConnectorDetail, proposed: Corrections | null): Manifest | null {
  const part = proposed === null ? detail.admitted : detail.proposal;
  if (part === null) return null;
  const tools = Object.values(part.tools);
  const kept = new Map((proposed?.kept ?? []).map((one) => [one.name, one]));
  const listed = tools
    .filter(({ name }) => proposed === null || kept.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const upstream = upstreamSchema.parse(part.upstream);
  const corrected = proposed?.corrected ?? detail.admitted?.corrected ?? { effects: [], profiles: [] };
  return {
    holdpoint: 'connector/v1',
    name: detail.id,
    upstream,
    credential: part.credential,
    pins: {
      server: part.server,
      package: packageIn(upstream),
      definitions: Object.fromEntries(listed.map(({ name, definition }) => [name, definition])),
    },
    tools: Object.fromEntries(
      listed.map((one) => {
        const { effects, profile } = kept.get(one.name) ?? one;
        return [one.name, { effects: [...effects], profile: profileSchema.parse(profile) }];
      }),
    ),
    corrected: {
      effects: corrected.effects.toSorted(),
      profiles: corrected.profiles.toSorted(),
    },
  };
}

export function manifestText(manifest: Manifest): string {
  return stringify(manifest, { aliasDuplicateObjects: false, lineWidth: 110 });
}

/**
 * A manifest that means this very proposal. Problems come with their place: what does not fit the schema, and
 * every pin that the proposal does not hold.
 */
export function readManifest(text: string, file: string, detail: ConnectorDetail): Read<Manifest> {
  const read = readYaml(text, file);
  if ('problems' in read) return read;
  const fitted = fit(read.value, manifestSchema);
  if ('problems' in fitted) return fitted;
  const problems = [
    ...differences(read.value, fitted.value, detail),
    ...unreadable(read.value, fitted.value),
  ];
  return problems.length > 0 ? { problems } : fitted;
}

function differences(document: Document, meant: Manifest, detail: ConnectorDetail): Problem[] {
  const { proposal } = detail;
  if (proposal === null) return [];
  const definitions = new Map(proposal.tools.map(({ name, definition }) => [name, definition]));
  const is = (path: Path, wanted: unknown, found: unknown): Problem[] =>
    isDeepStrictEqual(wanted, found) ? [] : [differs(document, path, found)];
  return [
    ...is(['name'], meant.name, detail.id),
    ...is(['upstream'], meant.upstream, proposal.upstream),
    ...is(['credential'], meant.credential, proposal.credential),
    ...is(['pins', 'server'], meant.pins.server, proposal.server),
    ...is(['pins', 'package'], meant.pins.package, packageIn(meant.upstream)),
    ...Object.keys(meant.tools).flatMap((name) => {
      const pinned = ['pins', 'definitions', name];
      const now = definitions.get(name);
      if (now === undefined) return [differs(document, ['tools', name], null)];
      return is(pinned, meant.pins.definitions[name] ?? null, now);
    }),
  ];
}

/** A reading that is never done would tell nothing, and nobody would notice. */
function unreadable(document: Document, { tools }: Manifest): Problem[] {
  return Object.entries(tools).flatMap(([name, { profile }]) => {
    const reader = profile.readBack?.tool;
    if (reader === undefined) return [];
    const effects = Object.hasOwn(tools, reader) ? tools[reader]!.effects : null;
    if (effects !== null && effects.every((effect) => effect === 'read')) return [];
    const path = ['tools', name, 'profile', 'readBack', 'tool'];
    const message =
      effects === null ? 'is no tool of this file' : `does more than read: ${effects.join(', ')}`;
    const help = 'name a tool of this file whose effects are [read]';
    return [{ ...document.locate(path, 'value'), path: path.join('.'), message, help }];
  });
}

function differs(document: Document, path: Path, found: unknown): Problem {
  const message =
    found === null ? 'the proposal has none' : `the proposal says ${JSON.stringify(found).slice(0, 400)}`;
  const help = 'review what changed, then write the manifest anew: holdpoint connector manifest --proposed';
  return { ...document.locate(path, 'value'), path: path.join('.'), message, help };
}
