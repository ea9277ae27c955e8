export const WIDTH = 1200;
export const HEIGHT = 675;

/** Numbers in [0, 1) that are the same at every run (mulberry32), so that a picture is redrawn alike. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Repeats a drawing `count` times. */
export function times(count: number, draw: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => draw(i)).join('');
}

/** A colour stop: place (0 to 1), colour, opacity. */
export type Stop = readonly [offset: number, color: string, opacity?: number];

const stopMarkup = (stops: readonly Stop[]): string =>
  stops
    .map(([at, color, opacity = 1]) => `<stop offset="${at}" stop-color="${color}" stop-opacity="${opacity}"/>`)
    .join('');

/** A linear gradient's definition, downwards unless `to` says where it ends. */
export function linear(id: string, stops: readonly Stop[], to: readonly [number, number] = [0, 1]): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="${to[0]}" y2="${to[1]}">${stopMarkup(stops)}</linearGradient>`;
}

/** A radial gradient's definition. */
export function radial(id: string, stops: readonly Stop[]): string {
  return `<radialGradient id="${id}">${stopMarkup(stops)}</radialGradient>`;
}

/** A light that fades outwards. */
export function glow(id: string, x: number, y: number, radius: number, color: string, opacity = 1): string {
  return `<defs>${radial(id, [
    [0, color, opacity],
    [0.35, color, opacity * 0.45],
    [1, color, 0],
  ])}</defs><circle cx="${x}" cy="${y}" r="${radius}" fill="url(#${id})"/>`;
}

/** The whole picture's background. */
export function backdrop(id: string, stops: readonly Stop[], height = HEIGHT): string {
  return `<defs>${linear(id, stops)}</defs><rect width="${WIDTH}" height="${height}" fill="url(#${id})"/>`;
}

/** Heights along a line by midpoint displacement; `rough` is how much of each swing the next half keeps. */
export function skyline(seed: number, swing: number, rough: number, depth = 7): number[] {
  const random = createRandom(seed);
  let heights = [random() * swing, random() * swing];
  for (let level = 0, reach = swing; level < depth; level++, reach *= rough)
    heights = heights.flatMap((height, i) => {
      const next = heights[i + 1];
      return next === undefined ? [height] : [height, (height + next) / 2 + (random() - 0.5) * reach];
    });
  return heights;
}

/** Land or water from a skyline down to the bottom; `y` is its upper edge. */
export function ridge(seed: number, y: number, swing: number, fill: string, rough = 0.5, depth = 7): string {
  const heights = skyline(seed, swing, rough, depth);
  const points = heights.map((h, i) => `${((i / (heights.length - 1)) * WIDTH).toFixed(1)},${(y - h).toFixed(1)}`);
  return `<polygon points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}" fill="${fill}"/>`;
}

/** A closed coastline around x, y: `points` for a polygon. */
export function coast(seed: number, x: number, y: number, width: number, height: number): string {
  const random = createRandom(seed);
  const swings = Array.from({ length: 7 }, (_, i) => ({
    often: i + 2,
    size: (random() * 0.34) / (1 + i * 0.45),
    from: random() * 7,
  }));
  return Array.from({ length: 72 }, (_, i) => {
    const turn = (i / 72) * Math.PI * 2;
    const reach = 0.8 + swings.reduce((sum, { often, size, from }) => sum + size * Math.sin(turn * often + from), 0);
    return `${(x + (Math.cos(turn) * reach * width) / 2).toFixed(1)},${(y + (Math.sin(turn) * reach * height) / 2).toFixed(1)}`;
  }).join(' ');
}

/** Light on water between `top` and `bottom`: flat strokes that widen towards the viewer around `x`. */
export function glitter(
  seed: number,
  area: { x: number; top: number; bottom: number; spread: number; count: number },
  color: string,
  opacity = 0.8,
): string {
  const random = createRandom(seed);
  return times(area.count, () => {
    const near = random() ** 1.4;
    const y = area.top + near * (area.bottom - area.top);
    const reach = area.spread * (0.18 + near);
    const x = area.x + (random() + random() - 1) * reach;
    const length = (14 + random() * 60) * (0.3 + near);
    const strength = opacity * (0.35 + random() * 0.65);
    return `<rect x="${(x - length / 2).toFixed(1)}" y="${y.toFixed(1)}" width="${length.toFixed(1)}" height="${(1.2 + near * 2.6).toFixed(1)}" rx="1.5" fill="${color}" opacity="${strength.toFixed(2)}"/>`;
  });
}

/** A long flat cloud: lozenges in a row. */
export function cloud(seed: number, x: number, y: number, length: number, fill: string, opacity = 0.6): string {
  const random = createRandom(seed);
  const bands = times(7, (i) => {
    const width = length * (0.3 + random() * 0.6);
    const left = x + (random() - 0.5) * length * 0.6 - width / 2;
    const height = 7 + random() * 9;
    return `<rect x="${left.toFixed(1)}" y="${(y + (i - 3) * 7).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="${(height / 2).toFixed(1)}"/>`;
  });
  return `<g fill="${fill}" opacity="${opacity}">${bands}</g>`;
}

/** Points of light, smaller ones more often. */
export function stars(seed: number, count: number, bottom: number, color = '#ffffff'): string {
  const random = createRandom(seed);
  return times(count, () => {
    const size = 0.5 + random() ** 4 * 1.7;
    return `<circle cx="${(random() * WIDTH).toFixed(1)}" cy="${(random() * bottom).toFixed(1)}" r="${size.toFixed(2)}" fill="${color}" opacity="${(0.3 + random() * 0.6).toFixed(2)}"/>`;
  });
}

/** A bird far off. */
export function gull(x: number, y: number, span: number, color: string): string {
  const w = span / 2;
  return `<path d="M${x - w},${y - w * 0.2} Q${x - w * 0.45},${y - w * 0.55} ${x},${y} Q${x + w * 0.45},${y - w * 0.55} ${x + w},${y - w * 0.3}" fill="none" stroke="${color}" stroke-width="${(span / 13).toFixed(1)}" stroke-linecap="round"/>`;
}

/** Moves, sizes and turns a drawing. */
export function place(drawing: string, x: number, y: number, scale = 1, turn = 0): string {
  return `<g transform="translate(${x} ${y}) scale(${scale}) rotate(${turn})">${drawing}</g>`;
}

/** A drawing mirrored in flat water below `y`, faint and stretched. */
export function reflected(drawing: string, y: number, opacity = 0.28): string {
  return `<g transform="translate(0 ${y * 2}) scale(1 -1)" opacity="${opacity}" filter="url(#ripple)">${drawing}</g>`;
}

/** The finished picture: a ripple for reflections, a soft edge for distance, and darkened corners over all. */
export function picture(...layers: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<defs>
<filter id="ripple" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="turbulence" baseFrequency="0.008 0.09" numOctaves="2" seed="3"/><feDisplacementMap in="SourceGraphic" scale="14" xChannelSelector="R" yChannelSelector="G"/><feGaussianBlur stdDeviation="1.2 0.6"/></filter>
<filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="3"/></filter>
<filter id="mist" x="-30%" y="-60%" width="160%" height="220%"><feGaussianBlur stdDeviation="22"/></filter>
<radialGradient id="corners" cx="0.5" cy="0.46" r="0.78"><stop offset="0.6" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#060a18" stop-opacity="0.34"/></radialGradient>
</defs>
${layers.join('\n')}
<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#corners)"/>
</svg>`;
}
