"""What the text of an agreement says: pure rules over the text of a document's pages."""
