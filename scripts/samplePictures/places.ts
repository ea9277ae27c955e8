import {
  backdrop,
  cloud,
  coast,
  createRandom,
  glitter,
  glow,
  gull,
  linear,
  picture,
  place,
  radial,
  ridge,
  skyline,
  stars,
  times,
} from './shapes.ts';

function solarWing(): string {
  const cells = times(36, (i) => {
    const x = 8 + (i % 9) * 32;
    const y = -44 + Math.floor(i / 9) * 23;
    return `<rect x="${x}" y="${y}" width="29" height="20" fill="${['#2b57a0', '#3263b0', '#274c8e', '#3f78c4'][(i * 7 + (i % 9)) % 4]}"/>`;
  });
  return `<path d="M-22,-3 H8 V4 H-22 Z" fill="#9aa6b5"/><path d="M2,-50 H300 V54 H2 Z" fill="#16294d"/>${cells}<path d="M2,-50 H300 L230,54 H150 Z" fill="#ffffff" opacity="0.1"/>`;
}

function satellite(): string {
  const ribs = times(9, (i) => `<path d="M0,0 L${-92 + i * 23},-34" stroke="#c9a15a" stroke-width="1.200"/>`);
  return `<defs>${linear(
    'foil',
    [
      [0, '#ffe3a1'],
      [0.4, '#d99a3c'],
      [1, '#7a4a1d'],
    ],
    [1, 0.6],
  )}${linear(
    'dish',
    [
      [0, '#fdf5e6'],
      [0.6, '#d8c9ab'],
      [1, '#8b7a63'],
    ],
    [1, 0.4],
  )}</defs>
${place(solarWing(), 64, 0)}${place(solarWing(), -64, 0, 1, 180)}
<path d="M-50,-66 H40 L60,-50 V66 H-50 Z" fill="url(#foil)"/><path d="M40,-66 L60,-50 V66 H40 Z" fill="#5f3916" opacity="0.7"/>
<path d="M-50,-66 L-20,-40 L-44,-10 L-14,20 L-46,66 M-20,-40 L10,-66 M-14,20 L20,-8 L40,-30 M20,-8 L34,66" stroke="#fff0c4" stroke-width="1.500" opacity="0.55" fill="none"/>
<rect x="-38" y="-34" width="32" height="26" fill="#22304a"/><rect x="-34" y="-30" width="24" height="8" fill="#6f9ad0"/><rect x="2" y="26" width="28" height="26" fill="#22304a"/>
<path d="M-4,66 V96" stroke="#9aa6b5" stroke-width="7"/><g transform="translate(-4 138)"><path d="M-104,-44 Q0,36 104,-44 Q0,-20 -104,-44 Z" fill="url(#dish)"/><ellipse cx="0" cy="-44" rx="104" ry="15" fill="#6d5f4c"/><ellipse cx="0" cy="-43" rx="97" ry="11" fill="#a89878"/><g transform="translate(0 -10)">${ribs}</g></g>
<path d="M-30,-66 V-112 M-42,-104 h24 M30,-66 L44,-96" stroke="#c6ced8" stroke-width="3"/><circle cx="46" cy="-100" r="6" fill="#ffe9b0"/>`;
}

