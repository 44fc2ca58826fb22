"""The directory in the field's open standard: HSDS 3.0 to read by machines, to import and to export."""
