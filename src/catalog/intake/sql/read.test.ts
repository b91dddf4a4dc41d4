// A script says what there is; what cannot be read of it is reported, and makes what it is about dangerous.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSqlScript, readDatabase } from './read.ts';
import { statementsOf } from './statements.ts';
import { sheetsOfDatabase } from './tools.ts';

function sheets(script: string) {
  return sheetsOfDatabase(readDatabase(script), 'shop');
}

function sheet(script: string, name: string) {
  const found = sheets(script).find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

const POSTGRES = `
  -- customers; and what they order
  CREATE TABLE public.customers (
    id bigserial PRIMARY KEY,
    email varchar(120) NOT NULL CHECK (email <> ''),
    born date,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    "Card Number" text,
    CONSTRAINT one UNIQUE (email)
  );
  ALTER TABLE ONLY public.customers
    ADD COLUMN score double precision NOT NULL, ADD CONSTRAINT k CHECK (score > 0);
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM x; END; $$;
  CREATE TRIGGER on_change AFTER INSERT OR UPDATE OF email ON public.customers
    FOR EACH ROW EXECUTE FUNCTION audit();
  CREATE MATERIALIZED VIEW adults AS SELECT * FROM customers;
  COPY public.customers (id) FROM stdin;
1
create table evil (a int);
\\.
  SELECT pg_catalog.setval('s', 1);
`;

test('tables, columns, views, routines and triggers are found', () => {
  const { tables, routines, triggers, unread } = readDatabase(POSTGRES);
  expect(unread).toEqual([]);
  expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
    ['public.customers', 'table'],
    ['adults', 'view'],
  ]);
  expect(tables[0]?.columns).toEqual([
    { name: 'id', type: 'bigserial', parameters: [], isList: false, isRequired: false, isGenerated: false },
    {
      name: 'email',
      type: 'varchar',
      parameters: ['120'],
      isList: false,
      isRequired: true,
      isGenerated: false,
    },
    { name: 'born', type: 'date', parameters: [], isList: false, isRequired: false, isGenerated: false },
    { name: 'tags', type: 'text', parameters: [], isList: true, isRequired: false, isGenerated: false },
    {
      name: 'Card Number',
      type: 'text',
      parameters: [],
      isList: false,
      isRequired: false,
      isGenerated: false,
    },
    {
      name: 'score',
      type: 'double precision',
      parameters: [],
      isList: false,
      isRequired: true,
      isGenerated: false,
    },
  ]);
  expect(routines).toMatchObject([{ name: 'audit', arguments: [] }]);
  expect(triggers).toEqual([
    { name: 'on_change', table: 'public.customers', on: new Set(['insert', 'update']) },
  ]);
});

test('each table has four tools with typed columns, and any statement is execution of anything', () => {
  expect(
    sheets(POSTGRES).map(({ name, effectsAll, readOnly, idempotent, egress }) => [
      name,
      effectsAll.join(),
      readOnly,
      idempotent,
      egress,
    ]),
  ).toEqual([
    ['select_public.customers', 'read', true, true, 'none'],
    ['insert_public.customers', 'write,execute', false, false, 'unknown'],
    ['update_public.customers', 'write,execute', false, false, 'unknown'],
    ['delete_public.customers', 'delete', false, true, 'none'],
    ['select_adults', 'read', true, true, 'none'],
    ['call_audit', 'execute,read,unknown', false, false, 'unknown'],
    ['query', 'execute,unknown,read,write,delete,admin', false, false, 'unknown'],
  ]);
});

test('columns tell what data goes in and out, what chooses rows and what is stored', () => {
  const select = sheet(POSTGRES, 'select_public.customers');
  expect(select.output.find(({ pointer }) => pointer === '/*/email')).toEqual({
    pointer: '/*/email',
    writer: 'anyone',
    classes: ['pii'],
  });
  expect(select.roles).toMatchObject({ '/where/email': 'selector', '/limit': 'selector' });
  const insert = sheet(POSTGRES, 'insert_public.customers');
  expect(insert.inputData).toMatchObject({ '/values/email': ['pii'], '/values/Card Number': ['pci'] });
  expect(insert.roles['/values/email']).toBe('content');
  expect(insert.destinationArguments).toEqual([]);
  expect(insert.reversibility).toBe('unknown');
  expect(sheet(POSTGRES, 'delete_public.customers').reversibility).toBe('irreversible');
});

const MYSQL = `
  /*!40101 SET NAMES utf8 */;
  CREATE TABLE \`pets\` (
    \`id\` int(11) unsigned NOT NULL AUTO_INCREMENT,
    \`kind\` enum('cat','dog') NOT NULL,
    \`owner\` varchar(40) DEFAULT NULL COMMENT 'who; feeds it',
    PRIMARY KEY (\`id\`), KEY \`k\` (\`kind\`)
  ) ENGINE=InnoDB;
  DELIMITER $$
  # a trigger with a body
  CREATE DEFINER=\`root\`@\`localhost\` TRIGGER log_it BEFORE DELETE ON pets FOR EACH ROW BEGIN
    IF OLD.id > 1 THEN INSERT INTO logs VALUES (CASE OLD.id WHEN 1 THEN 2 END); END IF;
  END$$
  DELIMITER ;
  CREATE PROCEDURE pay(IN amount DECIMAL(8,2), OUT done INT) SELECT 1;
`;

