import {
  backdrop,
  cloud,
  createRandom,
  glow,
  gull,
  HEIGHT,
  linear,
  picture,
  place,
  ridge,
  skyline,
  stars,
  times,
  WIDTH,
} from './shapes.ts';

/** A snow-capped peak lit from the left: its summit at x, y, its feet at `foot`. */
function peak(
  seed: number,
  x: number,
  y: number,
  foot: number,
  colors: { lit: string; shade: string; snow: string; blue: string },
): string {
  const random = createRandom(seed);
  const height = foot - y;
  const left = x - height * 1.25;
  const right = x + height * 1.2;
  // The snow's lower edge climbs in teeth from the slope to the spine.
  const teeth = times(6, (i) => {
    const down = i % 2 ? 0.3 + random() * 0.06 : 0.4 + random() * 0.08;
    const across = Math.min(0.47 - i * 0.085, down * 1.22);
    return `${(x - height * across).toFixed(1)},${(y + height * down).toFixed(1)} `;
  });
  const spine = `${x},${y} ${x + height * 0.06},${y + height * 0.16} ${x - height * 0.03},${y + height * 0.34} ${x + height * 0.1},${y + height * 0.6} ${x + height * 0.02},${foot}`;
  return `<polygon points="${left},${foot} ${x},${y} ${right},${foot}" fill="${colors.lit}"/>
<polygon points="${spine} ${right},${foot}" fill="${colors.shade}"/>
<polygon points="${x},${y} ${x - height * 0.4},${y + height * 0.32} ${teeth}${x - height * 0.03},${y + height * 0.34} ${x + height * 0.06},${y + height * 0.16}" fill="${colors.snow}"/>
<polygon points="${x},${y} ${x + height * 0.06},${y + height * 0.16} ${x - height * 0.02},${y + height * 0.32} ${x + height * 0.1},${y + height * 0.42} ${x + height * 0.16},${y + height * 0.3} ${x + height * 0.26},${y + height * 0.44} ${x + height * 0.3},${y + height * 0.3} ${x + height * 0.43},${y + height * 0.36}" fill="${colors.blue}"/>`;
}

/** Somebody who looks through field glasses to the left; feet at 0, 0, 60 tall. */
function observer(coat: string): string {
  return `<path d="M-7,0 L-5,-26 H5 L8,0 H2 L0,-18 L-2,0 Z" fill="#1c2433"/><path d="M-8,-24 L-6,-46 Q0,-50 7,-46 L9,-22 Z" fill="${coat}"/><circle cx="-1" cy="-53" r="6" fill="#d9a98a"/><path d="M-7,-54 Q-6,-62 0,-61 Q7,-61 6,-53 Z" fill="#2f4d6e"/><path d="M4,-44 L-6,-42 L-9,-51" stroke="${coat}" stroke-width="5" fill="none" stroke-linejoin="round"/><rect x="-15" y="-56" width="9" height="5" rx="1.500" fill="#10151f"/>`;
}