function drawSatellite(): string {
  const land = (seed: number, x: number, y: number, width: number, height: number): string =>
    `<polygon points="${coast(seed, x, y, width, height)}" fill="#6d9c78"/><polygon points="${coast(seed + 1, x + width * 0.08, y - height * 0.04, width * 0.5, height * 0.4)}" fill="#b9ad7c" opacity="0.7"/>`;
  const ships = times(9, (i) => {
    const x = 470 + i * 44;
    const y = 606 - i * 5 + ((i * 37) % 22);
    return `<path d="M${x},${y} l-13,2.500" stroke="#ffffff" stroke-width="1.600" opacity="0.7"/><circle cx="${x}" cy="${y}" r="2.200" fill="#fff2c4"/>`;
  });
  return picture(
    backdrop('space', [
      [0, '#040816'],
      [0.6, '#0a1530'],
      [1, '#122650'],
    ]),
    stars(27, 260, 520),
    '<g filter="url(#mist)"><ellipse cx="260" cy="150" rx="420" ry="46" fill="#3b3f7f" opacity="0.35" transform="rotate(-18 260 150)"/></g>',
    `<defs>${radial('air', [
      [0.955, '#6fd0ff', 0.95],
      [0.972, '#4aa0ee', 0.5],
      [1, '#2c62c8', 0],
    ])}${linear(
      'globe',
      [
        [0, '#0f3b6b'],
        [0.4, '#1c6ca0'],
        [0.75, '#3ba3c6'],
        [1, '#8fdcdf'],
      ],
      [1, 0],
    )}<clipPath id="disc"><circle cx="640" cy="1520" r="1060"/></clipPath></defs>
<circle cx="640" cy="1520" r="1110" fill="url(#air)"/><circle cx="640" cy="1520" r="1060" fill="url(#globe)"/>`,
    `<g clip-path="url(#disc)">${land(4, 930, 562, 330, 96)}${land(9, 300, 618, 330, 110)}${land(13, 1120, 664, 260, 90)}${land(33, 590, 500, 120, 22)}${land(36, 726, 530, 70, 18)}
<g filter="url(#soft)" opacity="0.75">${cloud(61, 470, 520, 300, '#ffffff', 0.75)}${cloud(67, 980, 616, 340, '#ffffff', 0.7)}${cloud(71, 160, 600, 260, '#e6f4ff', 0.5)}${cloud(77, 700, 640, 420, '#ffffff', 0.5)}</g>${ships}
<defs>${linear(
      'night',
      [
        [0, '#030816', 0.92],
        [0.34, '#030816', 0.45],
        [0.6, '#030816', 0],
      ],
      [1, 0],
    )}</defs><rect y="440" width="1200" height="240" fill="url(#night)"/></g>`,
    glow('sun', 1096, 545, 300, '#ffd9a0', 0.95),
    '<circle cx="1096" cy="545" r="17" fill="#ffffff"/><path d="M850,548 Q1096,539 1300,540 Q1096,551 850,548 Z M1093,420 Q1097,545 1099,660 Q1091,545 1093,420 Z" fill="#fff6e0" opacity="0.75"/>',
    `<defs>${linear('swath', [
      [0, '#8fe8ff', 0.42],
      [1, '#8fe8ff', 0],
    ])}</defs><path d="M560,388 L430,690 H850 L606,384 Z" fill="url(#swath)"/>`,
    place(satellite(), 590, 232, 1, -9),
  );
}

function cadet(skirt: boolean): string {
  return `<path d="${skirt ? 'M-7,-24 L-8,-11 H8 L7,-24 Z M-5,-11 H-2 V0 H-5 Z M2,-11 H5 V0 H2 Z' : 'M-7,-24 L-6,0 H-1 L0,-18 L1,0 H6 L7,-24 Z'}" fill="#1d2740"/><path d="M-9,-24 L-10,-44 Q0,-50 10,-44 L9,-24 Z" fill="#2f4a78"/><path d="M-10,-42 L-13,-22 H-9 Z M10,-42 L13,-22 H9 Z" fill="#263d66"/><path d="M-9,-28 H9 V-25 H-9 Z" fill="#f3f0e6"/><path d="M-7,-45 L6,-27" stroke="#f3f0e6" stroke-width="1.800"/><circle cx="-11" cy="-21" r="2.200" fill="#f3f0e6"/><circle cx="11" cy="-21" r="2.200" fill="#f3f0e6"/>`;
}

const SKIN = ['#e7bd9a', '#c98f6a', '#8f5f45', '#d9a783', '#6d4632', '#f0cbab'];

function cadetHead(i: number): string {
  return `<circle cx="0" cy="-52" r="5.600" fill="${SKIN[(i * 5 + Math.floor(i / 4)) % SKIN.length]}"/><path d="M-8,-55 Q-8,-63 0,-63 Q8,-63 8,-55 Z" fill="#f6f3ea"/><path d="M-7,-55 H7 V-52.500 H-7 Z" fill="#16203a"/>`;
}

function academy(): string {
  const bay = (x: number): string =>
    `<path d="M${x},-18 V-56 Q${x + 10},-68 ${x + 20},-56 V-18 Z" fill="#4d5b78"/><path d="M${x},-84 h20 v-26 h-20 z" fill="#4d5b78"/><path d="M${x + 10},-18 V-62 M${x},-40 h20 M${x + 10},-84 v-26" stroke="#cfc2ac" stroke-width="1.800"/>`;
  const half = times(8, (i) => bay(66 + i * 40));
  const wing = `<path d="M0,0 V-124 H400 V0 Z" fill="#d8c6a8"/><path d="M0,-124 H408 V-132 H0 Z" fill="#b8a486"/><path d="M0,-132 L20,-172 H384 L404,-132 Z" fill="#5f7187"/>${half}<path d="M0,-12 H400 V0 H0 Z" fill="#b8a486"/>`;
  return `<g>${wing}</g><g transform="scale(-1 1)">${wing}</g>
<path d="M-64,0 V-150 H64 V0 Z" fill="#e6d7bb"/><path d="M-74,-146 L0,-196 L74,-146 Z" fill="#cbb896"/><path d="M-54,-150 L0,-186 L54,-150 Z" fill="#e6d7bb"/>${times(6, (i) => `<path d="M${-56 + i * 21},-8 V-140 h9 V-8 Z" fill="#f4ead4"/>`)}<path d="M-15,-8 V-84 Q0,-100 15,-84 V-8 Z" fill="#3a4560"/>
<path d="M-28,-176 V-268 H28 V-176 Z" fill="#dccaa9"/><path d="M6,-176 V-268 H28 V-176 Z" fill="#c2ae8b"/><circle cx="0" cy="-236" r="19" fill="#fbf6e8"/><circle cx="0" cy="-236" r="19" fill="none" stroke="#6b5f4b" stroke-width="3"/><path d="M0,-236 V-249 M0,-236 L9,-230" stroke="#3a3a46" stroke-width="2.600"/><path d="M-34,-268 H34 V-276 H-34 Z" fill="#b8a486"/><path d="M-24,-276 V-302 H24 V-276 Z" fill="#e6d7bb"/><path d="M-30,-302 Q-22,-336 0,-346 Q22,-336 30,-302 Z" fill="#4f8b80"/><path d="M0,-346 V-384" stroke="#3a4560" stroke-width="3"/><path d="M0,-384 q16,-7 28,0 t26,0 v20 q-14,7 -26,0 t-28,0 Z" fill="#3f7fb8"/>
<path d="M-90,0 H90 L104,10 H-104 Z" fill="#cfc0a2"/>`;
}

