// A receipt is kept as it came: alone, or somewhere in the answer that it came with. It is found there, and
// nothing else is taken for one.

import { CliError, EXIT } from '../exit.ts';

const MCP_KEY = 'holdpoint/receipt';
const EVENT_DATA = /^data: ?/;

/**
 * The receipt in a file: alone, in an answer over HTTP, or in a result or an error of MCP with or without its
 * message; as JSON, as lines of JSON, or as an event stream. Throws `CliError` where there is none.
 */
export function findReceipt(text: string, file: string): unknown {
  const receipt = documentsIn(text).flatMap(receiptsIn)[0];
  if (receipt === undefined) {
    throw new CliError(`there is no receipt in ${file}`, {
      exit: EXIT.invalid,
      help: `It is "receipt" in an answer over HTTP, and result._meta["${MCP_KEY}"] in one over MCP`,
    });
  }
  if ((memberOf(receipt, 'inclusion') ?? null) !== null) return receipt;
  throw new CliError('this receipt came without its proof', {
    help: `Ask the ledger for one: holdpoint ledger prove ${String(memberOf(receipt, 'record'))}`,
  });
}

function documentsIn(text: string): unknown[] {
  const whole = parse(text);
  if (whole !== undefined) return [whole];
  const lines = text.split(/\r?\n/);
  const events = text.split(/\r?\n\r?\n/).map((event) =>
    event
      .split(/\r?\n/)
      .filter((line) => EVENT_DATA.test(line))
      .map((line) => line.replace(EVENT_DATA, ''))
      .join('\n'),
  );
  return [...events, ...lines].map(parse).filter((document) => document !== undefined);
}

/** Where receipts are, and nowhere else: what a tool answers may look like one. */
function receiptsIn(document: unknown): unknown[] {
  const result = memberOf(document, 'result');
  const error = memberOf(document, 'error');
  return [
    document,
    memberOf(document, 'receipt'),
    memberOf(error, 'receipt'),
    ...[document, result, memberOf(error, 'data')].map((part) => memberOf(memberOf(part, '_meta'), MCP_KEY)),
  ].filter((found) => typeof memberOf(found, 'record') === 'string');
}

function memberOf(value: unknown, name: string): unknown {
  return value instanceof Object && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
