"""Every record of the house, imported for its table: Alembic and the tests compare these with the database."""

from portal.accounts import models as accounts
from portal.audit import models as audit
from portal.cases import child_models, identity, keys
from portal.cases import models as cases
from portal.db import Base
from portal.followup import draft_models
from portal.followup import models as followup
from portal.letters import models as letters
from portal.monitoring import models as monitoring
from portal.monitoring.publishing import models as publishing
from portal.monitoring.status import models as status
from portal.partners import models as partners
from portal.partners.country import models as country
from portal.partners.hsds import models as hsds
from portal.partners.upkeep import models as upkeep
from portal.partners.vetting import models as vetting
from portal.referrals import models as referrals

DIRECTORY = (partners, upkeep, vetting, country, hsds)
EVERY_CHAPTER = (
    *(audit, letters, *DIRECTORY, accounts, cases, child_models, keys, identity, referrals, followup, draft_models),
    *(monitoring, publishing, status),
)
METADATA = Base.metadata
