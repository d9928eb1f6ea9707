package evidence

import (
	"slices"

	"soin/projections/fold"
)

// table is the folds, group by group.
func table() []fold.Row[dossiers] {
	return slices.Concat(ofTeams(), ofVoices(), ofThreads(), ofActs())
}

func ofTeams() []fold.Row[dossiers] {
	return []fold.Row[dossiers]{
		fold.On((*dossiers).teamFormed),
		fold.On((*dossiers).teamRenamed),
		fold.On((*dossiers).teamMoved),
		fold.On((*dossiers).teamCounted),
		fold.On((*dossiers).managerAppointed),
		fold.On((*dossiers).teamMerged),
		fold.On((*dossiers).teamSplit),
		fold.On((*dossiers).teamDissolved),
	}
}

func ofVoices() []fold.Row[dossiers] {
	return []fold.Row[dossiers]{
		fold.On((*dossiers).instrumentPublished),
		fold.On((*dossiers).tallied),
		fold.On((*dossiers).surveyReleased),
		fold.On((*dossiers).surveyVoided),
		fold.On((*dossiers).selfAssessed),
		fold.On((*dossiers).voicesReleased),
	}
}

func ofThreads() []fold.Row[dossiers] {
	return []fold.Row[dossiers]{
		fold.On((*dossiers).delegated),
		fold.On((*dossiers).delegationAccepted),
		fold.On((*dossiers).delegationDeclined),
		fold.On((*dossiers).delegationOverridden),
		fold.On((*dossiers).delegationRevoked),
		fold.On((*dossiers).delegationCompleted),

		fold.On((*dossiers).irritantReported),
		fold.On((*dossiers).irritantAcknowledged),
		fold.On((*dossiers).irritantResolved),
		fold.On((*dossiers).irritantConfirmed),
		fold.On((*dossiers).irritantContested),
		fold.On((*dossiers).irritantReopened),
		fold.On((*dossiers).irritantWithdrawn),

		fold.On((*dossiers).complaintReported),
		fold.On((*dossiers).complaintAcknowledged),
		fold.On((*dossiers).complaintResolved),
		fold.On((*dossiers).complaintConfirmed),
		fold.On((*dossiers).complaintContested),
		fold.On((*dossiers).complaintReopened),
		fold.On((*dossiers).complaintWithdrawn),

		fold.On((*dossiers).needSignalled),
		fold.On((*dossiers).needAcknowledged),
		fold.On((*dossiers).needAnswered),

		fold.On((*dossiers).committed),
		fold.On((*dossiers).commitmentKept),
		fold.On((*dossiers).commitmentKeptLate),
		fold.On((*dossiers).commitmentBroken),
		fold.On((*dossiers).meansAllocated),
		fold.On((*dossiers).meansUsed),

		fold.On((*dossiers).initiativeStarted),
		fold.On((*dossiers).initiativeCompleted),
		fold.On((*dossiers).nominated),
		fold.On((*dossiers).awarded),
		fold.On((*dossiers).adopted),

		fold.On((*dossiers).incidentOpened),
		fold.On((*dossiers).incidentOwned),
		fold.On((*dossiers).incidentClosed),

		fold.On((*dossiers).decided),
		fold.On((*dossiers).councilHeld),
		fold.On((*dossiers).practiceAdapted),
		fold.On((*dossiers).governed),

		fold.On((*dossiers).reviewOpened),
		fold.On((*dossiers).actionAssigned),
		fold.On((*dossiers).actionDone),
		fold.On((*dossiers).reviewClosed),
	}
}

func ofActs() []fold.Row[dossiers] {
	return []fold.Row[dossiers]{
		fold.On((*dossiers).recognised),
		fold.On((*dossiers).trained),
		fold.On((*dossiers).stepReached),
		fold.On((*dossiers).listened),
		fold.On((*dossiers).careLogged),
		fold.On((*dossiers).helped),

		fold.On((*dossiers).feedbackReceived),
		fold.On((*dossiers).feedbackInvited),
		fold.On((*dossiers).contactsHandled),
		fold.On((*dossiers).timeFreed),

		fold.On((*dossiers).workloadSampled),
		fold.On((*dossiers).turnedOver),
		fold.On((*dossiers).impactReported),
		fold.On((*dossiers).sold),
	}
}
