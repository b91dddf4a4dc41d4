// One evaluation, or several at once. A denial is an answer, not an error: it is HTTP 200.

import { bindDenial } from '../../../gateway/access/binding-token.ts';
import { evaluateAccess, type AccessInput } from '../../../gateway/access/evaluate.ts';
import type { Evaluate } from '../../../kernel/request.ts';
import type { Api, ApiRouter } from '../api.ts';
import { complain } from '../body.ts';
import type { Caller } from '../caller/caller.ts';
import { evaluationRequest, evaluationsRequest, MAX_EVALUATIONS } from '../contract/authzen.ts';
import type { EvaluationRequest, EvaluationsRequest } from '../contract/authzen.ts';
import { Failure, granted } from '../failure.ts';
import { requestsAt } from './access-wire.ts';
import { toDecision, toItemError, type WireDecision } from './answer.ts';
import { askerOf, questionOf } from './question.ts';
import { readRequest } from './request-body.ts';

export function routeEvaluation(router: ApiRouter, { core }: Api): void {
  const evaluate = async (
    { caller, endpoint }: Asking,
    questions: readonly AccessInput[],
    until: Evaluate['until'],
  ): Promise<WireDecision[]> => {
    const asker = askerOf(caller);
    const evaluation = await evaluateAccess(core, asker, questions, until);
    if ('refused' in evaluation) return granted({ ...evaluation.refused, decisions: [] }).decisions;
    const toOthers = evaluation.isExplained ? 'exactly' : 'category';
    const sight = asker.kind === 'agent' ? 'agent' : toOthers;
    return evaluation.answers.map((one, place) => {
      const token = bindDenial(core, questions[place]!, one);
      return toDecision(one, sight, { endpoint, token });
    });
  };

  const evaluateOne = async (asking: Asking, request: EvaluationRequest): Promise<WireDecision> => {
    const [decision] = await evaluate(asking, [questionOf(asking.caller, request)], null);
    return decision!;
  };

  router.post('/evaluation', async (c) => {
    const request = await readRequest(c.req.raw, evaluationRequest);
    return c.json(await evaluateOne(askingOf(c.get('caller'), c.req.url), request));
  });

  router.post('/evaluations', async (c) => {
    const asking = askingOf(c.get('caller'), c.req.url);
    const { evaluations, options, ...defaults } = await readRequest(c.req.raw, evaluationsRequest);
    if (evaluations.length > MAX_EVALUATIONS)
      throw new Failure('too-large', `more than ${MAX_EVALUATIONS} evaluations in one request`);
    if (evaluations.length === 0) return c.json(await evaluateOne(asking, readWhole(defaults)));
    const items = evaluations.map((item) => readItem(asking.caller, defaults, item));
    const semantic = options.evaluations_semantic;
    const decisions: WireDecision[] = [];
    for (const run of runsOf(items)) {
      const made = 'error' in run ? [run.error] : await evaluate(asking, run.questions, UNTIL[semantic]);
      decisions.push(...made);
      if (isOver(semantic, decisions.at(-1)!)) break;
    }
    return c.json({ evaluations: decisions });
  });
}

interface Asking {
  readonly caller: Caller;
  /** Where access that is denied can be asked for. */
  readonly endpoint: string;
}

function askingOf(caller: Caller, url: string): Asking {
  return { caller, endpoint: requestsAt(new URL(url).origin) };
}

type Semantic = EvaluationsRequest['options']['evaluations_semantic'];
type Item = { readonly question: AccessInput } | { readonly error: WireDecision };
type Run = { readonly questions: readonly AccessInput[] } | { readonly error: WireDecision };

const UNTIL: { readonly [semantic in Semantic]: Evaluate['until'] } = {
  execute_all: null,
  deny_on_first_deny: 'no-permit',
  permit_on_first_permit: 'permit',
};

/** A member of the item stands for the whole default: the two are not mixed (§7.1.1). */
function readItem(caller: Caller, defaults: object, item: unknown): Item {
  if (typeof item !== 'object' || item === null) return { error: toItemError('no object') };
  const read = evaluationRequest.safeParse({ ...defaults, ...item });
  return read.success
    ? { question: questionOf(caller, read.data) }
    : { error: toItemError(complain(read.error)) };
}

/** Questions that follow each other go together; what could not be read stands between them. */
function runsOf(items: readonly Item[]): Run[] {
  const runs: { questions?: AccessInput[]; error?: WireDecision }[] = [];
  for (const item of items) {
    const questions = runs.at(-1)?.questions;
    if ('error' in item) runs.push(item);
    else if (questions === undefined) runs.push({ questions: [item.question] });
    else questions.push(item.question);
  }
  return runs as Run[];
}

function isOver(semantic: Semantic, { decision }: WireDecision): boolean {
  return semantic === (decision ? 'permit_on_first_permit' : 'deny_on_first_deny');
}

/** Without evaluations the defaults are the one there is (§7.1). */
function readWhole(defaults: object): EvaluationRequest {
  const read = evaluationRequest.safeParse(defaults);
  if (read.success) return read.data;
  throw new Failure('malformed', complain(read.error));
}