function drawParadeGround(): string {
  const rows = [
    { y: 496, s: 0.9, n: 15, gap: 60 },
    { y: 556, s: 1.4, n: 11, gap: 94 },
    { y: 656, s: 2.2, n: 8, gap: 150 },
  ];
  const figures = (mirror: boolean): string =>
    rows
      .map(({ y, s, n, gap }, row) =>
        times(n, (i) => {
          const body = cadet((i + row) % 3 === 1) + cadetHead(i * 3 + row);
          const x = 600 + (i - (n - 1) / 2) * gap;
          return mirror
            ? `<g transform="translate(${x} ${y + 1}) scale(${s} ${-s * 0.8})">${body}</g>`
            : place(body, x, y, s);
        }),
      )
      .join('');
  const flags = [90, 210, 990, 1110]
    .map(
      (x, i) =>
        `<path d="M${x},430 V196" stroke="#47536b" stroke-width="4"/><circle cx="${x}" cy="194" r="5" fill="#e6c36a"/><path d="M${x + 2},204 q24,-10 44,2 t42,0 v48 q-22,10 -42,0 t-44,-2 Z" fill="${['#c8553d', '#3f7fb8', '#3f7fb8', '#c8553d'][i]}"/><path d="M${x + 2},220 q24,-10 44,2 t42,0 v14 q-22,10 -42,0 t-44,-2 Z" fill="#f6f3ea"/>`,
    )
    .join('');
  const trees = [-10, 40, 1160, 1210]
    .map(
      (x) =>
        `<g transform="translate(${x} 430)"><path d="M-5,0 V-60 H5 V0 Z" fill="#4a4036"/><circle cx="0" cy="-98" r="56" fill="#5f8a6c"/><circle cx="18" cy="-112" r="38" fill="#7ba37f"/></g>`,
    )
    .join('');
  return picture(
    backdrop('sky', [
      [0, '#6c8fb4'],
      [0.3, '#a9c4d6'],
      [0.55, '#eaded0'],
      [0.66, '#f8ecd6'],
    ]),
    glow('sun', 860, 150, 420, '#fff8e2', 0.85),
    cloud(83, 250, 90, 560, '#ffffff', 0.55) +
      cloud(87, 930, 130, 560, '#ffffff', 0.6) +
      cloud(89, 560, 50, 420, '#5d7a9c', 0.3) +
      cloud(91, 80, 180, 460, '#f7f0e6', 0.5),
    ridge(93, 420, 60, '#9db2b3', 0.5),
    trees,
    place(academy(), 600, 428, 1.02),
    flags,
    `<defs>${linear('ground', [
      [0, '#c9bda8'],
      [0.35, '#9a9a9c'],
      [1, '#596176'],
    ])}</defs><rect y="428" width="1200" height="247" fill="url(#ground)"/>`,
    `<g opacity="0.16" transform="translate(0 868) scale(1 -1)" filter="url(#ripple)">${place(academy(), 600, 438, 1.02)}</g>`,
    glitter(95, { x: 700, top: 440, bottom: 670, spread: 700, count: 60 }, '#fff6e0', 0.4),
    `<g opacity="0.22">${figures(true)}</g>`,
    figures(false),
  );
}

