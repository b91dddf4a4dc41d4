// What a connector presents, as far as it counts: who answers, and which definitions.

/** Who answers at the other end, in its own words. */
export interface ServerIdentity {
  readonly name: string;
  readonly version: string;
}

/** A part of `ConnectorState`: everything seen since the admission that is not what was admitted. */
export interface Sightings {
  /** Tools that presented another definition: each is refused. */
  readonly drifted: { readonly [tool: string]: Sighting<string> };
  /** A server of another name answered: all tools are refused. */
  readonly swapped: Sighting<ServerIdentity> | null;
  /** Other versions of the server, each once, a bounded number. */
  readonly updates: readonly Sighting<ServerIdentity>[];
  /** What the newest check saw beside the admitted tools, and missed of them; null: none was made. */
  readonly checked: {
    readonly added: readonly string[];
    readonly vanished: readonly string[];
    readonly at: number;
    readonly record: string;
  } | null;
}

export interface Sighting<Observed> {
  readonly observed: Observed;
  /** Unix milliseconds. */
  readonly at: number;
  readonly record: string;
}

export const NOTHING_SEEN: Sightings = { drifted: {}, swapped: null, updates: [], checked: null };

/** What one look at a connector showed. */
export interface Seen {
  /** Digests of definitions, by tool; those that were not looked at are left out. */
  readonly tools: readonly (readonly [tool: string, observed: string])[];
  /** Null: it was not seen who answered. */
  readonly server: ServerIdentity | null;
}
