// The published entry `holdpoint`: types and pure functions for those who read its answers and its ledger.
// Processes start with the CLI.

export { parseConfig, type Config } from './config.ts';
export { canonicalize } from './ledger/canonical.ts';
export { statementBytes, verifyStatement, type ApprovalStatement } from './ledger/statement.ts';
export type { Decision } from './kernel/decision.ts';
export type { Event } from './kernel/event.ts';
export type { Reason } from './kernel/reason.ts';
export type { Request } from './kernel/request.ts';
export type { Receipt } from './gateway/ledger/receipt.ts';
export * as contract from './surfaces/http/contract.ts';
