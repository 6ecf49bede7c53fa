"""The programs that a course or the command line can choose from."""

PDF_ENGINES = ("typst", "lualatex", "xelatex", "pdflatex", "auto")
CITATION_ENGINES = ("pandoc", "citeproc-py")
