// An argument is a hole through which data leaves: one that asks for what is none of the tool's business, or
// that comes filled with somebody's address, is there for somebody else.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { escapeStep, isObject, objectOf, textOf } from '../member.ts';
import { wordsOf } from '../words.ts';
import type { Severity } from './finding.ts';

export interface ArgumentFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** Into the definition; the key itself is meant. */
  readonly pointer: string;
}

const MAX_DEPTH = 8;

/** Whole names, words joined by `_`, that ask for what the model has seen, or what the machine keeps. */
const TAKES = new RegExp(
  '^(?:side_?notes?|(?:full_|entire_|chat_|previous_|prior_)?(?:conversation|chat|dialog|dialogue|message)' +
    '(?:_(?:history|log|context|transcript|so_far|summary))|conversation|system_(?:prompt' +
    '|message|instructions?)' +
    '|(?:your_|internal_|hidden_)(?:reasoning|thoughts?|instructions?|context|memory|prompt)' +
    '|chain_of_thought|scratch_?pad' +
    '|(?:available_|all_|other_)tools?(?:_list|_names)?|tool_(?:call_)?(?:history|results|outputs?)' +
    '|env(?:ironment)?_(?:vars?|variables|dump)|ssh_keys?|id_rsa|(?:user_)?(?:cookies' +
    '|keychain)|original_(?:user_)?(?:prompt|message|request)' +
    '|(?:previous|prior|last)_(?:tool_)?(?:results?|outputs?|responses?|messages?)' +
    '|user_(?:original_)?(?:prompt|message|query_verbatim)|context_window)$',
);
/** Honest on a tool that is about these things; else worth a look. */
const MAY_TAKE = new RegExp(
  '^(?:context|thoughts?|reasoning|justification|telemetry(?:_data)?|feedback|debug(?:_info)?' +
    '|extra_(?:info|context))$',
);
const ADDRESS = /^(?:mailto:)?[\w.+-]+@[\w-]+\.\w|^(?:https?|wss?|ftp):\/\//i;

/** Looks at the names and the fillings of a tool's arguments, down to `MAX_DEPTH` objects. */
export function judgeArguments(name: string, definition: JsonObject): ArgumentFinding[] {
  const found: ArgumentFinding[] = [];
  const about = new Set(wordsOf(`${name} ${textOf(definition['description']).slice(0, 200)}`));
  visit(definition['inputSchema'], '/inputSchema', 0);
  return found;

  function visit(schema: Json | undefined, pointer: string, depth: number): void {
    if (!isObject(schema) || depth > MAX_DEPTH) return;
    for (const [key, property] of Object.entries(objectOf(schema['properties']))) {
      const at = `${pointer}/properties/${escapeStep(key)}`;
      const severity = severityOf(key, objectOf(property), about);
      if (severity !== null) found.push({ rule: 'exfiltration-argument', severity, pointer: at });
      for (const filled of ['default', 'const'] as const) {
        const value = objectOf(property)[filled];
        if (typeof value === 'string' && ADDRESS.test(value.trim()))
          found.push({ rule: 'filled-destination', severity: 'warning', pointer: `${at}/${filled}` });
      }
      visit(property, at, depth + 1);
    }
    visit(schema['items'], `${pointer}/items`, depth + 1);
  }
}

function severityOf(key: string, property: JsonObject, about: ReadonlySet<string>): Severity | null {
  if (!['string', 'array', 'object', undefined].includes(property['type'] as string | undefined)) return null;
  const words = wordsOf(key);
  const name = words.join('_');
  // A tool that exports a conversation takes one; one that adds numbers does not.
  const isOwnBusiness = words.some((word) => word.length > 3 && about.has(word));
  if (TAKES.test(name)) return isOwnBusiness ? 'warning' : 'error';
  return MAY_TAKE.test(name) && !isOwnBusiness ? 'warning' : null;
}
