"""Which parts of an entry's history are told to machines: never a person's, never what the centre keeps to itself."""

from portal.partners.codes import EntryPart

#: Told with what they were and became: codes, days, names and lists of codes.
WITH_VALUES = frozenset(
    {
        EntryPart.NAME,
        EntryPart.ALTERNATE_NAME,
        EntryPart.WEBSITE,
        EntryPart.TOWN,
        EntryPart.TIME_ZONE,
        EntryPart.NOT_UNTIL,
        EntryPart.ORG_TYPE,
        EntryPart.STATUS,
        EntryPart.TIER,
        EntryPart.VERIFIED_ON,
        EntryPart.CHECKED_ON,
        EntryPart.SERVICES,
        EntryPart.LANGUAGES,
    }
    | {
        part
        for part in EntryPart
        if part.value in ("capacity", "promise", "profile", "legal_status", "year_incorporated")
    }
)
#: Told as changed and no more: old free text and old ways of contact may name a person or a place since protected.
WITHOUT_VALUES = frozenset(
    {
        EntryPart.DESCRIPTION,
        EntryPart.EMAIL,
        EntryPart.PHONES,
        EntryPart.LOCATIONS,
        EntryPart.SCHEDULES,
        EntryPart.SERVICE_AREAS,
    }
)
TOLD = tuple(sorted(part.value for part in WITH_VALUES | WITHOUT_VALUES))
#: What makes an entry count as changed. An entry that can be seen from now on is new to a machine; a silent hold,
#: contact persons and the transfer basis make no difference.
DATED = tuple(sorted({*TOLD, EntryPart.VISIBILITY.value, EntryPart.IS_STARTER.value}))