function gantry(): string {
  const lattice = (x: number, from: number, to: number, width: number, lean: number): string => {
    const steps = 6;
    const at = (i: number): number => from + ((to - from) / steps) * i;
    const left = (i: number): number => x + (lean / steps) * i;
    return `<path d="M${x},${from} L${left(steps)},${to} M${x + width},${from} L${left(steps) + width},${to}${Array.from({ length: steps }, (_, i) => ` M${left(i)},${at(i)} L${left(i + 1) + width},${at(i + 1)} M${left(i) + width},${at(i)} L${left(i + 1)},${at(i + 1)}`).join('')}"/>`;
  };
  const truss = times(14, (i) => `<path d="M${-130 + i * 60},-392 L${-100 + i * 60},-430 L${-70 + i * 60},-392"/>`);
  return `<path d="M-134,-434 H716 V-422 H-134 Z M-134,-396 H716 V-384 H-134 Z" fill="#c4492f"/><g stroke="#c4492f" stroke-width="6" fill="none">${truss}</g>
<g stroke="#b23f29" stroke-width="8" fill="none">${lattice(0, -384, 0, 46, -34)}${lattice(40, -384, 0, 46, 40)}</g><g stroke="#8e3122" stroke-width="8" fill="none">${lattice(540, -384, 0, 40, -26)}${lattice(560, -384, 0, 40, 34)}</g>
<path d="M-50,-6 H150 V10 H-50 Z M500,-6 H646 V10 H500 Z" fill="#5a2420"/>
<path d="M250,-384 h70 v34 h-70 z" fill="#f0b04a"/><path d="M258,-376 h24 v16 h-24 z" fill="#33304a"/><path d="M262,-350 V-250 M308,-350 V-250" stroke="#2b2438" stroke-width="2.600"/><path d="M240,-250 H330 L322,-206 H248 Z" fill="#6c7f95"/><path d="M240,-250 H330 V-240 H240 Z" fill="#93a5b8"/>
<rect x="120" y="-428" width="250" height="36" fill="#8e3122"/><text x="245" y="-402" text-anchor="middle" font-family="Liberation Sans" font-size="26" font-weight="bold" letter-spacing="8" fill="#ffe3c4">ORRIN</text>`;
}

function hullOnSlip(): string {
  const frames = times(17, (i) => `<path d="M${46 + i * 29},-6 V-${118 + Math.max(0, i - 11) * 5}"/>`);
  const plates = times(
    3,
    (i) =>
      `<path d="M${14 + i * 6},-${34 + i * 32} H${560 + i * 14}" stroke="#2a3650" stroke-width="1.600" opacity="0.6"/>`,
  );
  const scaffold =
    times(9, (i) => `<path d="M${20 + i * 62},16 V-142"/>`) + times(4, (i) => `<path d="M8,${-i * 42} H540"/>`);
  return `<defs>${linear('plates', [
    [0, '#7a8aa6'],
    [0.6, '#52627f'],
    [1, '#37435f'],
  ])}</defs><path d="M0,-128 L20,0 H540 Q580,-40 612,-168 L420,-136 L0,-128 Z" fill="url(#plates)"/><path d="M14,-34 L20,0 H540 Q556,-16 570,-34 Z" fill="#97413a"/>
<path d="M0,-128 L4,-104 L180,-104 V-130 Z" fill="#97413a" opacity="0.55"/><g stroke="#33415f" stroke-width="1.600" opacity="0.55">${frames}</g>${plates}
<path d="M120,-132 V-190 H250 V-134 Z" fill="#65758f"/><path d="M140,-190 V-224 H214 L224,-190 Z" fill="#7a8aa6"/><path d="M148,-216 h58 v10 h-58 z" fill="#2a3650"/><path d="M300,-136 v-40 h50 v38 z" fill="#b8683f"/>
<g stroke="#d8a86a" stroke-width="2.600" opacity="0.85" fill="none">${scaffold}</g>`;
}

function worker(helmet: string): string {
  return `<path d="M-7,0 L-5,-28 H6 L9,0 H3 L0,-20 L-2,0 Z" fill="#191a2e"/><path d="M-9,-26 L-7,-50 Q0,-54 8,-50 L10,-26 Z" fill="#e0762f"/><path d="M-8,-38 H9" stroke="#ffe9b8" stroke-width="3"/><circle cx="1" cy="-57" r="6.500" fill="#c58f6c"/><path d="M-8,-58 Q-7,-67 1,-67 Q9,-67 10,-58 Z" fill="${helmet}"/>`;
}