function hut(): string {
  const random = createRandom(12);
  const stones = times(45, (i) => {
    const row = Math.floor(i / 9);
    const x = 4 + (i % 9) * 19 + (row % 2) * 8;
    return `<rect x="${x}" y="${-70 + row * 14}" width="${14 + random() * 4}" height="10" rx="3" fill="${['#8a7f80', '#7a7078', '#9a8d88'][i % 3]}"/>`;
  });
  return `<rect width="184" height="74" y="-74" fill="#655d68"/>${stones}<path d="M184,-74 L226,-64 V-2 L184,0 Z" fill="#443f50"/>
<path d="M-12,-72 L20,-112 H186 L200,-72 Z" fill="#e9eef5"/><path d="M186,-112 L236,-62 L200,-72 Z" fill="#a9b9d2"/><path d="M-12,-72 H200 L236,-62 V-56 L198,-66 H-12 Z" fill="#3a3446"/>
<rect x="30" y="-56" width="34" height="26" fill="#ffd27d"/><path d="M47,-56 v26 M30,-43 h34" stroke="#3a3446" stroke-width="3"/><rect x="104" y="-58" width="32" height="58" fill="#3a2f36"/><path d="M108,-54 h24 v24 h-24 z" fill="#524149"/>
<rect x="148" y="-132" width="16" height="28" fill="#655d68"/><path d="M156,-138 q-12,-14 2,-26 q12,-12 0,-28" stroke="#ffffff" stroke-width="7" fill="none" opacity="0.35" stroke-linecap="round"/>
<path d="M-34,0 V-190" stroke="#2c2838" stroke-width="4"/><path d="M-34,-190 q26,-10 46,2 q18,10 40,0 v40 q-22,10 -40,0 q-20,-12 -46,-2 Z" fill="#f4f7fb"/><path d="M-34,-177 q26,-10 46,2 q18,10 40,0 v14 q-22,10 -40,0 q-20,-12 -46,-2 Z" fill="#3f7fb8"/>`;
}

function drawMountainOutpost(): string {
  const far = { lit: '#a9b6d3', shade: '#8d9cc0', snow: '#fdf0e2', blue: '#c8d2e8' };
  const near = { lit: '#7482a8', shade: '#505f8a', snow: '#fff6ea', blue: '#a7b8d9' };
  return picture(
    backdrop('sky', [
      [0, '#4a6fa8'],
      [0.35, '#93aed0'],
      [0.6, '#f0d3bd'],
      [0.75, '#fbe6c8'],
    ]),
    glow('sun', 170, 290, 420, '#fff0cd', 0.9),
    cloud(6, 940, 96, 420, '#ffffff', 0.35) + cloud(11, 380, 150, 460, '#fff4e6', 0.4),
    `<g opacity="0.8">${peak(1, 300, 210, 520, far)}${peak(2, 1080, 180, 520, far)}${peak(3, 700, 250, 520, far)}</g>`,
    '<g filter="url(#mist)"><ellipse cx="500" cy="470" rx="600" ry="40" fill="#fff3e0" opacity="0.7"/></g>',
    peak(5, 860, 130, 560, near) + peak(6, 520, 280, 560, near),
    '<g filter="url(#mist)"><ellipse cx="820" cy="500" rx="560" ry="34" fill="#f4e6dd" opacity="0.75"/></g>',
    ridge(19, 540, 60, '#46537a', 0.5),
    ridge(25, 600, 50, '#333e60', 0.45),
    '<path d="M-10,520 Q90,500 190,520 L330,536 L620,548 Q760,566 880,630 L960,690 H-10 Z" fill="#e6ecf5"/><path d="M-10,580 Q160,552 330,580 Q560,590 700,640 L760,690 H-10 Z" fill="#bccae0"/><path d="M190,520 L330,536 L620,548 Q760,566 880,630 L840,618 Q720,580 600,568 L320,556 Z" fill="#ffffff"/>',
    '<path d="M40,590 l26,-16 l30,10 l14,20 l-60,8 z M560,600 l30,-20 l36,16 l10,24 l-66,0 z M690,650 l40,-22 l40,26 l-10,24 h-70 z" fill="#4b4a60"/>',
    glow('window', 287, 508, 100, '#ffc970', 0.55),
    place(hut(), 240, 552, 1.15),
    place(observer('#3f7fb8'), 566, 556, 1.25) + place(observer('#355f8c'), 612, 562, 1.2),
    gull(980, 220, 34, '#33415f') + gull(1030, 250, 22, '#33415f'),
  );
}

