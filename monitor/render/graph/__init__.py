"""The web of terms as a picture: SVG that the server draws, without script, style attributes or anything loaded.

    svg = graph_svg(graph_near(web, "northline/voice", to_document), "What the Voice Terms hang together with")

What documents are part of stands above them, what they incorporate below, what is only linked to aside. The colours
come from the style sheet of the page, by the classes that `monitor.render.graph.drawn` gives.
"""

from monitor.render.graph.drawn import graph_svg
from monitor.render.graph.picked import Box, Graph, Line, graph_near, graph_of, tie_key

__all__ = ["Box", "Graph", "Line", "graph_near", "graph_of", "graph_svg", "tie_key"]