function drawShipyard(): string {
  const random = createRandom(23);
  const sparks = times(20, () => {
    const turn = random() * Math.PI * 2;
    const reach = 10 + random() * 52;
    return `<path d="M${(Math.cos(turn) * reach * 0.3).toFixed(1)},${(Math.sin(turn) * reach * 0.3).toFixed(1)} l${(Math.cos(turn) * reach * 0.7).toFixed(1)},${(Math.abs(Math.sin(turn)) * reach * 0.8).toFixed(1)}" stroke="#ffe6a6" stroke-width="2.400" opacity="${(0.4 + random() * 0.6).toFixed(2)}"/>`;
  });
  const farCrane =
    '<path d="M-6,0 L0,-210 L6,0 M0,-210 L-130,-170 M0,-210 L60,-186 V-170 M-130,-170 V-90 M-26,-186 H60 M0,-236 L-130,-172 M0,-236 L60,-188 M0,-210 V-236" stroke-width="5" fill="none"/>';
  return picture(
    backdrop('sky', [
      [0, '#243a63'],
      [0.3, '#5b5f8c'],
      [0.52, '#c47b83'],
      [0.68, '#f7b07c'],
      [0.78, '#ffd59e'],
    ]),
    glow('sun', 260, 470, 440, '#ffcf8e', 0.95),
    '<circle cx="260" cy="470" r="50" fill="#fff1cf"/>',
    cloud(51, 900, 120, 560, '#8a7296', 0.5) +
      cloud(53, 240, 200, 520, '#d98b86', 0.45) +
      cloud(57, 720, 290, 460, '#f3b28c', 0.4),
    `<g opacity="0.7">${ridge(59, 500, 70, '#9a6f87', 0.5)}</g>`,
    `<g stroke="#6d4f70" opacity="0.9">${place(farCrane, 130, 512, 0.8)}${place(farCrane, 1080, 514, 1)}${place(farCrane, 985, 512, 0.62)}</g>`,
    '<path d="M-10,516 V486 H70 V470 H150 V492 H210 V516 Z M1010,516 V476 H1110 V452 H1210 V516 Z" fill="#5c4466"/>' +
      times(
        9,
        (i) =>
          `<rect x="${1024 + i * 20}" y="${486 + (i % 2) * 10}" width="8" height="6" fill="#ffd68c" opacity="0.8"/>`,
      ),
    `<defs>${linear('water', [
      [0, '#f0a880'],
      [0.3, '#936a86'],
      [1, '#2a2f55'],
    ])}</defs><rect y="512" width="1200" height="163" fill="url(#water)"/>`,
    glitter(65, { x: 260, top: 516, bottom: 675, spread: 200, count: 110 }, '#ffe7b8', 0.8),
    '<path d="M318,566 H1210 V690 H318 Z" fill="#33294a"/><path d="M318,566 H1210 V584 H318 Z" fill="#6a4f63"/><path d="M318,566 H1210 V569 H318 Z" fill="#d99a86"/>' +
      times(
        6,
        (i) =>
          `<path d="M${340 + i * 150},600 h70 v60 h-70 z" fill="#29203e"/><path d="M${318 + i * 150},584 v91" stroke="#29203e" stroke-width="3"/>`,
      ),
    place(hullOnSlip(), 500, 550, 0.92),
    glow('arc', 700, 470, 130, '#fff1cf', 0.9),
    `<g transform="translate(700 470)">${sparks}<circle r="6" fill="#ffffff"/></g>`,
    place(gantry(), 420, 566),
    place(worker('#ffe08a'), 392, 610, 1.15) +
      place(worker('#f6f3ea'), 440, 606, 1.1) +
      place(worker('#ffe08a'), 1086, 618, 1.2),
    gull(150, 150, 34, '#3a3f66') + gull(210, 182, 22, '#3a3f66'),
  );
}

/** Somebody at a desk from behind, edged by the light of the screens; the neck at 0, 0. */
function operator(light: string): string {
  const body = 'M-76,110 Q-78,22 -34,10 Q-15,5 -13,-8 V-22 H13 V-8 Q15,5 34,10 Q78,22 76,110 Z';
  return `<path d="${body}" fill="#0a1526" stroke="${light}" stroke-opacity="0.6" stroke-width="2.500"/><path d="M-25,-50 Q-27,-86 0,-86 Q27,-86 25,-50 Q23,-16 0,-15 Q-23,-16 -25,-50 Z" fill="#0c1a2e" stroke="${light}" stroke-opacity="0.6" stroke-width="2.500"/><path d="M-28,-52 Q-30,-92 0,-92 Q30,-92 28,-52" fill="none" stroke="#2c4d70" stroke-width="5"/><rect x="-33" y="-62" width="10" height="24" rx="5" fill="#2c4d70"/><rect x="23" y="-62" width="10" height="24" rx="5" fill="#2c4d70"/>
<path d="M-52,120 V62 Q-52,42 -30,42 H30 Q52,42 52,62 V120 Z" fill="#182a44"/><path d="M-52,62 Q-52,42 -30,42 H30 Q52,42 52,62" fill="none" stroke="#2c4d70" stroke-width="2"/>`;
}

/** Somebody who stands with arms folded, from behind; feet at 0, 0. */
function supervisor(): string {
  return `<g fill="#0a1526" stroke="#f3b46a" stroke-opacity="0.6" stroke-width="1.600"><path d="M-15,0 L-12,-58 H12 L15,0 H3 L0,-46 L-3,0 Z"/><path d="M-15,-54 L-25,-66 Q-28,-104 -8,-108 L-4,-116 H4 L8,-108 Q28,-104 25,-66 L15,-54 Z"/><ellipse cx="0" cy="-125" rx="10" ry="12"/></g>`;
}