/** A four-engined transport from the side, nose to the left; 420 long, its wheels at y = 0. */
function transport(id: string): string {
  const engine = (x: number): string =>
    `<path d="M${x},-112 Q${x - 8},-102 ${x},-94 L${x + 56},-98 L${x + 62},-106 Z" fill="#5a5f7c"/><ellipse cx="${x - 3}" cy="-103" rx="3.500" ry="36" fill="#e9d8d0" opacity="0.3"/><path d="M${x - 3},-139 V-67" stroke="#23263d" stroke-width="3"/><circle cx="${x - 3}" cy="-103" r="4.500" fill="#c8553d"/>`;
  return `<defs>${linear(id, [
    [0, '#b6b2c2'],
    [0.5, '#7e809c'],
    [1, '#4a4c69'],
  ])}</defs>
<path d="M0,-52 Q6,-82 46,-92 L70,-106 H270 Q340,-98 416,-92 L420,-84 Q330,-40 270,-26 H50 Q8,-28 0,-52 Z" fill="url(#${id})"/>
<path d="M338,-98 L372,-178 L412,-178 L416,-92 Z" fill="#6c6e8c"/><path d="M386,-178 L412,-178 L416,-92 L396,-93 Z" fill="#55577a"/><path d="M362,-152 h47" stroke="#c8553d" stroke-width="9"/>
<path d="M360,-96 L440,-104 L442,-98 L372,-88 Z" fill="#43466a"/>
<path d="M36,-90 L64,-104 H80 L78,-90 Z" fill="#1b2036"/><path d="M50,-95 L64,-103 H70 L68,-95 Z" fill="#ffdca8" opacity="0.7"/>
<path d="M84,-118 L270,-118 Q284,-110 262,-104 L92,-106 Z" fill="#8e8fab"/><path d="M84,-118 L270,-118 L272,-113 L86,-113 Z" fill="#d9cfd2"/>
${engine(92)}${engine(150)}
<path d="M100,-30 q14,-14 90,-8 l20,14 h-106 Z" fill="#3d4060"/><path d="M26,-28 V-12 M126,-26 V-12 M176,-26 V-12" stroke="#23263d" stroke-width="6"/><circle cx="26" cy="-10" r="10" fill="#191b2b"/><circle cx="126" cy="-13" r="13" fill="#191b2b"/><circle cx="152" cy="-13" r="13" fill="#191b2b"/><circle cx="178" cy="-13" r="13" fill="#191b2b"/>
${times(8, (i) => `<circle cx="${108 + i * 24}" cy="-74" r="4" fill="#272b46"/>`)}<path d="M238,-66 h34 v38 h-34 z" fill="none" stroke="#3d4060" stroke-width="2"/>
<circle cx="306" cy="-72" r="11" fill="#f0e6e0"/><circle cx="306" cy="-72" r="6.500" fill="#c8553d"/>`;
}

