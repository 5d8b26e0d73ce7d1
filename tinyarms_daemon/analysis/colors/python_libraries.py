"""What the libraries that a Python file imports take the names of colors for."""

import re

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_DRAWING_LIBRARIES = word_set(
    """
    matplotlib seaborn plotly bokeh tkinter customtkinter ttkbootstrap pil pyqt5 pyqt6 pyside2
    pyside6 pyside qtpy pygame turtle kivy manim folium networkx altair dash streamlit wx reportlab
    pandas plotnine holoviews cairo svgwrite drawsvg openpyxl xlsxwriter docx pptx pyqtgraph
    nicegui flet vpython arcade psychopy pyglet ipywidgets graphviz pydot wordcloud geopandas qtgui
    qtwidgets cv2 pyvista vtk vedo mayavi fury napari vispy k3d pygal pyecharts bqplot ipycanvas
    ipyleaflet pydeck ezdxf fpdf borb weasyprint cairosvg skia pyray raylib ursina
    dearpygui pysimplegui freesimplegui guizero toga remi justpy solara panel xlwt mpl
    """
)
# Libraries whose colors are those of a terminal, which has its own palette for these names.
_TERMINAL_LIBRARIES = word_set(
    """
    click typer rich termcolor colorama colorlog crayons blessed blessings curses urwid textual
    prompt_toolkit asciimatics colored ansicolors questionary inquirer sty yaspin halo
    """
)
_IMPORTS = "(import_statement) @import (import_from_statement) @import"
_OF_PICTURES = re.compile(
    r"\b(?:lw|line_?width|stroke\w*|svg|canvas|facecolor|edgecolor|font_?(?:size|weight|family)"
    r"|background_?color|border_?(?:color|width|radius)|polygon|ellipse|rgba|brush|pen)\b",
    re.IGNORECASE,
)
_LONGEST_IMPORT = 100  # characters that are looked at


def imports_drawing(tree: SyntaxTree) -> bool:
    """Whether a Python file imports a library that takes colors by their CSS names."""
    parts = (part for word in tree.fact(_imported_words) for part in word.split("_"))
    return "plt." in tree.text or not _DRAWING_LIBRARIES.isdisjoint(parts)


def imports_terminal(tree: SyntaxTree) -> bool:
    """Whether a Python file imports a library that writes to a terminal."""
    return not _TERMINAL_LIBRARIES.isdisjoint(tree.fact(_imported_words))


def speaks_of_pictures(tree: SyntaxTree) -> bool:
    """Whether a file has words that only pictures and pages are made with."""
    return _OF_PICTURES.search(tree.text) is not None


def _imported_words(tree: SyntaxTree) -> frozenset[str]:
    """Every word of the imports of a Python file."""
    imported = (tree.text_of(node)[:_LONGEST_IMPORT].lower() for node in tree.find(_IMPORTS))
    return frozenset(word for each in imported for word in re.split(r"\W+", each))
