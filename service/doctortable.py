"""What the doctor found, for reading."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from service.doctor import Finding, Mark

_SIGNS = {Mark.GOOD: "[green]✓[/]", Mark.NOTE: "[yellow]![/]", Mark.BAD: "[red]✗[/]"}


def show(findings: Sequence[Finding], reader: Console) -> int:
    """Print the findings with what to do; how many are bad."""
    table = Table("", "what", "seen", "what to do", box=None, pad_edge=False)
    for finding in findings:
        table.add_row(_SIGNS[finding.mark], finding.what, finding.seen, finding.advice or "")
    bad = sum(finding.mark is Mark.BAD for finding in findings)
    reader.print(table)
    reader.print(f"\n{bad} of {len(findings)} want mending." if bad else "\nAll is well.")
    return bad