function drawOperationsRoom(): string {
  const random = createRandom(101);
  const islands = [
    { seed: 4, x: 520, y: 214, width: 280, height: 180 },
    { seed: 12, x: 738, y: 246, width: 170, height: 150 },
    { seed: 23, x: 590, y: 326, width: 130, height: 34 },
  ];
  const nodes = islands.flatMap(({ x, y, width, height }, island) =>
    Array.from({ length: [15, 9, 3][island] ?? 0 }, () => {
      const turn = random() * Math.PI * 2;
      const reach = Math.sqrt(random()) * 0.36;
      return { x: x + Math.cos(turn) * reach * width, y: y + Math.sin(turn) * reach * height, hot: random() > 0.82 };
    }),
  );
  const links = nodes.flatMap((a, i) =>
    nodes
      .slice(i + 1)
      .filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < 72)
      .map((b) => `<path d="M${a.x.toFixed(0)},${a.y.toFixed(0)} L${b.x.toFixed(0)},${b.y.toFixed(0)}"/>`),
  );
  const chart = (seed: number, x: number, y: number, w: number, h: number, color: string): string => {
    const line = skyline(seed, h * 0.6, 0.6, 5);
    const points = line
      .map(
        (v, i) =>
          `${(x + (i / (line.length - 1)) * w).toFixed(0)},${(y + h - Math.max(4, Math.min(h - 6, v + h * 0.2))).toFixed(0)}`,
      )
      .join(' ');
    return `<polygon points="${x},${y + h} ${points} ${x + w},${y + h}" fill="${color}" opacity="0.22"/><polyline points="${points}" fill="none" stroke="${color}" stroke-width="2.500"/>`;
  };
  const screen = (x: number, y: number, w: number, h: number): string =>
    `<rect x="${x - 5}" y="${y - 5}" width="${w + 10}" height="${h + 10}" rx="5" fill="#050c18"/><rect x="${x}" y="${y}" width="${w}" height="${h}" fill="url(#screen)"/>`;
  const bars = times(
    10,
    (i) =>
      `<rect x="${894 + i * 24}" y="${332 - random() * 90}" width="14" height="100" fill="${i === 6 ? '#f3a64a' : '#3fb7c4'}" opacity="0.75"/>`,
  );
  const rows = times(
    7,
    (i) =>
      `<rect x="78" y="${262 + i * 17}" width="${70 + random() * 140}" height="7" rx="3" fill="${i === 2 ? '#f3a64a' : '#58c4cf'}" opacity="0.7"/>`,
  );
  const desk = (x: number, y: number, s: number): string =>
    place(
      `<path d="M-150,0 H150 L170,22 H-170 Z" fill="#1c3350"/><path d="M-170,22 H170 V120 H-170 Z" fill="#0d1b30"/><path d="M-120,-8 L-112,-74 H-16 V-8 Z M16,-8 V-74 H112 L120,-8 Z" fill="#07111f"/><path d="M-112,-14 L-106,-68 H-22 V-14 Z M22,-14 V-68 H106 L112,-14 Z" fill="#2f8fa3" opacity="0.85"/><path d="M-100,-30 l16,-14 l14,8 l18,-20 l20,10 M34,-54 h46 M34,-42 h60 M34,-30 h32" stroke="#c8f6f2" stroke-width="3" fill="none" opacity="0.8"/>`,
      x,
      y,
      s,
    );
  return picture(
    backdrop('room', [
      [0, '#081324'],
      [0.6, '#0f2440'],
      [1, '#060d1a'],
    ]),
    `<defs>${linear('screen', [
      [0, '#0e3350'],
      [1, '#0a2138'],
    ])}</defs><path d="M0,0 H1200 L1120,60 H80 Z" fill="#0a1729"/>` +
      times(5, (i) => `<path d="M${196 + i * 180},18 h90 l-5,14 h-80 z" fill="#bfe6ee" opacity="0.35"/>`),
    '<path d="M0,0 L44,70 V392 L0,470 Z M1200,0 L1156,70 V392 L1200,470 Z" fill="#0c1c33"/>',
    glow('wall', 600, 240, 560, '#2c9bb0', 0.4),
    screen(346, 84, 508, 272) +
      screen(64, 84, 252, 130) +
      screen(64, 236, 252, 136) +
      screen(884, 84, 252, 130) +
      screen(884, 236, 252, 120),
    times(11, (i) => `<path d="M${346 + i * 50.8},84 V356" stroke="#2a6f8a" stroke-width="0.800" opacity="0.5"/>`) +
      times(5, (i) => `<path d="M346,${129 + i * 45} H854" stroke="#2a6f8a" stroke-width="0.800" opacity="0.5"/>`),
    islands
      .map(
        (i) =>
          `<polygon points="${coast(i.seed, i.x, i.y, i.width, i.height)}" fill="#1f6a7d" stroke="#5fd0d6" stroke-width="1.600"/>`,
      )
      .join(''),
    '<path d="M640,214 Q690,196 700,240 M560,290 Q580,306 590,322 M650,324 Q700,320 726,290" stroke="#f3a64a" stroke-width="2" stroke-dasharray="6 5" fill="none"/>',
    `<g stroke="#7fe0e0" stroke-width="1.300" opacity="0.6">${links.join('')}</g>`,
    nodes
      .map(({ x, y, hot }) =>
        hot
          ? `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="17" fill="#f3a64a" opacity="0.25"/><circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="6" fill="#ffbf66"/>`
          : `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="4" fill="#c9fbf6"/>`,
      )
      .join(''),
    chart(8, 76, 96, 228, 106, '#5fe0c8') + rows + chart(15, 896, 96, 228, 106, '#f3a64a'),
    `<clipPath id="bars"><rect x="884" y="236" width="252" height="112"/></clipPath><g clip-path="url(#bars)">${bars}</g>`,
    '<path d="M0,470 L44,392 H1156 L1200,470 V690 H0 Z" fill="#0b1a2f"/>',
    '<g filter="url(#mist)"><ellipse cx="600" cy="430" rx="420" ry="30" fill="#3fb7c4" opacity="0.35"/></g>',
    [230, 480, 720, 970].map((x) => desk(x, 462, 0.66) + place(operator('#6fd8de'), x, 452, 0.6)).join(''),
    place(supervisor(), 846, 506, 1.02),
    [140, 600, 1060]
      .map((x, i) => desk(x, 590, 1.12) + place(operator(i === 1 ? '#ffc06b' : '#7fe0e6'), x + (i - 1) * 10, 588, 1.12))
      .join(''),
  );
}

