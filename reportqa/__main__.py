"""`python -m reportqa`."""

from reportqa.cli import main

main()