function drawAirfield(): string {
  const random = createRandom(77);
  const puddles = times(13, () => {
    const y = 560 + random() * 105;
    const w = 40 + (y - 540) * 1.4 * random();
    return `<ellipse cx="${(random() * WIDTH).toFixed(0)}" cy="${y.toFixed(0)}" rx="${w.toFixed(0)}" ry="${(w * 0.06 + 1).toFixed(1)}" fill="#f0a488" opacity="0.28"/>`;
  });
  const lights = times(22, (i) => {
    const x = 20 + i * 56;
    return `<circle cx="${x}" cy="497" r="7" fill="#ffe9b0" opacity="0.22"/><circle cx="${x}" cy="497" r="2.2" fill="#fff2cc"/>`;
  });
  const tower =
    '<path d="M-16,0 L-12,-118 H12 L16,0 Z" fill="#3b3558"/><path d="M-34,-118 H34 L26,-124 H-26 Z" fill="#2a2645"/><path d="M-36,-152 L-28,-122 H28 L36,-152 Z" fill="#ffd79a"/><path d="M-18,-152 L-14,-122 M0,-152 V-122 M18,-152 L14,-122" stroke="#2a2645" stroke-width="3"/><path d="M-40,-158 H40 V-151 H-40 Z M-2,-158 V-192 M-12,-158 v-16" fill="#2a2645" stroke="#2a2645" stroke-width="3"/><circle cx="0" cy="-194" r="4" fill="#ff6b57"/><path d="M16,0 V-40 H120 V0 Z" fill="#322d4e"/><path d="M30,-28 h12 v10 h-12 z M52,-28 h12 v10 h-12 z M96,-28 h12 v10 h-12 z" fill="#ffd79a" opacity="0.8"/>';
  const hangar =
    '<path d="M0,0 V-44 Q90,-98 180,-44 V0 Z" fill="#413a5e"/><path d="M22,0 V-36 Q90,-72 158,-36 V0 Z" fill="#ffbe85" opacity="0.75"/><path d="M56,0 V-51 M90,0 V-54 M124,0 V-51" stroke="#413a5e" stroke-width="4"/>';
  return picture(
    backdrop('sky', [
      [0, '#2c2a57'],
      [0.3, '#6a4a7c'],
      [0.52, '#c76f7d'],
      [0.66, '#f5a878'],
      [0.74, '#ffd49a'],
    ]),
    stars(3, 40, 160),
    glow('sun', 330, 486, 420, '#ffc98a', 0.9),
    '<circle cx="330" cy="478" r="44" fill="#fff0cc"/>',
    cloud(21, 700, 130, 760, '#8a5a86', 0.5) +
      cloud(25, 260, 236, 620, '#e08a83', 0.45) +
      cloud(27, 1000, 320, 460, '#f7b083', 0.5),
    `<g opacity="0.85">${ridge(29, 490, 54, '#8d5a7a', 0.5)}</g>`,
    ridge(35, 496, 22, '#583f68', 0.55),
    place(hangar, 560, 500, 0.9) + place(hangar, 740, 500, 0.9) + place(tower, 130, 502, 1.25),
    `<defs>${linear('apron', [
      [0, '#7f5670'],
      [0.3, '#55446a'],
      [1, '#262544'],
    ])}</defs><rect y="498" width="1200" height="177" fill="url(#apron)"/>`,
    lights,
    puddles,
    '<path d="M0,628 L1200,560 V566 L0,640 Z" fill="#ffd27d" opacity="0.5"/>',
    times(4, (i) => {
      const scale = [0.62, 0.78, 1, 1.36][i] ?? 1;
      const x = [930, 800, 610, 330][i] ?? 0;
      const y = [520, 542, 572, 622][i] ?? 0;
      return `<ellipse cx="${x + 200 * scale}" cy="${y + 2}" rx="${215 * scale}" ry="${11 * scale}" fill="#15142c" opacity="0.55"/>${place(transport(`skin${i}`), x, y, scale)}`;
    }),
    '<g transform="translate(250 636)"><path d="M-5,0 L-4,-26 H5 L6,0 Z" fill="#191b2b"/><path d="M-7,-24 L-5,-46 H6 L8,-24 Z" fill="#e08a3c"/><path d="M-7,-34 H8" stroke="#fff2cc" stroke-width="3"/><circle cx="0" cy="-52" r="6" fill="#d9a98a"/><path d="M6,-44 L24,-50" stroke="#e08a3c" stroke-width="5" stroke-linecap="round"/></g>',
    '<g transform="translate(286 634)"><path d="M-5,0 L-4,-26 H5 L6,0 Z" fill="#191b2b"/><path d="M-7,-24 L-5,-46 H6 L8,-24 Z" fill="#4c6a8c"/><circle cx="0" cy="-52" r="6" fill="#b98468"/></g>',
  );
}

/** A lit dune: its crest from a skyline, the shaded flank below it. */
function dune(seed: number, y: number, swing: number, lit: string, shade: string): string {
  const crest = skyline(seed, swing, 0.34, 5).map((h, i, all) => ({
    x: (i / (all.length - 1)) * (WIDTH + 300) - 150,
    y: y - h,
  }));
  const smooth = crest.map(({ x, y: top }, i) => `${i ? 'L' : 'M'}${x.toFixed(0)},${top.toFixed(1)}`).join(' ');
  const flank = crest
    .map(
      ({ x, y: top }, i) =>
        `${(x + 26 + 40 * Math.sin(i * 0.55 + seed)).toFixed(0)},${(top + 46 + 42 * Math.sin(i * 0.42 + seed)).toFixed(0)}`,
    )
    .toReversed()
    .join(' L');
  return `<path d="${smooth} V${HEIGHT} H-150 Z" fill="${lit}"/><path d="${smooth} L${flank} Z" fill="${shade}" opacity="0.75"/>`;
}

