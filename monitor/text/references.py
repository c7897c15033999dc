"""Words that lead to a number which is a reference to a clause ("Section 4")."""

from __future__ import annotations

REFERRING = frozenset(
    (
        "section sections clause clauses article articles paragraph paragraphs para subsection subsections § "
        "schedule "
        "schedules annex annexes appendix exhibit part parts abschnitt abschnitte abschnitten artikel ziffer ziffern "
        "absatz punkt anlage sección secciones cláusula cláusulas artículo artículos articolo articoli sezione "
        "clausola "
        "artigo artigos seção secção artykuł artykule rozdział hoofdstuk avsnitt punkten"
    ).split()
)
