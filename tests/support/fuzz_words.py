"""Words of SQL and of articles, for tests that put them together at random."""

from __future__ import annotations

SQL_WORDS = [
    "select", "*", "from", "sources", "figures", "annual", "annual_quantiles", "where", "group by", "order by", "1", "'x'",
    "count(*)", "limit", "join", "on", "(", ")", ",", "=", "<", "null", "as", "t", "union all", "with", "cast", "::int",
    "sum(value)", "value", "period", "scenario", "--", "/*", ";", "insert into", "drop table", "read_csv('/etc/passwd')",
    "pragma", "set", "attach", "copy", "\"", "'", "range(10)", "unnest", "lateral", "pivot", "explain", "describe",
    "generate_series(1,1000000)", "interval 1 day", "date '2024-02-30'", "1/0", "repeat('x', 1000)", "{'a':1}", "[1,2]",
]  # fmt: skip
ARTICLE_WORDS = [
    "In", "2023", "March 2023", "Canada", "returned", "39,171", "12 %", "14 days", "of claimants", "per cent", "were",
    "irregular", "crossed at Roxham Road", "the IRB", "backlog", "of 291,975", "claims", "cost", "$16.2 billion", "$1.1B",
    "on average", "since", "the Safe Third Country Agreement", "applies", "unless", "a year", "1 in 4", "half", "two thirds",
    "about", "nearly", "more than doubled", "from 1,000 to 2,000", "between 2017 and 2022", "last year", "will", "by 2030",
    "fell", "rose", "by", "refugees", "accepted", "acceptance rate", "RCMP", "interceptions", "Quebec", "months", "wait",
    "the law", "section 159.3", "IRPA 101(1)(c.1)", "days after entry", "minors", "exempt", ".", ",", "\n", "\n\n", "\"",
    "«", "»", "—", "1 234 567", "1.234.567", "10^6", "%%", "0", "-5", "∞", "½", "$", "9" * 30,
    "En 2023", "le Canada a reçu", "demandes d'asile", "144 000", "p. 100", "12,5 %", "milliards de dollars", "la moitié",
    "l'Entente sur les tiers pays sûrs", "quatorze jours", "un an", "la SPR", "en instance", "ont été", "acceptées",
]  # fmt: skip
