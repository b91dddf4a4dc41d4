// The same rules for every engine: what each is given says the same, so that what is measured is the engine.

/** Rules for the tool that is asked about, or for all of them. */
export type Mix = 'few' | 'many';

export interface Rule {
  readonly effect: 'permit' | 'forbid';
  /** The tool it is about; null: every tool. */
  readonly tool: string | null;
  /** The group whose agents it is about; null: every agent. */
  readonly group: string | null;
  /** It applies where the task has made at least so many calls before. */
  readonly calls: number;
}

/** The group of the agent that asks. */
export const GROUP = 'bench';
/** The environment that every rule names. */
export const ENVIRONMENT = 'bench';

/** So many tools have rules of their own; the sets beyond that have more groups for each. */
const TOOLS = 500;

/**
 * `few`: each rule permits one tool to one group, and one of them, in the middle, what is asked. `many`: one
 * permits everything and the others forbid tasks that made too many calls; the heads of all match.
 */
export function rulesOf(mix: Mix, count: number, asked: string): readonly Rule[] {
  return Array.from({ length: count }, (_, at) => {
    if (mix === 'many')
      return { effect: at === 0 ? 'permit' : 'forbid', tool: null, group: null, calls: calls(at) };
    const isAsked = at === count >> 1;
    return {
      effect: 'permit',
      tool: isAsked ? asked : otherTool(at),
      group: isAsked ? GROUP : `group${Math.floor(at / TOOLS)}`,
      calls: 0,
    };
  });
}

/** The first of them permits whatever the count is. */
function calls(at: number): number {
  return at === 0 ? 0 : 1000 + at;
}

function otherTool(at: number): string {
  return `tool${at % TOOLS}`;
}

/** The tools that the rules name beside the one that is asked about. */
export function otherTools(count: number): readonly string[] {
  return Array.from({ length: Math.min(count, TOOLS) }, (_, at) => otherTool(at));
}

export function cedarOf({ effect, tool, group, calls: least }: Rule, at: number, connector: string): string {
  const principal = group === null ? 'principal is Agent' : `principal in Group::"${group}"`;
  const action = tool === null ? 'action in Action::"tool"' : `action == Action::"${connector}/${tool}"`;
  const when = `context.task.environment == "${ENVIRONMENT}" && context.chain.calls >= ${least}`;
  return `@id("rule.${at}") ${effect} (${principal}, ${action}, resource) when { ${when} };`;
}
