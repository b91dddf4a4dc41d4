// The starter pack's second part: what people may do, and which of their duties are kept apart.

export const PEOPLE = `// --- What people may do ----------------------------------------------------------

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

@id("starter.operator.reviewer")
@reason("A reviewer publishes workflows that others wrote.")
permit (
  principal in Role::"reviewer",
  action == Action::"publish-workflow",
  resource
);

@id("starter.operator.provisioned")
@reason("The configuration may register whom the identity provider vouches for, never as an admin.")
permit (
  principal is Operator,
  action == Action::"provision-operator",
  resource
)
unless { principal in Role::"admin" };

@id("starter.operator.passkeys")
@reason("People add and remove their own passkeys; an admin removes a lost one of somebody else.")
permit (
  principal is Operator,
  action in [Action::"add-passkey", Action::"remove-passkey"],
  resource
);

@id("starter.operator.tasks")
permit (
  principal is Operator,
  action in [Action::"open-task", Action::"close-task"],
  resource
)
when { principal in [Role::"operator", Role::"requester"] };

@id("starter.operator.declassify")
permit (
  principal is Operator,
  action == Action::"declassify",
  resource
)
when { principal in [Role::"operator", Role::"requester", Role::"approver"] };

@id("starter.operator.approver")
permit (
  principal in Role::"approver",
  action in [Action::"approve", Action::"reject", Action::"quarantine"],
  resource
);

@id("starter.operator.delegate")
@reason("People may have somebody else approve for them for a time: roles of their own, and no further.")
permit (
  principal is Operator,
  action == Action::"delegate-duty",
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

// --- What makes data less sensitive ------------------------------------------------------------------------

@id("starter.declassify")
@hold("has a value count as less sensitive than it is known to be")
@approvers("approver:1")
@remind("30m")
forbid (
  principal,
  action == Action::"declassify",
  resource
);

@id("starter.declassify.restricted")
@hold("has a restricted value, or a value on its way to anywhere, count as less sensitive")
@approvers("approver:2")
@remind("30m")
forbid (
  principal,
  action == Action::"declassify",
  resource
)
when { context.declassification.from >= 3 || !context.declassification.bound };

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
`;
