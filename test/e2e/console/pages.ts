// Every page of the console with what the demo has put on it: where it is, and when it has all come.

import type { Page } from 'playwright-core';
import type { Told } from '../../../examples/demo/story.ts';

export interface ShownPage {
  readonly name: string;
  readonly path: (told: Told) => string;
  /** Resolves once what the page is about is there. */
  readonly ready: (page: Page, told: Told) => Promise<void>;
}

export const PAGES: readonly ShownPage[] = [
  at('overview', '/overview', async (page) => {
    await page.getByText('never since the start').waitFor();
    await page.getByRole('heading', { name: 'How they decide' }).waitFor();
  }),
  at('tasks', '/tasks', seeing('month-end')),
  {
    name: 'task-timeline',
    path: ({ task }) => `/tasks/${task}`,
    ready: (page) =>
      page.getByRole('group', { name: 'Timeline' }).getByText('files/write_file').first().waitFor(),
  },
  {
    name: 'task-record',
    path: (told) => `/tasks/${told.task}?at=${recordOf(told, 'action-held')}`,
    ready: async (page) => {
      await page.getByRole('heading', { name: 'Policy', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('that were signed.').waitFor();
      await page.getByRole('complementary').evaluate((panel) => panel.scrollTo(0, 0));
    },
  },
  {
    name: 'task-graph',
    path: ({ task }) => `/tasks/${task}?view=graph`,
    ready: (page) => page.getByRole('application').getByText('files/write_file').first().waitFor(),
  },
  {
    name: 'task-table',
    path: ({ task }) => `/tasks/${task}?view=table`,
    ready: (page) => page.getByRole('table').getByText('files/write_file').first().waitFor(),
  },
  at('connectors', '/connectors', seeing('desk')),
  at('connector', '/connectors/files?tool=write_file', async (page) => {
    await page.getByRole('region', { name: 'The tool write_file' }).getByText('% sure').waitFor();
  }),
  at('connector-review', '/connectors/mail', async (page) => {
    const tool = page.getByRole('region', { name: 'The tool send_email' });
    await tool.getByText('1 field of its definition changed').click();
    await tool.getByText('⟨U+200B⟩').first().waitFor();
  }),
  at('agents', '/agents', seeing('ledger-clerk')),
  at('agent', '/agents/ledger-clerk', async (page) => {
    await page.getByRole('heading', { name: 'Could reach in all' }).waitFor();
    await page.getByRole('cell', { name: 'files/write_file' }).first().waitFor();
  }),
  at('operators', '/operators', async (page) => {
    await page.getByRole('button', { name: /^Take back/ }).waitFor();
  }),
  at('operator', '/operators/op_bob', seeing('work laptop')),
  at('reach', '/reach/agent/ledger-clerk', (page) => page.locator('.react-flow__node').first().waitFor()),
  at('leases', '/leases', seeing('desk')),
  at('policies', '/policies', seeing('@id')),
  at('policies-proposed', '/policies?view=proposals', seeing('accounts.two-for-writes')),
  at('policies-shadow', '/policies?view=shadow', seeing('files/write_file')),
  at('workflows', '/workflows', seeing('files/write_file')),
  at('friction', '/friction', async (page) => {
    await page.getByRole('button', { name: 'Measure' }).click();
    await page.getByRole('heading', { name: 'Why people are asked' }).waitFor();
  }),
  at('evidence', '/evidence?control=approvals', seeing('read from')),
  at('ledger', '/ledger', async (page) => {
    await page.getByRole('button', { name: 'Verify all records' }).click();
    await page.getByText(/records are whole, in order/).waitFor();
  }),
  {
    name: 'ledger-record',
    path: (told) => `/ledger/${recordOf(told, 'approval-given')}`,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('that were signed.').waitFor();
    },
  },
  at('passkeys', '/passkeys', seeing('ES256')),
];

function at(name: string, path: string, ready: ShownPage['ready']): ShownPage {
  return { name, path: () => path, ready };
}

function seeing(text: string): ShownPage['ready'] {
  return (page) => page.getByRole('main').getByText(text).first().waitFor();
}

function recordOf({ trace }: Told, type: string): string {
  return trace.records.find((record) => record.type === type)!.id;
}