/** A white truck from the side, cab to the right; 150 long, its wheels at y = 0. */
function truck(kind: number): string {
  const load =
    kind % 3 === 0
      ? '<path d="M2,-22 V-66 Q2,-76 14,-76 H88 Q98,-76 98,-66 V-22 Z" fill="#f4ede0"/><path d="M26,-76 V-22 M50,-76 V-22 M74,-76 V-22" stroke="#cdbfa9" stroke-width="3"/>'
      : kind % 3 === 1
        ? '<path d="M0,-22 H98 V-36 H0 Z" fill="#e3d8c6"/><path d="M8,-36 h26 v-20 h-26 z M38,-36 h26 v-28 h-26 z M68,-36 h24 v-16 h-24 z" fill="#8f7658"/>'
        : '<path d="M0,-22 H98 V-26 H0 Z" fill="#cdbfa9"/><path d="M6,-26 Q0,-44 6,-62 H92 Q98,-44 92,-26 Z" fill="#f0e8da"/><path d="M6,-44 H94" stroke="#cdbfa9" stroke-width="2"/>';
  return `${load}<path d="M102,-20 V-62 H128 L138,-42 L152,-38 V-14 H102 Z" fill="#fffaf0"/><path d="M110,-56 H126 L133,-42 H110 Z" fill="#3f5566"/><path d="M-2,-22 H152 V-12 H-2 Z" fill="#6e5b4a"/>
${[18, 44, 84, 132].map((x) => `<circle cx="${x}" cy="-9" r="11" fill="#2c2420"/><circle cx="${x}" cy="-9" r="4.500" fill="#a8957c"/>`).join('')}
<circle cx="151" cy="-28" r="3.500" fill="#fff6c9"/>`;
}

function drawDesertConvoy(): string {
  const road = [
    { x: 800, y: 470, s: 1.3 },
    { x: 560, y: 452, s: 1.02 },
    { x: 384, y: 441, s: 0.78 },
    { x: 258, y: 433, s: 0.58 },
    { x: 166, y: 427, s: 0.42 },
    { x: 98, y: 423, s: 0.3 },
    { x: 48, y: 420, s: 0.22 },
  ];
  const dust = road
    .map(
      ({ x, y, s }) =>
        `<ellipse cx="${x - 30 * s}" cy="${y - 22 * s}" rx="${110 * s}" ry="${32 * s}" fill="#ffe0ae" opacity="0.62"/>`,
    )
    .join('');
  return picture(
    backdrop('sky', [
      [0, '#4c5c8c'],
      [0.25, '#a27f98'],
      [0.45, '#eaa87f'],
      [0.62, '#ffdca2'],
    ]),
    glow('sun', 1000, 262, 420, '#fff0bd', 0.85),
    '<circle cx="1000" cy="262" r="58" fill="#fff8e0"/>',
    cloud(13, 330, 120, 640, '#f3c0a0', 0.35) + cloud(18, 820, 190, 420, '#ffe3bd', 0.4),
    `<g opacity="0.55">${ridge(41, 372, 90, '#b98283', 0.42)}</g>`,
    `<g opacity="0.85">${ridge(47, 392, 50, '#cf9478', 0.4)}</g>`,
    dune(3, 424, 34, '#eebb84', '#c9855f'),
    '<path d="M0,418 Q300,432 620,452 T1210,512 V560 Q900,486 560,462 T0,424 Z" fill="#fbd9a2"/>',
    `<g filter="url(#mist)">${dust}</g>`,
    road
      .toReversed()
      .map(
        ({ x, y, s }, i) =>
          `<ellipse cx="${x + 70 * s}" cy="${y + 1}" rx="${96 * s}" ry="${5 * s}" fill="#7d4a38" opacity="0.5"/>${place(truck(i), x, y, s, 3)}`,
      )
      .join(''),
    dune(7, 560, 70, '#d9935f', '#94503f'),
    dune(10, 640, 80, '#a85c43', '#5f2f33'),
    '<g stroke="#3d2028" stroke-width="3" stroke-linecap="round" fill="none"><path d="M118,640 q-8,-30 -26,-44 M120,640 q0,-34 4,-56 M123,640 q8,-24 26,-38 M121,640 q4,-30 16,-50"/></g>',
    gull(520, 150, 30, '#5a4763') + gull(570, 174, 20, '#5a4763'),
  );
}

