import { describe, expect, test } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import { classifyTool } from './classify.ts';

function effectsOf(name: string, description = ''): readonly Effect[] {
  return classifyTool(name, { description }).effects;
}

describe('of several verbs in a name', () => {
  test('the one that the description begins with is the main one', () => {
    expect(effectsOf('list_add_item', 'Adds an item to a list')[0]).toBe('write');
    expect(effectsOf('x_create_list', 'Creates a list')[0]).toBe('write');
    expect(effectsOf('message_search', 'Searches messages')).toEqual(['read']);
  });

  test('what is joined to looking is the main one', () => {
    expect(effectsOf('find_and_replace')).toEqual(['write', 'read']);
    expect(effectsOf('fetch_and_store', 'Fetches a feed')).toEqual(['write', 'read']);
  });

  test.each([
    'stop_search',
    'history_clear',
    'clear_history',
    'empty_list',
    'profile_start',
    'count_reset',
    'search_index_rebuild',
  ])('none takes %s for reading alone, where nothing is said', (name) => {
    expect(effectsOf(name)).not.toEqual(['read']);
  });

  test.each([
    'order_status',
    'query_metrics',
    'get_latest_release',
    'get_transfer_by_id',
    'get_last_update',
    'list_recent_posts',
  ])('%s only looks at what is called like an act', (name) => {
    expect(effectsOf(name)).toEqual(['read']);
  });

  test('what is made or ended last may be called by a verb', () => {
    expect(effectsOf('delete_data_set')).toEqual(['delete']);
    expect(effectsOf('mark_as_read')).toEqual(['write']);
    expect(effectsOf('create_view')).toEqual(['write']);
  });

  test('one that may be a noun counts in the middle where there is no other', () => {
    expect(effectsOf('team_vote_issue')).toEqual(['write']);
    expect(effectsOf('team_history_room')).toEqual(['unknown']);
  });
});

describe('a description', () => {
  test('that warns of a loss takes something away', () => {
    expect(effectsOf('reset_branch', 'Resets a branch. Untracked data will be permanently lost.')).toContain(
      'delete',
    );
    expect(effectsOf('get_branch', 'Gets a branch. It will be deleted soon.')).toEqual(['read']);
  });

  test('that begins with an act contradicts a name that looks', () => {
    expect(effectsOf('observe', 'Stores an observation')).toEqual(['write', 'read']);
    expect(effectsOf('verify_domain', 'Starts the verification of a domain')).toEqual(['read', 'execute']);
    expect(effectsOf('get_links', 'Notes that link here')).toEqual(['read']);
    expect(effectsOf('get_hits', 'Reports the hits. Accepts a date.')).toEqual(['read']);
  });

  test('that goes on from looking to more is not about looking', () => {
    expect(effectsOf('download_asset', 'Download and import an asset')[0]).toBe('write');
    expect(effectsOf('summarize_page', 'Summarises a page and mails it to people')).toContain('send');
    expect(effectsOf('analyze_issue', 'Explains an issue. Starts an analysis if there is none.')).toContain(
      'execute',
    );
  });

  test('says more of what is new, whatever stands in parentheses', () => {
    expect(effectsOf('create_dsn', 'Create a further client key (DSN) of a project')).toEqual(['admin']);
    expect(effectsOf('order_certificate_now', 'Issues a certificate')).toContain('admin');
  });

  test('that sets an argument sets nothing else', () => {
    expect(effectsOf('get_link', 'Gets a link. Set `short`=true to get a short one.')).toEqual(['read']);
  });

  test('that begins with what is so already says nothing of it', () => {
    expect(effectsOf('panel', 'Unified search')).toEqual(['unknown']);
  });

  test('may list what is counted, and does not do it', () => {
    expect(effectsOf('get_report', 'Opens, clicks and purchases of a campaign')).toEqual(['read']);
  });
});
