"""Reading drawn papers back."""

from pypdf import PdfReader


def text_of(reader: PdfReader) -> str:
    """The text of all pages in reading order, with single ordinary spaces for whatever parts words."""
    whole = "\n".join(page.extract_text() for page in reader.pages)
    return " ".join(whole.replace("\u00ad", "").split())


def fonts_embedded(reader: PdfReader) -> bool:
    """Whether every font of every page carries its own file."""
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                descriptor = inner.get_object()["/FontDescriptor"]
                if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
                    return False
    return True
