"""Facts about papers from outside: empty until `/catalog` comes."""