function dome(): string {
  const rows = 7;
  const point = (ring: number, turn: number): [number, number] => {
    const lift = (ring / rows) * (Math.PI * 0.64) - 0.12 * Math.PI;
    return [Math.sin(turn) * Math.cos(lift) * 150, -Math.sin(lift) * 150];
  };
  const facets = times(rows, (ring) =>
    times(16, (i) => {
      const shift = ring % 2 ? 0.5 : 0;
      const from = ((i + shift) / 16) * Math.PI - Math.PI / 2;
      const to = ((i + 1 + shift) / 16) * Math.PI - Math.PI / 2;
      const middle = (from + to) / 2;
      const [ax, ay] = point(ring, from);
      const [bx, by] = point(ring, Math.min(to, Math.PI / 2));
      const [cx, cy] = point(ring + 1, Math.min(middle, Math.PI / 2));
      const light = 0.5 - 0.5 * Math.sin(middle + 0.35) + ring * 0.05;
      return `<polygon points="${ax.toFixed(1)},${ay.toFixed(1)} ${bx.toFixed(1)},${by.toFixed(1)} ${cx.toFixed(1)},${cy.toFixed(1)}" fill="#ffffff" opacity="${(0.05 + light * 0.3).toFixed(2)}"/>`;
    }),
  );
  return `<defs>${linear(
    'ball',
    [
      [0, '#e9f7f4'],
      [0.55, '#93b4c6'],
      [1, '#38557a'],
    ],
    [1, 0.7],
  )}</defs><clipPath id="cap"><path d="M-170,-200 H170 V48 H-170 Z"/></clipPath><g clip-path="url(#cap)"><circle r="150" fill="url(#ball)"/>${facets}</g>`;
}

