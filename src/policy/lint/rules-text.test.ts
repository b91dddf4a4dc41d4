// Each rule where it must speak and, as much, where it must not. (The page on the lint has examples too.)

import { describe, expect, test } from 'vitest';
import { isNamedAs } from './pattern.ts';
import { AGENT, catalogOfOne, messages } from './sample.contract.ts';

describe('loose-pattern', () => {
  const text = { type: 'string' };
  const catalog = catalogOfOne('read', { host: text, url: text, to: text, path: text });
  const rule = (effect: string, condition: string): string =>
    `@id("a") ${effect} (${AGENT}, action == Action::"c/t", resource) ${condition};`;

  test.each([
    [
      'permit',
      'when { context.input.host like "*example.com" }',
      '"*example.com" also matches evil-example.com',
    ],
    [
      'forbid',
      'unless { context.input.to like "*example.com" }',
      '"*example.com" also matches evil-example.com',
    ],
    [
      'permit',
      'when { context.input.url like "https://example.com*" }',
      '"https://example.com*" also matches https://example.com.evil.example' +
        ' and https://example.com@evil.example',
    ],
    [
      'permit',
      'when { context.input.path like "docs/*" }',
      '"docs/*" also matches docs/../ and what lies above',
    ],
  ])('%s %s', (effect, condition, message) => {
    expect(messages('loose-pattern', rule(effect, condition), catalog)).toEqual([`warning: ${message}`]);
  });

  test.each([
    ['permit', 'when { context.input.host like "*.example.com" }'],
    ['permit', 'when { context.input.to like "*@example.com" }'],
    ['permit', 'when { context.input.url like "https://example.com/*" }'],
    ['permit', 'when { context.input.url like "*report.pdf" }'],
    ['permit', 'when { context.input.path like "docs/*" && !(context.input.path like "*..*") }'],
    ['permit', 'when { context.input.path like "docs/*" } unless { context.input.path like "*/../*" }'],
    ['forbid', 'when { context.input.path like "/etc/*" }'],
    ['forbid', 'unless { context.input.path like "/tmp/*" && !(context.input.path like "*..*") }'],
    ['permit', 'when { context.task.workflow like "docs/*" }'],
  ])('says nothing of %s %s', (effect, condition) => {
    expect(messages('loose-pattern', rule(effect, condition), catalog)).toEqual([]);
  });

  test('knows an attribute by the last word of its name', () => {
    expect(isNamedAs('context.input.webhookUrl', 'url')).toBe(true);
    expect(isNamedAs('context.input.file_path', 'path')).toBe(true);
    expect(isNamedAs('context.input.pathology', 'path')).toBe(false);
    expect(isNamedAs(null, 'path')).toBe(false);
  });
});

describe('case-sensitive-text', () => {
  const text = { type: 'string' };
  const catalog = catalogOfOne('send', { to: text, subject: text });
  const rule = (effect: string, condition: string): string =>
    `@id("a") ${effect} (${AGENT}, action == Action::"c/t", resource) ${condition};`;
  const HOSTS = 'context has destination && context.destination.hosts';

  test.each([
    [
      'forbid',
      'when { context.input.to == "bob@rival.example" }',
      'this refusal is passed by writing "BOB@RIVAL.EXAMPLE"',
    ],
    [
      'forbid',
      `when { ${HOSTS}.contains("Rival.example") }`,
      'hosts are in lower case, so none is ever "Rival.example"',
    ],
    [
      'permit',
      `when { ${HOSTS}.contains("Rival.example") }`,
      'hosts are in lower case, so none is ever "Rival.example"',
    ],
  ])('%s %s', (effect, condition, message) => {
    expect(messages('case-sensitive-text', rule(effect, condition), catalog)).toEqual([
      `warning: ${message}`,
    ]);
  });

  test.each([
    ['permit', 'when { context.input.to == "bob@rival.example" }'],
    ['forbid', 'unless { context.input.to like "*@example.com" }'],
    ['forbid', 'when { context.input.to != "bob@example.com" }'],
    ['forbid', 'when { context.input.subject like "*secret*" }'],
    ['forbid', 'when { context.input.to == "123" }'],
    ['forbid', `when { ${HOSTS}.contains("rival.example") }`],
  ])('says nothing of %s %s', (effect, condition) => {
    expect(messages('case-sensitive-text', rule(effect, condition), catalog)).toEqual([]);
  });
});
