package maturity

// What figures lack, as keys of the wording.
const (
	WantHeadcount    Want = "headcount"    // people of the team, as reported
	WantBallots      Want = "ballots"      // that answer the questions
	WantResponse     Want = "response"     // percent of those asked who answered
	WantReceivers    Want = "receivers"    // ratings by receivers
	WantErrors       Want = "errors"       // ratings of how an error was answered
	WantCustomers    Want = "customers"    // pieces of feedback of one metric
	WantPartners     Want = "partners"     // ratings by suppliers, the community or partners
	WantInvitations  Want = "invitations"  // percent of contacts asked for feedback, by nobody's choice
	WantIrritants    Want = "irritants"    // reported
	WantResolved     Want = "resolved"     // irritants resolved
	WantComplaints   Want = "complaints"   // reported
	WantNeeds        Want = "signalled"    // needs signalled
	WantSignals      Want = "signals"      // needs signalled and irritants reported
	WantAnswers      Want = "answers"      // needs answered
	WantDuration     Want = "duration"     // days since the first report
	WantDelegations  Want = "delegations"  // accepted, with means, not all to one person
	WantDelegatees   Want = "delegatees"   // people who hold one
	WantOutcomes     Want = "outcomes"     // delegations completed
	WantTrainings    Want = "trainings"    // completed, whatever came of them
	WantSelfCare     Want = "self-care"    // acts, trainings, needs or initiatives of self care
	WantManager      Want = "manager"      // appointed
	WantSelf         Want = "self-means"   // commitments or means for self care
	WantCommitments  Want = "commitments"  // declared
	WantDue          Want = "due"          // commitments due
	WantOwnable      Want = "ownable"      // commitments and incidents
	WantPersonDays   Want = "person-days"  // sampled
	WantDecisions    Want = "decisions"    // that affect the team
	WantRecognitions Want = "recognitions" // given
	WantMembers      Want = "members"      // with recognition from or to their manager
	WantNoRing       Want = "ring"         // recognition that does not stay within a few
	WantActs         Want = "acts"         // of care
	WantPlanetActs   Want = "planet-acts"  // for those outside
	WantInitiatives  Want = "initiatives"  // for the planet
)
