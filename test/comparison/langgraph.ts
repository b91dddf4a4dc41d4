// LangGraph's interrupt(), as its documentation shows an approval, over the checkpointer that comes with it.

import { Annotation, Command, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import { OTHER, SHOWN, type Gate, type Outcome } from './trial.ts';

const PAYMENT = Annotation.Root({ amount: Annotation<number>, done: Annotation<boolean> });
const THREAD = { configurable: { thread_id: 'payment' } };
const YES = new Command<boolean, Partial<typeof PAYMENT.State>, typeof START | 'pay'>({ resume: true });

export const langgraph: Gate = {
  async plain() {
    const { graph, paid } = await asked();
    return outcomeOf(paid, await graph.invoke(YES, THREAD));
  },

  async changed() {
    const { graph, paid } = await asked();
    await graph.updateState(THREAD, { amount: OTHER });
    return outcomeOf(paid, await graph.invoke(YES, THREAD));
  },

  async replayed() {
    const { graph, paid } = await asked();
    const { config } = await graph.getState(THREAD);
    await graph.invoke(YES, THREAD);
    return outcomeOf(paid, await graph.invoke(YES, config));
  },

  async restarted() {
    const { saver, paid } = await asked();
    return outcomeOf(paid, await compile(saver, paid).invoke(YES, THREAD));
  },

  // No call says who resumes.
  own: () => langgraph.plain(),

  async edited() {
    const { graph, saver, paid } = await asked();
    rewrite(saver, `"amount":${SHOWN}`, `"amount":${OTHER}`);
    return outcomeOf(paid, await graph.invoke(YES, THREAD));
  },
};

/** The same yes on the thread itself, not on the checkpoint where it waited. */
export async function repeatOnThread(): Promise<Outcome> {
  const { graph, paid } = await asked();
  await graph.invoke(YES, THREAD);
  return outcomeOf(paid, await graph.invoke(YES, THREAD));
}

/** A new process whose checkpointer kept nothing. */
export async function restartEmpty(): Promise<Outcome> {
  const { paid } = await asked();
  return outcomeOf(paid, await compile(new MemorySaver(), paid).invoke(YES, THREAD));
}

async function asked() {
  const saver = new MemorySaver();
  const paid: number[] = [];
  const graph = compile(saver, paid);
  await graph.invoke({ amount: SHOWN }, THREAD);
  return { graph, saver, paid };
}

function compile(saver: MemorySaver, paid: number[]) {
  const pay = ({ amount }: typeof PAYMENT.State) => {
    const done = interrupt<unknown, boolean>({ tool: 'pay', amount });
    if (done) paid.push(amount);
    return { done };
  };
  return new StateGraph(PAYMENT).addNode('pay', pay).addEdge(START, 'pay').compile({ checkpointer: saver });
}

/** The checkpoints are JSON in bytes, by thread, namespace and id. */
function rewrite({ storage }: MemorySaver, before: string, after: string): void {
  for (const namespaces of Object.values(storage)) {
    for (const checkpoints of Object.values(namespaces)) {
      for (const [id, [checkpoint, ...rest]] of Object.entries(checkpoints)) {
        const text = Buffer.from(checkpoint).toString().replaceAll(before, after);
        checkpoints[id] = [new TextEncoder().encode(text), ...rest];
      }
    }
  }
}

function outcomeOf(paid: readonly number[], { done }: { readonly done?: boolean }): Outcome {
  return { paid, said: done === true ? 'done' : 'nothing to resume' };
}
