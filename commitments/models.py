"""Every module with models, so that Django finds them; all others import from the rooms."""

import commitments.evaluations.agreeing.conclusion_models
import commitments.evaluations.agreeing.reopening_models
import commitments.evaluations.agreeing.signoff_models
import commitments.evaluations.assessing.models
import commitments.evaluations.assessing.submission_models
import commitments.evaluations.meeting_models
import commitments.evaluations.models
import commitments.evaluations.past.models
import commitments.evaluations.revisions.models
import commitments.evaluations.revisions.redaction_models
import commitments.evaluations.revisions.verdict_models
import commitments.foundation.content_version
import commitments.foundation.public_act
import commitments.people.factor_reset_models
import commitments.people.invitation_models
import commitments.people.models
import commitments.people.unsaved_models
import commitments.places.models
import commitments.progress.models
import commitments.regional.importing.models
import commitments.regional.models
import commitments.regional.notes.models
import commitments.register.models
import commitments.register.reservation_models
import commitments.sources.models
