// Sentences that honest authors add to definitions, written for this test: none needs a full review.

/** By tool and the argument or description that says it now. */
export const HONEST_UPDATES: { readonly [place: string]: readonly string[] } = {
  'send_email/description': [
    'Maximum attachment size is 25 MB.',
    'Supports both plain text and HTML bodies.',
    'Fails with an error if a recipient address is malformed.',
    'Rate limited to 100 messages per minute.',
    'The message is queued and usually delivered within a few seconds.',
    'Use this when the user asks to send or reply to an email.',
    'Bounced messages are reported in the `rejected` list of the result.',
    'Emails are sent from the address of the signed-in account.',
    'Inline images are not yet supported.',
    'Emails larger than 25 MB are rejected with error code 552.',
    'Returns `status`, which is either "queued" or "sent".',
    'Delivery is asynchronous; a successful response only means that the message was accepted.',
    'Throws InvalidRecipient if an address has no domain part.',
  ],
  'send_email/to': [
    'Accepts up to 50 addresses; duplicates are removed.',
    'At least one recipient is required.',
  ],
  'send_email/body': [
    'Line breaks are preserved.',
    'Provide HTML or plain text; the content type is detected automatically.',
    'Will be wrapped at 78 columns if it contains longer lines.',
  ],
  'send_email/subject': [
    'Subject line of the email (max 998 characters).',
    'Non-ASCII characters are encoded as described in RFC 2047.',
    'Defaults to an empty string if not specified.',
  ],
  'search_flights/description': [
    'Results are sorted by price, lowest first.',
    'Only one-way trips are supported at the moment.',
    'Each result contains the carrier, flight number, duration and number of stops.',
    'Requires a valid API key with the flights:read scope.',
    'Codeshare flights appear once, under the operating carrier.',
    'The search may take up to 20 seconds for long-haul routes.',
    'See get_flight for the details of a single flight.',
    'Search results are cached for 15 minutes.',
    'Times are given in the local time zone of each airport.',
    'Only direct flights are returned unless `max_results` allows for more.',
    'Availability can change at any time; results are not a reservation.',
  ],
  'search_flights/date': [
    'Departure date in YYYY-MM-DD format.',
    'Past dates are rejected.',
    'Format: YYYY-MM-DD. Must not be more than 330 days in the future.',
    'ISO 8601 date (YYYY-MM-DD). Time of day is ignored.',
  ],
  'search_flights/origin': [
    'Three-letter IATA airport code, e.g. "LHR".',
    'Use list_airports to look up the code of an airport.',
  ],
  'search_flights/max_results': [
    'Defaults to 10. Values above 100 are capped.',
    'Lower values make the response faster.',
    'Integer between 1 and 50 (default 10).',
  ],
  'send_email/cc': ['Leave empty to send no copies.', 'Optional list of addresses, same format as `to`.'],
  'create_invoice/description': [
    'An invoice can have at most 250 line items.',
    'Deprecated: `memo` will be renamed to `description` in v3.',
    'Taxes are calculated from the billing address of the customer.',
    'Numbers are assigned in sequence and never reused.',
    'The due date is 30 days after the invoice date unless the customer has other payment terms.',
    'Returns HTTP 409 if an invoice with the same number already exists.',
    'Requires the invoices:write scope.',
    'Draft invoices can be edited or deleted at any time.',
  ],
  'search_flights/destination': [
    'City codes such as NYC or LON search all airports of the city.',
    'Same format as `origin`.',
  ],
  'create_invoice/currency': [
    'Cannot be changed later.',
    'Must match one of the currencies enabled for the account.',
  ],
  'create_invoice/amount': ['Integer. Use the smallest currency unit, e.g. 1000 for $10.00.'],
  'create_invoice/memo': [
    'Maximum length is 500 characters; longer text is truncated.',
    'Supports up to five lines of text.',
  ],
  'read_document/description': [
    'Supported types: DOCX, PDF, ODT and plain text.',
    'Returns an empty string for documents without text.',
  ],
  'list_tickets/page': ['Page number for pagination (min 1)'],
  'list_tickets/description': [
    'Results per page can be set with perPage (max 100).',
    'Use after to get the next page; it is the endCursor of the previous response.',
    'Only tickets updated after the given date are returned (ISO 8601).',
    'Sub-tickets are returned in the order of their position.',
  ],
  'list_tickets/status': [
    'Filter by state: open, closed or all. When set to all, closed tickets are returned too.',
  ],
  'list_tickets/project': ['Project name. If provided with status, only matching tickets are listed.'],
  'read_document/document_id': [
    'The unique identifier of the document. This is not the revision ID.',
    'Numeric ID or node ID',
  ],
  'read_document/format': [
    'Level of detail to include. "text" (default) includes the body, "markdown" adds formatting.',
  ],
  'run_query/sql': ['Query string. Supports AND, OR and NOT between terms.'],
  'run_query/limit': ['Number of rows per page (default 30, max 100).'],
};
