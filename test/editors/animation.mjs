/** Pictures of the workbench one after the other, as one animated GIF: what did not change since the one before is not in it again. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PNG } from 'pngjs';

// Its names are not seen by an import.
const { GIFEncoder, applyPalette, quantize } = createRequire(import.meta.url)('gifenc');

/** One of the 256 colours says that a point is as it was. */
const COLOURS = 255;

export class Animation {
  frames = [];

  /** `clip`: the part of the page that is shown, in pixels. */
  constructor(page, clip) {
    this.page = page;
    this.clip = clip;
  }

  /** Adds what is on the screen now, to be looked at for so many milliseconds. */
  async frame(delay) {
    this.frames.push({ delay, image: PNG.sync.read(await this.page.screenshot({ clip: this.clip })) });
  }

  /** Writes the file; it runs for ever. */
  write(path) {
    const palette = quantize(Buffer.concat(this.frames.map(({ image }) => image.data)), COLOURS, {
      // The colour of most points is the one that must be right: that of the background.
      useSqrt: false,
    });
    const gif = GIFEncoder();
    let before;
    for (const { image, delay } of this.frames) {
      const { width, height } = image;
      const points = applyPalette(image.data, palette);
      const changed =
        before === undefined ? points : points.map((colour, at) => (colour === before[at] ? COLOURS : colour));
      gif.writeFrame(changed, width, height, {
        ...(before === undefined ? { palette: [...palette, ...filler(COLOURS + 1 - palette.length)], repeat: 0 } : {}),
        delay,
        dispose: 1,
        transparent: before !== undefined,
        transparentIndex: COLOURS,
      });
      before = points;
    }
    gif.finish();
    writeFileSync(path, gif.bytes());
  }
}

function filler(count) {
  return Array.from({ length: count }, () => [0, 0, 0]);
}
