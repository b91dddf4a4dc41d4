// The policy an organisation starts with: what is safe runs, what matters asks a person, the rest is denied.

import type { PolicySource } from '../kernel/state.ts';

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
forbid (
  principal is Agent,
  action in [Action::"write", Action::"send"],
  resource
)
unless { context.scope.preapproved };

@id("starter.agent.consequential")
@hold("deletes, spends, executes or approves something")
@approvers("approver:1")
forbid (
  principal is Agent,
  action in [Action::"delete", Action::"spend", Action::"execute", Action::"approve"],
  resource
);

@id("starter.agent.powers")
@hold("uses administrative powers or acts in another's name")
@approvers("approver:1, admin:1")
forbid (
  principal is Agent,
  action in [Action::"admin", Action::"impersonate"],
  resource
);

@id("starter.agent.tasks")
@reason("An agent may open and close its tasks; workflows and task tokens say which.")
permit (
  principal is Agent,
  action in [Action::"open-task", Action::"close-task"],
  resource
);

// --- What people may do ------------------------------------------------------------------------------------

@id("starter.operator.admin")
permit (
  principal in Role::"admin",
  action in Action::"administer",
  resource
);

@id("starter.operator.policy-author")
@reason("Whoever proposes a policy set needs an admin to publish it.")
permit (
  principal in Role::"policy-author",
  action == Action::"propose-policy",
  resource
);

@id("starter.operator.tasks")
permit (
  principal is Operator,
  action in [Action::"open-task", Action::"close-task"],
  resource
)
when { principal in [Role::"operator", Role::"requester"] };

@id("starter.operator.approver")
permit (
  principal in Role::"approver",
  action in [Action::"approve", Action::"reject", Action::"quarantine"],
  resource
);

@id("starter.operator.security")
@reason("Stopping is easy; starting again is for an admin.")
permit (
  principal in Role::"security",
  action in [Action::"kill", Action::"quarantine"],
  resource
);

@id("starter.operator.enforcement-point")
@reason("A trusted enforcement point asks what others may do. Why not, exactly, is for admins.")
permit (
  principal in Role::"enforcement-point",
  action == Action::"evaluate-access",
  resource
);

// --- Duties kept apart -------------------------------------------------------------------------------------

@id("starter.duty.own-agent")
@reason("Who answers for an agent does not approve what it asks, unless the organisation is one person.")
forbid (
  principal is Operator,
  action == Action::"approve",
  resource
)
when { context.approver.ownsAgent }
unless { context has solo && context.solo };
`,
};
