"""The label grammar: which words of a text say who had which part in it, and whom they name.

A label (来源, 责任编辑, 通讯员 …) is found by one scan a rule; what it governs runs to the next label, the line's end, a
stop or the bracket that closes around it. A label with a mark behind it is believed and its value read as it stands; one
without must be followed by names and nothing else, so that 记者从市总工会获悉 is prose.

Both parse (which lines are credits) and extract (the credits) read it. All offsets are the shadow text's.
"""

from extractor.rules.labels.grammar import LineKind, is_credit_line, is_meta_line, line_kind, scan_labels
from extractor.rules.labels.hits import LabelHit, Part

__all__ = ["LabelHit", "LineKind", "Part", "is_credit_line", "is_meta_line", "line_kind", "scan_labels"]
