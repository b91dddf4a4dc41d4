// Some two thousand tools from general knowledge, with what a careful reader takes them for. What is not
// right is counted; what is dangerous must not be.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { classifyTool } from './classify.ts';

const FOLDER = fileURLToPath(new URL('../../../../test/fixtures/catalog', import.meta.url));

/**
 * A line is `effect[+effect][/egress]|name|description|arguments`; an argument may say its choices
 * (`action=start/stop`). After `~` stands what the classifier is known to take for something else.
 */
function toolsIn(file: string) {
  return readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', name = '', description = '', names = ''] = line.replace(/^~/, '').split('|');
      const [effects = '', egress = null] = label.split('/');
      const properties = names.split(',').filter((each) => each !== '');
      const found = classifyTool(name, {
        name,
        description,
        inputSchema: { properties: Object.fromEntries(properties.map(argument)) },
      });
      const [effect = ''] = effects.split('+');
      return { isKnown: line.startsWith('~'), isRead: label === 'read', effect, egress, name, found };
    });
}

function argument(text: string) {
  const [name = '', choices] = text.split('=');
  return [name, { type: 'string', ...(choices === undefined ? {} : { enum: choices.split('/') }) }];
}

describe.each(readdirSync(FOLDER).toSorted())('%s', (file) => {
  const tools = toolsIn(file);

  test('the main effect is right of nearly all', () => {
    const wrong = tools.filter(({ isKnown, effect, found }) => !isKnown && found.effect !== effect);
    const listed = wrong.map(({ effect, name, found }) => `${name}: ${found.effect}, not ${effect}`);
    expect(wrong.length / tools.length, listed.join('\n')).toBeLessThan(0.03);
  });

  test('nothing that does more is taken for reading', () => {
    const wrong = tools.filter(({ isRead, found }) => found.readOnly && !isRead);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('what leaves is hardly ever taken for staying', () => {
    const leaving = tools.filter(({ egress }) => egress === 'external');
    const missed = leaving.filter(({ found }) => found.egress === 'none' || found.egress === 'shared');
    expect(missed.length, missed.map(({ name }) => name).join()).toBeLessThanOrEqual(leaving.length * 0.2);
  });
});
