"""Where each column of a row has its home: one module for each, which puts cells there and gets them back."""