function poppy(seed: number): string {
  const random = createRandom(seed);
  const lean = (random() - 0.5) * 26;
  const tall = 62 + random() * 40;
  return `<path d="M0,0 Q${lean * 0.2},${-tall * 0.6} ${lean},${-tall}" stroke="#4d6a3c" stroke-width="3" fill="none"/><path d="M${lean * 0.2},${-tall * 0.35} q-14,-4 -20,-18 q16,0 20,18" fill="#5d7d47"/>
<g transform="translate(${lean} ${-tall}) rotate(${lean * 0.8})"><path d="M0,4 Q-26,2 -23,-17 Q-10,-25 0,-12 Q10,-25 23,-17 Q26,2 0,4 Z" fill="#b3261f"/><path d="M0,7 Q-20,10 -22,-6 Q-8,-14 0,-4 Q8,-14 22,-6 Q20,10 0,7 Z" fill="#e2432f"/><path d="M-18,-4 Q-8,-9 0,-1 Q-8,-2 -18,-4 Z" fill="#ff7a55" opacity="0.7"/><ellipse cx="0" cy="-3" rx="5.500" ry="4.500" fill="#241a20"/></g>`;
}

function cypress(): string {
  return '<path d="M0,0 Q-22,-60 -12,-140 Q-6,-190 0,-214 Q6,-190 12,-140 Q22,-60 0,0 Z" fill="#4a4a63"/><path d="M0,0 Q14,-70 6,-140 Q4,-190 0,-214 Q6,-190 12,-140 Q22,-60 0,0 Z" fill="#383a55"/>';
}

