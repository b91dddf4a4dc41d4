// What a tool takes tells what it can be made to do: programs, addresses, and the choice of an operation.

import type { JsonObject } from '../kernel/json.ts';
import { objectOf, textOf } from './member.ts';
import type { Sign } from './sign.ts';
import { wordsOf } from './words.ts';

const SELECTOR = /^(?:action|method|operation|op|command|mode|verb)$/i;
const PROGRAM = /^(?:sql|script|shell|command|cmd|bash|code|program)$/;
const STATEMENT = /^(?:query|statement|expression)$/;
const ADDRESS = /^(?:url|uri|urls|uris|webhook|callback|endpoint)$/;
const RECIPIENT = /^(?:recipient|recipients|cc|bcc|to_email|to_address)$/;

/** Effects of the operations that an argument chooses between: a choice that says nothing is `unknown`. */
export function selectorSigns(properties: JsonObject, signsOf: (name: string) => readonly Sign[]): Sign[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const choices = choicesOf(objectOf(schema));
    const found = choices.map((choice) => signsOf(choice));
    const telling = found.filter((signs) => signs.length > 0).length;
    const selects = SELECTOR.test(name) || (telling >= 2 && telling * 2 >= choices.length);
    if (!selects) return [];
    return choices.flatMap((choice, index): Sign[] => {
      const signs = found[index] ?? [];
      if (signs.length === 0) return [{ effect: 'unknown', because: `${name} may be "${choice}"` }];
      return signs.map(({ effect }) => ({ effect, because: `${name} may be "${choice}"` }));
    });
  });
}

/** Programs are run, what an address points at is told about it, and recipients receive. */
export function argumentSigns(properties: JsonObject, description: string): Sign[] {
  return Object.entries(properties).flatMap(([name, value]): Sign[] => {
    const schema = objectOf(value);
    const words = wordsOf(name);
    const last = words.at(-1) ?? '';
    const takesText =
      schema['type'] !== 'boolean' && schema['type'] !== 'integer' && choicesOf(schema).length === 0;
    if (!takesText) return [];
    const speaksSql = /\bSQL\b/.test(`${textOf(schema['description'])} ${description}`);
    if (words.some((word) => PROGRAM.test(word)) || (STATEMENT.test(last) && speaksSql)) {
      return [{ effect: 'execute', because: `it takes a program as ${name}` }];
    }
    if (ADDRESS.test(last)) return [{ effect: 'send', because: `it goes to the address in ${name}` }];
    return RECIPIENT.test(words.join('_')) ? [{ effect: 'send', because: `it reaches the ${name}` }] : [];
  });
}

function choicesOf(schema: JsonObject): string[] {
  const values = schema['enum'];
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}
