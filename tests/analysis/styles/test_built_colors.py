"""What color a piece of code builds, told by its text."""

import pytest

from tinyarms_daemon.analysis.styles.built_colors import built_color

BLUE = "#3b82f6ff"


@pytest.mark.parametrize(
    "code",
    [
        "color.RGBA{R: 59, G: 130, B: 246, A: 255}",
        "color.NRGBA{0x3b, 0x82, 0xF6, 0xff}",
        "UIColor(red: 59/255, green: 130 / 255.0, blue: 246.0/255., alpha: 1)",
        "QColor(0x3b, 130, 246)",
        "Color(hex: 0x3b82f6)",
    ],
)
def test_one_color_has_one_value_however_its_channels_are_written(code: str) -> None:
    assert built_color(code) == BLUE


@pytest.mark.parametrize(
    "code",
    [
        "UIColor(red: 59/256, green: 1, blue: 1, alpha: 1)",
        "color.RGBA{0x3b82, 0, 0, 255}",
        "UIColor(red: level / 255, green: 1, blue: 1, alpha: 1)",
    ],
)
def test_what_is_no_channel_gives_no_color(code: str) -> None:
    assert built_color(code) is None
