"""Lists of arrivals, CSV and XLSX: read apart from everything else, checked as a whole, taken in as a whole."""
