// Tools as they were admitted, to which the sentences of this test are added.

import type { JsonObject } from '../../kernel/json.ts';

export interface AdmittedTool {
  readonly server: string;
  readonly siblings: readonly string[];
  readonly definition: JsonObject;
}

export const ADMITTED: { readonly [name: string]: AdmittedTool } = {
  send_email: {
    server: 'mail',
    siblings: [
      'list_messages',
      'get_message',
      'search_messages',
      'create_draft',
      'delete_message',
      'list_labels',
    ],
    definition: {
      description: 'Sends an email message to one or more recipients. Returns the id of the message.',
      inputSchema: {
        type: 'object',
        properties: {
          to: { type: 'string', description: 'Recipients, comma separated.' },
          subject: { type: 'string', description: 'Subject line.' },
          body: { type: 'string', description: 'Plain text body.' },
          cc: { type: 'string', description: 'Recipients of a copy.' },
        },
        required: ['to', 'body'],
      },
    },
  },
  search_flights: {
    server: 'travel',
    siblings: ['get_flight', 'book_flight', 'list_airports', 'cancel_booking'],
    definition: {
      description: 'Search for flights between two airports on a date.',
      inputSchema: {
        type: 'object',
        properties: {
          origin: { type: 'string', description: 'IATA code of the departure airport.' },
          destination: { type: 'string', description: 'IATA code of the arrival airport.' },
          date: { type: 'string', description: 'Departure date.' },
          max_results: { type: 'integer', description: 'How many flights to return.' },
        },
        required: ['origin', 'destination', 'date'],
      },
    },
  },
  create_invoice: {
    server: 'billing',
    siblings: ['list_customers', 'get_invoice', 'send_invoice', 'void_invoice'],
    definition: {
      description: 'Create a draft invoice for a customer. Returns the invoice with its number.',
      inputSchema: {
        type: 'object',
        properties: {
          customer_id: { type: 'string', description: 'The customer to bill.' },
          amount: { type: 'number', description: 'Amount in cents.' },
          currency: { type: 'string', description: 'Three-letter currency code.' },
          memo: { type: 'string', description: 'Text printed on the invoice.' },
        },
        required: ['customer_id', 'amount'],
      },
    },
  },
  read_document: {
    server: 'docs',
    siblings: ['list_documents', 'search_documents', 'update_document', 'share_document'],
    definition: {
      description: 'Reads a document and returns its text.',
      inputSchema: {
        type: 'object',
        properties: {
          document_id: { type: 'string', description: 'Id of the document.' },
          format: { type: 'string', description: 'Output format.', enum: ['text', 'markdown'] },
        },
        required: ['document_id'],
      },
    },
  },
  run_query: {
    server: 'db',
    siblings: ['list_tables', 'describe_table', 'explain_query'],
    definition: {
      description: 'Runs a read-only SQL query against the warehouse and returns the rows.',
      inputSchema: {
        type: 'object',
        properties: {
          sql: { type: 'string', description: 'The SELECT statement.' },
          limit: { type: 'integer', description: 'Maximum number of rows.' },
        },
        required: ['sql'],
      },
    },
  },
  list_tickets: {
    server: 'desk',
    siblings: ['get_ticket', 'create_ticket', 'update_ticket', 'list_projects', 'list_users'],
    definition: {
      description: 'Lists tickets of a project, newest first.',
      inputSchema: {
        type: 'object',
        properties: {
          project: { type: 'string', description: 'Project key.' },
          status: { type: 'string', description: 'Only tickets with this status.' },
          page: { type: 'integer', description: 'Page number.' },
        },
        required: ['project'],
      },
    },
  },
  transfer_funds: {
    server: 'bank',
    siblings: ['list_accounts', 'get_balance', 'list_transactions', 'schedule_transfer'],
    definition: {
      description: 'Transfers money from one account to another.',
      inputSchema: {
        type: 'object',
        properties: {
          from_account: { type: 'string', description: 'Account to debit.' },
          to_account: { type: 'string', description: 'Account to credit, as IBAN.' },
          amount: { type: 'number', description: 'Amount in the currency of the account.' },
          reference: { type: 'string', description: 'Text shown to the recipient.' },
        },
        required: ['from_account', 'to_account', 'amount'],
      },
    },
  },
};
