// The policy an organisation starts with: what is safe runs, what matters asks a person, the rest is denied.

import type { PolicySource } from '../kernel/state.ts';
import { PEOPLE } from './starter-people.ts';

/** The starter pack as one source. It needs no tool, so it fits every catalog. */
export const STARTER_POLICY: PolicySource = {
  name: 'starter.cedar',
  text: `// Holdpoint's starter pack. Copy it, change it, publish it: it is yours.
// What no policy permits is denied. A forbid beats every permit. A forbid with @hold asks people instead:
// the action waits until they approve it. A tool with several effects must satisfy the rules of each.

// --- What agents may do ------------------------------------------------------------------------------------

@id("starter.agent.act")
@reason("An agent may use tools whose effects are known; the task's scope says which of them.")
permit (
  principal is Agent,
  action in
    [Action::"read",
     Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
);

@id("starter.agent.unknown")
@reason("A tool whose effects nobody has reviewed may do anything.")
forbid (
  principal is Agent,
  action in Action::"unknown",
  resource
);

@id("starter.agent.write-or-send")
@hold("changes or sends something beyond what the workflow's review approved")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in [Action::"write", Action::"send"],
  resource
)
unless { context.scope.preapproved };

@id("starter.agent.consequential")
@hold("deletes, spends, executes or approves beyond what the workflow's review approved")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in [Action::"delete", Action::"spend", Action::"execute", Action::"approve"],
  resource
)
unless { context.scope.preapproved };

@id("starter.agent.powers")
@hold("uses powers, or another's name, beyond what the workflow's review approved")
@approvers("approver:1, admin:1")
@remind("30m")
forbid (
  principal is Agent,
  action in [Action::"admin", Action::"impersonate"],
  resource
)
unless { context.scope.preapproved };

@id("starter.agent.unknown-downstream")
@reason("What a call sets off is reviewed like what it does itself.")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when { context.outcome.downstream.contains("unknown") };

@id("starter.agent.consequential-downstream")
@hold("sets off something that deletes, spends, executes or approves")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when { context.outcome.downstream.containsAny(["delete", "spend", "execute", "approve"]) };

@id("starter.agent.powers-downstream")
@hold("sets off something with administrative powers, or in another's name")
@approvers("approver:1, admin:1")
@remind("30m")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when { context.outcome.downstream.containsAny(["admin", "impersonate"]) };

@id("starter.chain.may-have-run")
@hold("does again what may have been done already: nobody knows how the very same call ended")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.chain.mayHaveRun };

@id("starter.chain.own-set-up")
@hold("spends, approves or uses another's name on what this very chain set up or changed")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in [Action::"spend", Action::"approve", Action::"impersonate"],
  resource
)
when { context.chain.ownSetUp };

// --- Where the values of arguments come from ---------------------------------------------------------------
// A person's own words, an approval, the organisation's own fields and sources that the person named may say
// where things go; text that anybody could have written may not, and what was seen nowhere may not either.
// The review of a workflow approves what a tool does, not what a stranger writes into its arguments.

@id("starter.grounding.destination")
@hold("goes to a destination that neither a person nor a source they named gave")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when { context.grounding.doubtful.contains("destination") }
unless {
  context has destination &&
  !(context.args has destination && context.args.destination.instructed) &&
  (context.destination.trust == "own" ||
   (context.destination.trust == "listed" && ["read", "send"].containsAll(context.tool.effects)))
};

@id("starter.grounding.identity")
@hold("concerns somebody whom neither a person nor a source they named gave")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("identity") };

@id("starter.grounding.credential")
@hold("uses a credential that neither a person nor a source they named gave")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("credential") };

@id("starter.grounding.amount")
@hold("takes an amount from text that anybody could have written")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("amount") };

@id("starter.grounding.code")
@hold("runs code from text that anybody could have written")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("code") };

@id("starter.grounding.object")
@hold("changes something that nothing ties to what the person asked about")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("selector") }
// Before it has heard anything, a task may write to what its person or its agent named; no more than write.
unless {
  context.grounding.unheard &&
  context.scope.preapproved &&
  context.tool.effects == ["write"] &&
  context.outcome.downstream.isEmpty()
};

@id("starter.grounding.path")
@hold("changes a place that text which anybody could have written named")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("path") };

@id("starter.grounding.content")
@hold("passes on a link that nobody gave, or words that untrusted text asked for")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.grounding.doubtful.contains("content") };

@id("starter.grounding.orders")
@hold("comes after text that gave orders to the model, and a person did not say all that matters of it")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when { context.data.suspicious && !context.grounding.asked };

// --- What leaves -------------------------------------------------------------------------------------------
// What is surely restricted goes to the organisation's own hosts alone, and to listed ones cleared for that:
// no listed host surely gets what is above its clearance. What may be restricted, because the task has read
// such data, asks where a destination is given that is neither, unless people asked for this very action.
// Where another task of the agent has read such data, what nobody can place asks once for each new host. What
// a person said is theirs to give.

@id("starter.leaving.restricted")
@reason("Restricted data goes to your own or cleared hosts only: list and clear the host, or declassify.")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when { context has destination && context.destination.external && context.leaving.certain >= 3 }
unless { ["own", "listed"].contains(context.destination.trust) };

@id("starter.leaving.uncleared")
@reason("A listed host gets what it is cleared for: list it as HOST=SENSITIVITY, or declassify the value.")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when { context.leaving.uncleared };

@id("starter.leaving.perhaps-restricted")
@hold("may give away something restricted to a host that is neither your own nor listed")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in Action::"tool",
  resource
)
when {
  context.args has destination &&
  context has destination &&
  context.destination.external &&
  context.leaving.possible >= 3
}
unless { context.grounding.asked || ["own", "listed"].contains(context.destination.trust) };

@id("starter.leaving.elsewhere")
@hold("may give away something restricted that another task of this agent read, to a host new to it")
@approvers("approver:1")
@remind("30m")
forbid (
  principal is Agent,
  action in
    [Action::"write",
     Action::"delete",
     Action::"send",
     Action::"spend",
     Action::"execute",
     Action::"approve",
     Action::"admin",
     Action::"impersonate"],
  resource
)
when {
  context.args has destination &&
  context has destination &&
  context.destination.external &&
  context.leaving.elsewhere >= 3
}
unless { context.destination.known || ["own", "listed"].contains(context.destination.trust) };

@id("starter.agent.tasks")
@reason("An agent may open and close its tasks; workflows and task tokens say which.")
permit (
  principal is Agent,
  action in [Action::"open-task", Action::"close-task"],
  resource
);

@id("starter.agent.declassify")
@reason("An agent may ask that a value of its task counts as less sensitive; people decide.")
permit (
  principal is Agent,
  action == Action::"declassify",
  resource
);

${PEOPLE}`,
};
