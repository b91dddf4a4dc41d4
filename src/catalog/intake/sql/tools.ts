// A database is offered as plain operations on its tables, beside the one that may run anything: what each
// may do is told by SQL itself and by what the script says is set off, not by names.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { Effect } from '../../../kernel/effect.ts';
import type { ToolProfile } from '../../../kernel/state.ts';
import { profileOf } from '../../profile.ts';
import { claimsOf, type Claim } from '../claim.ts';
import { classifyTool, type Classification } from '../classify.ts';
import { readFields } from '../fields.ts';
import { reversibilityOf } from '../reversibility.ts';
import { sheetOf, type ToolSheet } from '../sheet.ts';
import { ALONE } from '../surroundings.ts';
import type { Column, Routine, Table } from './ddl.ts';
import { keyOf, type Database } from './read.ts';
import { schemaOfColumn } from './types.ts';

type Verb = 'select' | 'insert' | 'update' | 'delete';

const EFFECTS: { readonly [verb in Verb]: Effect } = {
  select: 'read',
  insert: 'write',
  update: 'write',
  delete: 'delete',
};
const VERBS: readonly Verb[] = ['select', 'insert', 'update', 'delete'];
/** What any statement may do. */
const ANYTHING: readonly Effect[] = ['execute', 'unknown', 'read', 'write', 'delete', 'admin'];
/** SQL itself says it, or a trigger that is declared. */
const SURE = 0.9;
const UNSURE = 0.5;

/** Per table in the order of the script, then its routines, then `query`. */
export function sheetsOfDatabase(database: Database, server: string): ToolSheet[] {
  const tables = database.tables.flatMap((table) =>
    (table.kind === 'view' ? VERBS.slice(0, 1) : VERBS).map((verb) =>
      tableSheet(database, server, table, verb),
    ),
  );
  return [...tables, ...database.routines.map((one) => routineSheet(server, one)), querySheet(server)];
}

function tableSheet(database: Database, server: string, table: Table, verb: Verb): ToolSheet {
  const name = `${verb}_${table.name}`;
  const definition = { name, ...schemasOf(table, verb) };
  const isChange = verb !== 'select';
  const besides = [
    ...(isChange ? setOff(database, table, verb) : []),
    ...unreadOf(database, table, isChange),
  ];
  const own = { effect: EFFECTS[verb], because: `${verb} of ${table.kind} ${table.name}` };
  const classified = classificationOf([own, ...besides], definition, {
    idempotent: verb !== 'insert' && besides.length === 0,
  });
  const profile = profileOf(name, definition, classified);
  return sheetOf({ server, name, definition }, classified, { ...profile, roles: rolesIn(profile.roles) });
}

/** Rows are chosen by whatever stands in them, and what is stored goes nowhere by being stored. */
function rolesIn(roles: ToolProfile['roles']): ToolProfile['roles'] {
  return Object.fromEntries(
    Object.entries(roles).map(([pointer, role]) => {
      if (pointer.startsWith('/where/')) return [pointer, 'selector'] as const;
      return [pointer, role === 'destination' ? 'content' : role] as const;
    }),
  );
}

/** What the database does by itself behind it. */
function setOff({ triggers }: Database, table: Table, verb: Exclude<Verb, 'select'>): Claim[] {
  return triggers
    .filter(({ table: on, on: events }) => keyOf(on) === keyOf(table.name) && events.has(verb))
    .map(({ name }) => ({ effect: 'execute', because: `it sets off trigger ${name}` }));
}

/** What could not be read of it; where it is not known what it is about, it may be about any change. */
function unreadOf({ unread }: Database, table: Table, isChange: boolean): Claim[] {
  const about = unread.filter((one) =>
    one.table === null ? isChange : keyOf(one.table) === keyOf(table.name),
  );
  const [first] = about;
  return first === undefined
    ? []
    : claimsOf(['unknown'], `line ${first.line} of the script could not be read`);
}

function schemasOf({ columns, name }: Table, verb: Verb): { inputSchema: JsonObject; outputSchema?: Json } {
  const where = objectOf(columns, () => false);
  const values = objectOf(
    columns?.filter(({ isGenerated }) => !isGenerated) ?? null,
    ({ isRequired }) => isRequired,
  );
  const takes = (properties: JsonObject, required: readonly string[]): JsonObject => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
  switch (verb) {
    case 'select': {
      const chosen = {
        type: 'array',
        items: columns === null ? {} : { enum: columns.map((one) => one.name) },
      };
      const limit = { type: 'integer', minimum: 1 };
      const inputSchema = takes({ where, columns: chosen, limit }, []);
      return { inputSchema, outputSchema: { type: 'array', title: name, items: where } };
    }
    case 'insert':
      return { inputSchema: takes({ values }, ['values']) };
    case 'update':
      return { inputSchema: takes({ where, values: { ...values, required: [] } }, ['where', 'values']) };
    case 'delete':
      return { inputSchema: takes({ where }, ['where']) };
  }
}

function objectOf(columns: readonly Column[] | null, needs: (column: Column) => boolean): JsonObject {
  if (columns === null) return { type: 'object' };
  return {
    type: 'object',
    properties: Object.fromEntries(columns.map((column) => [column.name, schemaOfColumn(column)])),
    required: columns.filter(needs).map(({ name }) => name),
    additionalProperties: false,
  };
}

function routineSheet(server: string, { name, arguments: columns }: Routine): ToolSheet {
  const tool = `call_${name}`;
  const definition = { name: tool, inputSchema: objectOf(columns, ({ isRequired }) => isRequired) };
  const sure = claimsOf(['execute', 'unknown'], `it runs ${name}, whose body is not read`);
  const told = classifyTool(name, definition, ALONE, { sure, presumed: [], repeatable: false });
  // Its name may say more than that, and never less.
  const effects = [...new Set<Effect>(['execute', ...told.effects])];
  return sheetOf({ server, name: tool, definition }, { ...told, effect: 'execute', effects });
}

function querySheet(server: string): ToolSheet {
  const properties = { sql: { type: 'string' } };
  const definition = { name: 'query', inputSchema: { type: 'object', properties, required: ['sql'] } };
  const claims = claimsOf(ANYTHING, 'it runs any statement that it is given');
  const classified = classificationOf(claims, definition, { idempotent: false });
  return sheetOf({ server, name: 'query', definition }, classified);
}

function classificationOf(
  claims: readonly Claim[],
  definition: JsonObject,
  { idempotent }: { readonly idempotent: boolean },
): Classification {
  const effects = [...new Set(claims.map(({ effect }) => effect))];
  const isPlain = effects.length === 1;
  return {
    effect: effects[0] ?? 'unknown',
    effects,
    readOnly: effects.every((effect) => effect === 'read'),
    idempotent,
    // Whatever is set off may go anywhere.
    egress: isPlain ? 'none' : 'unknown',
    reversibility: reversibilityOf(effects),
    confidence: effects.includes('unknown') ? UNSURE : SURE,
    fields: readFields(definition['inputSchema']).fields,
    claims,
  };
}
