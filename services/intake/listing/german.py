"""The German of what is said about lists of arrivals."""

GERMAN: dict[str, str] = {
    "The file is empty.": ("Die Datei ist leer."),
    "The file holds a NUL character.": ("Die Datei enthält ein NUL-Zeichen."),
    "The file is in no encoding that is read here: save it as UTF-8.": (
        "Die Datei hat eine Kodierung, die hier nicht gelesen wird: Als UTF-8 speichern."
    ),
    "The file mixes two encodings: save it as UTF-8.": ("Die Datei mischt zwei Kodierungen: Als UTF-8 speichern."),
    "A quoted text does not end, or goes on behind its quotes.": (
        "Ein Text in Anführungszeichen endet nicht, oder geht dahinter weiter."
    ),
    "A cell is too long.": ("Eine Zelle ist zu lang."),
    "The list has more than {limit} rows.": ("Die Liste hat mehr als {limit} Zeilen."),
    "The list has more than {limit} columns.": ("Die Liste hat mehr als {limit} Spalten."),
    "The workbook has more parts than a list of arrivals needs.": (
        "Die Arbeitsmappe hat mehr Teile, als eine Zugangsliste braucht."
    ),
    "The file is too large: at most {limit} MiB, and unpacked ten times that.": (
        "Die Datei ist zu groß: höchstens {limit} MiB, ausgepackt das Zehnfache."
    ),
    "The file is no XLSX workbook, or is damaged.": ("Die Datei ist keine XLSX-Arbeitsmappe oder beschädigt."),
    "The file is of another kind than its content type says.": (
        "Die Datei ist von anderer Art, als ihr Inhaltstyp sagt."
    ),
    "The workbook has a password or is an old .xls: save it as .xlsx without a password.": (
        "Die Arbeitsmappe hat ein Kennwort oder ist eine alte .xls: Als .xlsx ohne Kennwort speichern."
    ),
    "The workbook holds macros: save it as .xlsx.": ("Die Arbeitsmappe enthält Makros: Als .xlsx speichern."),
    "The workbook has links to other files: paste the values.": (
        "Die Arbeitsmappe verweist auf andere Dateien: Die Werte einfügen."
    ),
    "The workbook holds another file.": ("Die Arbeitsmappe enthält eine weitere Datei."),
    "The workbook holds XML that defines things of its own.": (
        "Die Arbeitsmappe enthält XML mit eigenen Definitionen."
    ),
    "The workbook has more than one sheet.": ("Die Arbeitsmappe hat mehr als ein Blatt."),
    "A sheet, a column or a row is hidden: show it or delete it.": (
        "Ein Blatt, eine Spalte oder eine Zeile ist ausgeblendet: Einblenden oder löschen."
    ),
    "Cells are merged: each row must say its own values.": (
        "Zellen sind verbunden: Jede Zeile muss ihre Werte selbst sagen."
    ),
    "A cell holds a formula: paste the value.": ("Eine Zelle enthält eine Formel: Den Wert einfügen."),
    "A cell holds an error.": ("Eine Zelle enthält einen Fehler."),
    "Reading the file took too long.": ("Das Lesen der Datei hat zu lange gedauert."),
    "The list has a header and nobody in it.": ("Die Liste hat eine Kopfzeile und niemanden darin."),
    "there is a column that is not known here; known are: {known}": (
        "gibt es als Spalte hier nicht; bekannt sind: {known}"
    ),
    "there is this column twice": ("steht als Spalte zweimal da"),
    "this column is missing": ("fehlt als Spalte"),
    "only a list that is taken over says which provider has a household": (
        "steht nur in einer Liste, die als Bestand übernommen wird"
    ),
    "a value stands beside the columns of the list": ("steht neben den Spalten der Liste"),
    "says otherwise than another row of this household": ("sagt anderes als eine andere Zeile dieses Haushalts"),
    "must be a text: as a number it has lost its leading zeros": (
        "muss ein Text sein: Als Zahl hat es seine führenden Nullen verloren"
    ),
    "must be a text or a whole number of at most 64 characters": (
        "muss ein Text oder eine ganze Zahl mit höchstens 64 Zeichen sein"
    ),
    "must be a day that exists, written YYYY-MM-DD or DD.MM.YYYY": (
        "muss ein Tag sein, den es gibt, geschrieben JJJJ-MM-TT oder TT.MM.JJJJ"
    ),
    "must be a year of four digits": ("muss ein Jahr mit vier Ziffern sein"),
    "must be codes with colons between them, and commas between entries": (
        "müssen Codes mit Doppelpunkten dazwischen sein, und Kommas zwischen Einträgen"
    ),
    "is named twice in this list": ("ist in dieser Liste zweimal genannt"),
    "is known already: see the case": ("ist schon bekannt: siehe den Fall"),
    "may be a person who is known already": ("kann eine Person sein, die schon bekannt ist"),
    "may be the same person as in another row": ("kann dieselbe Person sein wie in einer anderen Zeile"),
    "A case or a person is in this list twice.": ("Ein Fall oder eine Person steht in dieser Liste zweimal."),
    "A case of this list is registered already.": ("Ein Fall dieser Liste ist schon aufgenommen."),
    "A household is with a provider from its placement at the earliest, and not in the future.": (
        "Ein Haushalt ist frühestens ab seiner Unterbringung bei einem Träger, und nicht in der Zukunft."
    ),
    "There is no such provider.": ("Diesen Träger gibt es nicht."),
    "The body must be a CSV file (text/csv) or an XLSX workbook.": (
        "Der Inhalt muss eine CSV-Datei (text/csv) oder eine XLSX-Arbeitsmappe sein."
    ),
}
