import { describe, expect, test } from 'vitest';
import { askBoth } from './agreement.contract.ts';
import type { Asked } from './agreement.contract.ts';

const PERMIT = 'permit (principal, action, resource);';

/** Whether both take the request; they must agree. */
function isTaken(asked: Asked): boolean {
  const { official, ours } = askBoth(PERMIT, asked);
  expect(ours).toEqual(official);
  return official !== 'refused';
}

const thing = (attrs: object): Asked => ({
  entities: [{ uid: { type: 'Thing', id: 'lamp' }, attrs, parents: [] }],
});
const uid = (text: string) => ({ type: text.split(':')[0], id: text.split(':')[1] });
const entity = (name: string, parents: readonly string[] = [], more: object = {}) => ({
  uid: uid(name),
  attrs: {},
  parents: parents.map(uid),
  ...more,
});
const call = (fn: string, ...args: readonly unknown[]) => ({ __extn: { fn, args } });
const duration = { __extn: { fn: 'duration', arg: '1d' } };

describe('an attribute', () => {
  test.each<[string, unknown]>([
    ['text', 'a\u0000'],
    ['count', 1],
    ['count', -0],
    ['count', 2 ** 53],
    ['count', 2 ** 62],
    ['count', { __extn: { fn: 'toDays', arg: duration } }],
    ['flag', true],
    ['flag', call('isIpv4', call('ip', '::1'))],
    ['group', { type: 'Group', id: 'x' }],
    ['group', { __entity: { type: 'Group', id: 'x' } }],
    ['group', { __entity: { type: 'Group', id: 'x', more: 1 }, more: 1 }],
    ['group', { __entity: { type: 'Group', id: 'x' }, type: 'Tenant', id: 'x' }],
    ['group', undefined],
    ['colour', { type: 'Colour', id: 'red' }],
    ['colours', [{ type: 'Colour', id: 'red' }]],
    ['address', '::1'],
    ['address', { fn: 'ip', arg: '::1' }],
    ['address', { __extn: { fn: 'ip', arg: '::1' } }],
    ['address', call('ip', '::1')],
    ['address', { __extn: { fn: 'ip', arg: '::1', args: ['x'] } }],
    ['price', '1.5'],
    ['since', '2024-01-01'],
    ['since', call('offset', call('datetime', '2024-01-01'), duration)],
    ['span', '1d'],
    ['inner', {}],
    ['inner', { count: 1, __entity: 2 }],
    ['inner', { count: undefined }],
    ['counts', []],
    ['counts', [1, 1]],
  ])('%s of %j is taken', (name, value) => {
    expect(isTaken(thing({ [name]: value }))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['text', 1],
    ['text', null],
    ['text', { __entity: { type: 'Group', id: 'x' } }],
    ['text', call('ip', '::1')],
    ['count', '1'],
    ['count', 1.5],
    ['count', 2 ** 63],
    ['count', -(2 ** 63)],
    ['count', 1e300],
    ['count', Number.NaN],
    ['count', call('nothing', 1)],
    ['count', call('toDays', '1d')],
    ['flag', 'true'],
    ['group', 'Group::"x"'],
    ['group', { __expr: 'Group::"x"' }],
    ['group', { type: 'Tenant', id: 'x' }],
    ['group', { type: 'Nothing', id: 'x' }],
    ['group', { type: 'Group', id: 1 }],
    ['group', null],
    ['colour', { type: 'Colour', id: 'green' }],
    ['colours', [{ type: 'Colour', id: 'green' }]],
    ['address', 'x'],
    ['address', 1],
    ['address', ['::1']],
    ['address', { __expr: 'ip("::1")' }],
    ['address', { __extn: '::1' }],
    ['address', call('ip')],
    ['address', call('decimal', '1.0')],
    ['price', 1.5],
    ['price', true],
    ['inner', []],
    ['inner', null],
    ['inner', { count: null }],
    ['inner', { other: 1 }],
    ['inner', { __entity: { type: 'Group', id: 'x' } }],
    ['counts', {}],
    ['counts', [null]],
    ['counts', ['a']],
    ['counts', [[1]]],
    ['other', 1],
    ['constructor', 1],
  ])('%s of %j is refused', (name, value) => {
    expect(isTaken(thing({ [name]: value }))).toBe(false);
  });
});

describe('entities', () => {
  test.each<[string, readonly object[]]>([
    ['a parent of a declared type', [entity('User:ann', ['Group:g', 'Group:g'])]],
    ['a parent of a type that is an ancestor', [entity('User:ann', ['Tenant:t'])]],
    ['the same entity twice', [entity('User:ann', ['Group:g']), entity('User:ann', ['Group:g'])]],
    ['an entity that is listed', [entity('Colour:red')]],
    ['a parent that is listed', [entity('Group:g', ['Colour:red'])]],
    ['tags', [entity('User:ann', [], { tags: { a: 1 } })]],
    ['no tags where there are none', [entity('Group:g', [], { tags: {} })]],
    ['an action with all that it is in', [entity('Action:view', ['Action:reading', 'Action:all'])]],
    [
      'an action, and what it is in',
      [entity('Action:view', ['Action:reading']), entity('Action:reading', ['Action:all'])],
    ],
    ['more keys than there are', [entity('User:ann', [], { more: 1 })]],
    ['an escaped uid', [{ ...entity('User:ann'), uid: { __entity: { type: 'User', id: 'ann' } } }]],
  ])('with %s are taken', (_, entities) => {
    expect(isTaken({ entities })).toBe(true);
  });

  test.each<[string, readonly object[]]>([
    ['a parent of another type', [entity('User:ann', ['Thing:t'])]],
    ['a parent that is not listed', [entity('Group:g', ['Colour:green'])]],
    ['a parent that is itself', [entity('User:ann', ['User:ann'])]],
    ['a cycle', [entity('User:ann', ['User:bob']), entity('User:bob', ['User:ann'])]],
    ['two that differ under one uid', [entity('User:ann'), entity('User:ann', ['Group:g'])]],
    ['two whose tags differ', [entity('User:ann'), entity('User:ann', [], { tags: { a: 1 } })]],
    ['a type that is not declared', [entity('Nothing:x')]],
    ['an id that is not listed', [entity('Colour:green')]],
    ['a parent of what is listed', [entity('Colour:red', ['Group:g'])]],
    ['an attribute of what is listed', [entity('Colour:red', [], { attrs: { x: 1 } })]],
    ['a tag of another type', [entity('User:ann', [], { tags: { a: '1' } })]],
    ['a tag where there are none', [entity('Group:g', [], { tags: { a: 1 } })]],
    ['tags that are null', [entity('User:ann', [], { tags: null })]],
    ['an action that lacks what it is in', [entity('Action:view', ['Action:reading'])]],
    ['an action that is not declared', [entity('Action:other')]],
    ['an action with attributes', [entity('Action:idle', [], { attrs: { x: 1 } })]],
    ['an action with tags', [entity('Action:idle', [], { tags: { x: 1 } })]],
    ['no attributes', [{ uid: uid('User:ann'), parents: [] }]],
    ['no parents', [{ uid: uid('User:ann'), attrs: {} }]],
    ['a uid that is a text', [{ ...entity('User:ann'), uid: 'User::"ann"' }]],
  ])('with %s are refused', (_, entities) => {
    expect(isTaken({ entities })).toBe(false);
  });
});

describe('a request', () => {
  test.each<[string, Asked]>([
    ['an escaped principal', { principal: { __entity: uid('User:ann') } }],
    ['a listed principal', { principal: uid('Colour:red') }],
    ['a context that fits', { context: { colour: uid('Colour:red'), 'a b': 1 } }],
  ])('with %s is taken', (_, asked) => {
    expect(isTaken(asked)).toBe(true);
  });

  test.each<[string, Asked]>([
    ['a principal of another type', { principal: uid('Group:g') }],
    ['a principal of no type', { principal: uid('Nothing:x') }],
    ['a principal that is not listed', { principal: uid('Colour:green') }],
    ['an id that is a number', { principal: { type: 'User', id: 1 } }],
    ['a resource of another type', { resource: uid('User:ann') }],
    ['an action that is a group', { action: uid('Action:reading') }],
    ['an action that is not declared', { action: uid('Action:other') }],
    ['an unknown attribute in the context', { context: { other: 1 } }],
    ['a context of another type', { context: { 'a b': '1' } }],
    ['an entity in the context that is not listed', { context: { colour: uid('Colour:green') } }],
    ['a context that is a list', { context: [] }],
    ['no context', { context: null }],
  ])('with %s is refused', (_, asked) => {
    expect(isTaken(asked)).toBe(false);
  });
});
