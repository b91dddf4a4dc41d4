// Why an evaluation failed, without a value in it. Each kind is one frozen instance: failing costs no stack
// trace, and nothing of a request can hang on to it.

export type FailureKind = 'overflow' | 'type' | 'missing' | 'extension';

/** The evaluation of one policy cannot go on: that policy neither permits nor forbids. */
export class EvaluationFailure extends Error {
  readonly code: FailureKind;

  constructor(code: FailureKind, message: string) {
    super(message);
    this.code = code;
  }
}

/** A sum, difference, product or negation beyond 64 bits. */
export const OVERFLOW = new EvaluationFailure('overflow', 'a sum went out of range');
/** An operand of a type that the operator does not take. */
export const WRONG_TYPE = new EvaluationFailure('type', 'an operand has the wrong type');
/** An entity, attribute or tag that is not there. */
export const MISSING = new EvaluationFailure('missing', 'an entity, attribute or tag is missing');
/** An extension function that refuses its arguments. */
export const BAD_EXTENSION = new EvaluationFailure('extension', 'an extension function failed');

/** Data or a policy that Cedar (or this evaluator) does not take: it is refused as a whole. */
export class Refusal extends Error {
  readonly code = 'refused';
}
