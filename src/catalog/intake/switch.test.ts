import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { inferTool } from '../proposal.ts';
import { classifyTool } from './classify.ts';

const asked = (required: readonly string[], type: Json = 'boolean') => ({
  inputSchema: { type: 'object', properties: { enabled: { type }, address: { type: 'string' } }, required },
});

test('a setting without a verb is switched by what it cannot be asked without', () => {
  expect(classifyTool('vacation_responder', asked(['enabled'])).effects).toEqual(['write']);
  expect(classifyTool('vacation_responder', asked([])).effects).toEqual(['unknown']);
  expect(classifyTool('vacation_responder', asked(['address'])).effects).toEqual(['unknown']);
  expect(classifyTool('vacation_responder', asked(['enabled'], 'string')).effects).toEqual(['unknown']);
});

test('what is switched counts as if the name said so', () => {
  const said = classifyTool('set_firewall_rules', asked(['enabled'])).effects;
  expect(said).toContain('admin');
  expect(classifyTool('firewall_rules', asked(['enabled'])).effects).toEqual(said);
});

test('what happens by itself is what is done', () => {
  expect(classifyTool('settings.autoforward', asked(['enabled'])).effects).toEqual(['send']);
  expect(classifyTool('autosave', {}).effects).toEqual(['write']);
  expect(classifyTool('automobile', {}).effects).toEqual(['unknown']);
});

test('what is applied to a thing does no more than that, whatever the thing is called', () => {
  const properties = { name: { type: 'string' }, data: { type: 'object' } };
  const applied = (name: string) => classifyTool(name, { inputSchema: { properties } }).effects;
  expect(applied('configmap_apply')).toEqual(['write']);
  expect(applied('apply')).toContain('unknown');
  expect(applied('apply_function')).toContain('unknown');
  expect(applied('run_configmap')).toContain('unknown');
});

test('looking is known in a few more languages, and nothing else is', () => {
  expect(classifyTool('Lieferant_Suchen', { description: 'Stammdaten nach Name.' }).effects).toEqual([
    'read',
  ]);
  expect(classifyTool('Lieferant_Aendern', {}).effects).toEqual(['unknown']);
});

test('what is approved or deleted is named by what the tool is called after', () => {
  const properties = { bill: { type: 'string' }, final: { type: 'boolean' }, amount: { type: 'number' } };
  const rolesOf = (name: string) => inferTool(name, { inputSchema: { properties } }).profile.roles;
  expect(rolesOf('bill_approve')).toEqual({ '/bill': 'selector', '/amount': 'amount' });
  expect(rolesOf('delete_bills')).toEqual({ '/bill': 'selector', '/amount': 'amount' });
  expect(rolesOf('create_bill')).toEqual({ '/amount': 'amount' });
});

test('what approves and pays does both', () => {
  expect(classifyTool('bill_approve_pay', {}).effects.toSorted()).toEqual(['approve', 'spend']);
});