test('the dialect of MySQL is read too', () => {
  const { tables, triggers, routines, unread } = readDatabase(MYSQL);
  expect(unread).toEqual([]);
  expect(
    tables[0]?.columns?.map(({ name, type, parameters, isRequired }) => [name, type, parameters, isRequired]),
  ).toEqual([
    ['id', 'int unsigned', ['11'], false],
    ['kind', 'enum', ['cat', 'dog'], true],
    ['owner', 'varchar', ['40'], false],
  ]);
  expect(triggers).toEqual([{ name: 'log_it', table: 'pets', on: new Set(['delete']) }]);
  expect(routines.map((one) => one.arguments.map(({ name }) => name))).toEqual([['amount']]);
  expect(sheet(MYSQL, 'call_pay').effectsAll).toEqual(['execute', 'spend', 'unknown']);
});

test('so is that of SQLite', () => {
  const columns = 'id INTEGER PRIMARY KEY, n, doubled INT AS (n * 2)';
  const script = `CREATE TABLE IF NOT EXISTS [a b] (${columns}) WITHOUT ROWID;
    CREATE TRIGGER t AFTER UPDATE ON [a b] BEGIN SELECT 1; DELETE FROM c; END;
    CREATE TABLE "c" AS SELECT 1;`;
  const { tables, triggers, unread } = readDatabase(script);
  expect(unread).toEqual([]);
  expect(tables.map((table) => [table.name, table.columns?.map((one) => one.name) ?? null])).toEqual([
    ['a b', ['id', 'n', 'doubled']],
    ['c', null],
  ]);
  expect(triggers).toHaveLength(1);
  expect(sheet(script, 'insert_a b').roles).not.toHaveProperty('/values/doubled');
});

test.each([
  ["CREATE TABLE t (a int);\nCREATE TABLE u (b text DEFAULT 'it\\'s');", 2, 'u'],
  ['CREATE TABLE t (a int);\nCREATE TABLE u (a int', 2, 'u'],
  ['CREATE TABLE t (a int);\n\nALTER TABLE t RENAME COLUMN a TO b;', 3, 't'],
  ['CREATE TABLE t (a int);\nCREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();', 2, null],
  ['CREATE TABLE t (a int);\nMERGE INTO t USING u ON true;', 2, null],
  ['CREATE TABLE t (a int);\n/* /* */ CREATE TRIGGER x AFTER INSERT ON t EXECUTE f(); */', 2, null],
  ["CREATE TABLE t (a int);\nCREATE TABLE u (a text DEFAULT 'x", 2, 'u'],
])('what cannot be read is reported with its line, and is dangerous: %s', (script, line, table) => {
  const { unread } = readDatabase(script);
  expect(unread[0]).toMatchObject({ line, table });
  const effects = table === 'u' ? ['write'] : ['write', 'unknown'];
  expect(sheet(script, 'insert_t').effectsAll).toEqual(effects);
});

test('a script is told from other texts', () => {
  expect(isSqlScript(POSTGRES)).toBe(true);
  expect(isSqlScript(MYSQL)).toBe(true);
  expect(isSqlScript('openapi: 3.1.0')).toBe(false);
  expect(isSqlScript('{"tools": []}')).toBe(false);
  expect(isSqlScript('drop table t')).toBe(false);
});

test('hostile scripts end', () => {
  for (const piece of [
    '/*',
    "'",
    '$a$',
    '(',
    '/*!',
    'create table t (',
    'a,',
    '"',
    '[a',
    '\\\n',
    'begin ',
    '\n',
  ]) {
    const script = `create table a (b int);${piece.repeat(200_000 / piece.length)}`;
    expect(readDatabase(script).tables.length).toBeGreaterThan(0);
  }
  const many = Array.from({ length: 10_000 }, (_, at) => `create table t${at} (a int);`).join('\n');
  expect(sheets(many)).toHaveLength(40_001);
});

test('whatever the text, its statements are found and nothing breaks', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'create ',
      'table ',
      'trigger ',
      'on ',
      'x',
      '(',
      ')',
      ',',
      ';',
      "'",
      '"',
      '$$',
      'begin ',
      'end ',
      '\n',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const script = pieces.join('');
      const found = statementsOf(script);
      expect(found.every(({ line }) => line >= 1 && line <= script.split('\n').length)).toBe(true);
      expect(sheets(script).at(-1)?.name).toBe('query');
    }),
    { numRuns: 300 },
  );
});