function drawMemorialWall(): string {
  const random = createRandom(7);
  // The wall runs from the right edge towards a vanishing point at the left.
  const depth = (x: number): number => (x - 60) / 1140;
  const top = (x: number): number => 418 - depth(x) * 248;
  const foot = (x: number): number => 452 + depth(x) * 118;
  const panels = times(13, (i) => {
    const x = 60 + 1140 * (i / 13) ** 1.7;
    return `<path d="M${x.toFixed(0)},${top(x).toFixed(0)} V${foot(x).toFixed(0)}" stroke="#7d6c76" stroke-width="${(1 + depth(x) * 3).toFixed(1)}"/>`;
  });
  const names = times(13, (panel) => {
    const from = 60 + 1140 * ((panel + 0.12) / 13) ** 1.7;
    const to = 60 + 1140 * ((panel + 0.88) / 13) ** 1.7;
    return times(13, (row) => {
      const share = 0.16 + row * 0.052;
      const end = from + (to - from) * (0.55 + random() * 0.42);
      const y = (x: number): string => (top(x) + (foot(x) - top(x)) * share).toFixed(1);
      return `<path d="M${from.toFixed(1)},${y(from)} L${end.toFixed(1)},${y(end)}" stroke="#86747c" stroke-width="${(0.6 + depth(from) * 4.6).toFixed(1)}" stroke-dasharray="${(2 + depth(from) * 17).toFixed(0)} ${(1 + depth(from) * 5).toFixed(0)}"/>`;
    });
  });
  // Nearer flowers are spread evenly but for the gap through which the mourner and the wreath are seen.
  const flowers = (count: number, y: number, spread: number, scale: number, seed: number): string =>
    Array.from({ length: count }, (_, i) => ({
      i,
      x: ((i + 0.2 + random() * 0.6) / count) * 1200,
      y: y + random() * spread,
    }))
      .filter(({ x }) => scale < 0.6 || x < 440 || x > 620)
      .toSorted((a, b) => a.y - b.y)
      .map(({ i, x, y: at }) => place(poppy(seed + i), Math.round(x), Math.round(at), scale * (0.85 + random() * 0.3)))
      .join('');
  return picture(
    backdrop('sky', [
      [0, '#5a6391'],
      [0.3, '#a98aa2'],
      [0.5, '#efb795'],
      [0.66, '#ffe0ae'],
    ]),
    glow('sun', 190, 402, 430, '#fff0c2', 0.95),
    '<circle cx="190" cy="396" r="44" fill="#fffaea"/>',
    cloud(103, 470, 100, 600, '#e3b3aa', 0.45) +
      cloud(107, 180, 190, 460, '#ffdcb4', 0.5) +
      cloud(109, 760, 60, 420, '#8c84aa', 0.4),
    `<g opacity="0.75">${ridge(111, 440, 90, '#b78f98', 0.5)}</g>`,
    ridge(115, 452, 36, '#86788f', 0.5),
    [40, 78, 300, 352, 396].map((x, i) => place(cypress(), x, 456, 0.62 + (i % 3) * 0.16)).join(''),
    `<defs>${linear('grass', [
      [0, '#b7a876'],
      [0.3, '#7d8a58'],
      [1, '#2f4632'],
    ])}${linear(
      'stone',
      [
        [0, '#f3e0c6'],
        [0.5, '#d3bfae'],
        [1, '#a9969a'],
      ],
      [1, 0.2],
    )}</defs><rect y="450" width="1200" height="225" fill="url(#grass)"/>`,
    `<path d="M60,${top(60)} L1200,${top(1200)} V${foot(1200)} L60,${foot(60)} Z" fill="url(#stone)"/><path d="M60,${top(60)} L1200,${top(1200)} v-22 L60,${top(60) - 4} Z" fill="#fdf0d8"/><path d="M60,${foot(60)} L1200,${foot(1200)} v26 L60,${foot(60) + 5} Z" fill="#8b7a80"/>`,
    panels,
    names,
    '<path d="M60,457 L1200,596 V640 L60,462 Z" fill="#4d5a40" opacity="0.5"/>',
    '<g transform="translate(560 528)"><ellipse cx="0" cy="2" rx="34" ry="6" fill="#2f3a2c" opacity="0.5"/><circle cx="0" cy="-28" r="22" fill="none" stroke="#3f5a3c" stroke-width="12"/>' +
      times(
        11,
        (i) =>
          `<circle cx="${(Math.cos(i * 0.571) * 22).toFixed(1)}" cy="${(-28 + Math.sin(i * 0.571) * 22).toFixed(1)}" r="5" fill="#d63a2b"/>`,
      ) +
      '</g>',
    '<g transform="translate(470 522) scale(1.050)"><path d="M-12,0 L-9,-48 H9 L12,0 Z" fill="#39334c"/><path d="M-14,-44 Q-15,-82 0,-84 Q15,-82 14,-44 Z" fill="#514863"/><circle cx="1" cy="-93" r="9" fill="#d9b096"/><path d="M-9,-94 Q-9,-105 1,-104 Q11,-104 10,-92 Q4,-98 -9,-94 Z" fill="#e9e4e0"/><path d="M11,-70 L22,-40" stroke="#514863" stroke-width="6" stroke-linecap="round"/><path d="M22,-42 L26,2" stroke="#2b2438" stroke-width="3"/></g>',
    flowers(34, 560, 40, 0.5, 200),
    flowers(30, 620, 40, 0.95, 300),
    `<g filter="url(#soft)" opacity="0.95">${flowers(11, 720, 30, 2.1, 400)}</g>`,
  );
}

/** The pictures that show buildings, rooms, yards and an orbit. */
export const PLACE_PICTURES: Readonly<Record<string, () => string>> = {
  satellite: drawSatellite,
  'parade-ground': drawParadeGround,
  shipyard: drawShipyard,
  'operations-room': drawOperationsRoom,
  'memorial-wall': drawMemorialWall,
};