function drawRadarDome(): string {
  const curtain = (seed: number, y: number, color: string, opacity: number): string => {
    const line = skyline(seed, 150, 0.52, 4);
    const fold = (share: number): number => {
      const at = share * (line.length - 1);
      const i = Math.min(Math.floor(at), line.length - 2);
      const before = line[i] ?? 0;
      return before + ((line[i + 1] ?? before) - before) * (0.5 - 0.5 * Math.cos(Math.PI * (at - i)));
    };
    const rays = Array.from({ length: 120 }, (_, i) => {
      const strength = (0.42 + 0.3 * Math.sin(i * 0.31 + seed) + 0.28 * Math.sin(i * 1.27 + seed)) * opacity;
      return `<rect x="${i * 10.6 - 36}" y="${(y - fold(i / 119) - 190).toFixed(0)}" width="11.500" height="${210 + 60 * Math.sin(i * 0.17)}" fill="url(#ray${seed})" opacity="${strength.toFixed(2)}"/>`;
    });
    return `<defs>${linear(`ray${seed}`, [
      [0, color, 0],
      [0.72, color, 1],
      [1, color, 0],
    ])}</defs><g filter="url(#soft)">${rays.join('')}</g>`;
  };
  return picture(
    backdrop('sky', [
      [0, '#07142e'],
      [0.45, '#123257'],
      [0.75, '#24597a'],
      [1, '#3d7f92'],
    ]),
    stars(9, 150, 400),
    curtain(5, 300, '#4fe0a8', 0.75) + curtain(12, 220, '#58b8d8', 0.5) + curtain(17, 330, '#8a7be0', 0.35),
    `<g opacity="0.9">${ridge(51, 482, 110, '#1d4361', 0.5)}</g>`,
    ridge(63, 512, 56, '#16334f', 0.5),
    glow('halo', 740, 372, 300, '#bfeee0', 0.3),
    `<g transform="translate(740 380)">${dome()}<path d="M-146,46 H146 L160,136 H-160 Z" fill="#2a4766"/><path d="M0,46 H146 L160,136 H0 Z" fill="#1c3350"/><path d="M-150,46 H150 v9 H-150 Z" fill="#dcecf2"/>${times(4, (i) => `<rect x="${-124 + i * 56}" y="80" width="26" height="18" fill="#ffd68c"/>`)}<path d="M110,78 h26 v58 h-26 z" fill="#0f2238"/></g>`,
    '<path d="M906,516 V464 H1052 L1064,516 Z" fill="#243f5d"/><path d="M898,466 L916,444 H1046 L1060,466 Z" fill="#e3f1f5"/><rect x="926" y="480" width="18" height="14" fill="#ffd68c"/><rect x="964" y="480" width="18" height="14" fill="#ffd68c"/><path d="M1012,444 V330 M1000,360 h24 M1003,384 h18 M1012,330 L960,462 M1012,330 L1070,466" stroke="#17304b" stroke-width="3" fill="none"/><circle cx="1012" cy="328" r="4.500" fill="#ff6b57"/>',
    glow('mast', 1012, 328, 46, '#ff6b57', 0.6),
    `<defs>${linear('snow', [
      [0, '#cfe8ec'],
      [0.4, '#88b4c8'],
      [1, '#2d5a80'],
    ])}</defs><path d="M-10,560 Q200,520 460,518 Q700,500 940,512 Q1100,514 1210,534 V690 H-10 Z" fill="url(#snow)"/><path d="M-10,620 Q240,570 520,604 T1210,604 V690 H-10 Z" fill="#4f86a3" opacity="0.6"/>`,
    '<path d="M616,517 L570,596 H626 L642,517 Z M672,515 L650,598 H708 L698,515 Z M728,514 L734,598 H792 L754,514 Z M784,514 L816,596 H876 L810,514 Z" fill="#ffdf9f" opacity="0.2"/>',
    '<g fill="#3a6a8a" opacity="0.75">' +
      times(
        13,
        (i) =>
          `<ellipse cx="${300 + i * 26 + (i % 2) * 10}" cy="${640 - i * 7.4}" rx="${8 - i * 0.36}" ry="${3 - i * 0.12}"/>`,
      ) +
      '</g>',
    glow('lantern', 288, 604, 90, '#ffd68c', 0.7),
    '<g transform="translate(262 648) scale(1.25)"><path d="M-9,0 L-7,-30 H8 L11,0 H3 L1,-20 L-2,0 Z" fill="#0e1d31"/><path d="M-11,-26 Q-12,-50 0,-54 Q12,-50 12,-26 Z" fill="#c9583f"/><circle cx="1" cy="-58" r="8.500" fill="#c9583f"/><path d="M3,-63 q7,2 6,9 h-6 z" fill="#f0c7a4"/><path d="M9,-46 L20,-34" stroke="#c9583f" stroke-width="6" stroke-linecap="round"/><rect x="17" y="-34" width="8" height="11" rx="1.500" fill="#ffe9b0"/></g>',
  );
}

/** The pictures that show mountains, airfields, deserts and snow. */
export const LAND_PICTURES: Readonly<Record<string, () => string>> = {
  'mountain-outpost': drawMountainOutpost,
  airfield: drawAirfield,
  'desert-convoy': drawDesertConvoy,
  'radar-dome': drawRadarDome,
};
