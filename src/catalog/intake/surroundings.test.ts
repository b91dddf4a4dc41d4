import { expect, test } from 'vitest';
import { classifyTool } from './classify.ts';
import { surroundingsOf } from './surroundings.ts';

test('what a connector is called is no verb of its tools', () => {
  expect(classifyTool('mail_search', {}, surroundingsOf('mail', [])).effects).toEqual(['read']);
  expect(classifyTool('post-office_list', {}, surroundingsOf('Post Office', [])).effects).toEqual(['read']);
});

test('nor is a word that most of its tools begin with, unless it surely is one', () => {
  const siblings = ['book_find', 'book_lend', 'book_list', 'other'];
  expect(classifyTool('book_find_page', {}, surroundingsOf('', siblings)).effects).toEqual(['read']);
  const deleting = ['delete_a', 'delete_b', 'delete_c'];
  expect(classifyTool('delete_a', {}, surroundingsOf('', deleting)).effects).toEqual(['delete']);
});

test('in names made of HTTP methods, post is one', () => {
  const siblings = ['API-get-page', 'API-patch-page', 'API-post-page'];
  expect(classifyTool('API-post-widget', {}, surroundingsOf('', siblings)).effects).toEqual(['write']);
  expect(classifyTool('post-widget', {}, surroundingsOf('', ['get-page'])).effects).toEqual(['send']);
});

test('a name that is all noise is still read', () => {
  expect(classifyTool('mail', {}, surroundingsOf('mail', [])).effects).toEqual(['send']);
});
