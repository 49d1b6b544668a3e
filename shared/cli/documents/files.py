"""A document as files: PDF, XLSX, ODS, and each table as CSV in two dialects."""

from collections.abc import Iterator

from shared.cli.documents.csv_files import as_csv
from shared.cli.documents.ods import as_ods
from shared.cli.documents.pdf import as_pdf
from shared.cli.documents.sheets import Document
from shared.cli.documents.xlsx import as_xlsx


def files_of(document: Document, name: str) -> Iterator[tuple[str, bytes]]:
    """File names that begin with `name`, and what stands in each."""
    yield f"{name}.pdf", as_pdf(document)
    yield f"{name}.xlsx", as_xlsx(document)
    yield f"{name}.ods", as_ods(document)
    for table in document.tables:
        yield f"{name}-{table.name.lower()}.csv", as_csv(table, "plain")
        yield f"{name}-{table.name.lower()}-excel.csv", as_csv(table, "excel")
