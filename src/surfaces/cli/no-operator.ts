// A ledger without an operator can be asked for nothing: whoever starts or looks at one is told.

export const NO_OPERATOR =
  'there is no operator. Stop what runs on it (a ledger in PostgreSQL may go on), then run: holdpoint init';
