"""Join the frames in a folder, which `frames.json` lists with their milliseconds, into a GIF: `film.py FOLDER TARGET`."""

import json
import sys
from pathlib import Path

from PIL import Image

folder, target = map(Path, sys.argv[1:])
frames = json.loads((folder / "frames.json").read_text(encoding="utf-8"))
pictures = [
    Image.open(folder / frame["file"]).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    for frame in frames
]
pictures[0].save(
    target,
    save_all=True,
    append_images=pictures[1:],
    duration=[frame["milliseconds"] for frame in frames],
    loop=0,
    optimize=True,
)
seconds = sum(frame["milliseconds"] for frame in frames) / 1000
print(f"{target.name}: {seconds:.1f} s, {target.stat().st_size / 1e6:.1f} MB")
