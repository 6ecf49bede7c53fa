"""A page as text becomes an outline: layout, headings, lists, tables, the words of an item."""
