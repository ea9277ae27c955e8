import {
  backdrop,
  cloud,
  createRandom,
  glitter,
  glow,
  gull,
  linear,
  picture,
  place,
  reflected,
  ridge,
  times,
} from './shapes.ts';

/** A frigate from the side, bow to the right; 560 wide, its waterline at y = 0. */
function frigate(): string {
  return `<defs>${linear('hull', [
    [0, '#5d7388'],
    [0.55, '#41566b'],
    [1, '#2a3a4d'],
  ])}${linear('deck', [
    [0, '#8798a6'],
    [1, '#566b7e'],
  ])}</defs>
<path d="M6,-36 L0,0 L500,0 Q520,-18 560,-62 L352,-46 L348,-40 Z" fill="url(#hull)"/>
<path d="M6,-36 L348,-40 L352,-46 L560,-62 L556,-57 L354,-42 L350,-36 L6,-32 Z" fill="#93a5b3" opacity="0.7"/>
<path d="M3,-8 L509,-8 L500,0 L0,0 Z" fill="#6b3038"/>
<path d="M84,-37 L90,-86 L196,-86 L202,-38 Z" fill="url(#deck)"/>
<path d="M84,-37 L90,-86 L104,-86 L102,-37 Z" fill="#3a4d60"/>
<path d="M206,-38 L212,-108 L248,-112 L256,-39 Z" fill="#4a5f73"/><path d="M212,-108 L248,-112 L249,-120 L213,-117 Z" fill="#1f2c3a"/>
<path d="M262,-40 L266,-92 L282,-118 L350,-118 L372,-88 L380,-46 Z" fill="url(#deck)"/>
<path d="M284,-112 L349,-112 L358,-101 L278,-101 Z" fill="#1d2a3a"/>
${times(6, (i) => `<rect x="${289 + i * 11.4}" y="-111" width="8.2" height="8.4" fill="#f6c98a" opacity="${0.55 + (i % 3) * 0.15}"/>`)}
<path d="M296,-118 L308,-190 L320,-190 L336,-118 Z" fill="#50667b"/><path d="M316,-118 L316,-190 L320,-190 L336,-118 Z" fill="#34475a"/>
<circle cx="314" cy="-198" r="13" fill="#7c90a1"/><path d="M314,-211 V-246 M314,-232 H300 M314,-232 H328 M296,-170 H334 M300,-156 H336" stroke="#34475a" stroke-width="2.6"/>
<path d="M140,-86 V-132 M140,-120 H128 M140,-120 H152" stroke="#34475a" stroke-width="2.4"/><circle cx="162" cy="-95" r="9" fill="#8b9dac"/>
<path d="M424,-52 L428,-74 Q444,-84 458,-74 L462,-55 Z" fill="#6f8395"/><path d="M454,-72 L512,-84" stroke="#3a4d60" stroke-width="5"/>
<path d="M392,-49 h22 v-9 h-22 z" fill="#4a5f73"/>
<path d="M14,-36 V-74" stroke="#2a3a4d" stroke-width="2"/><path d="M14,-74 q14,-6 26,1 q-8,8 0,15 q-14,-5 -26,1 Z" fill="#c8553d"/>
<path d="M314,-246 L60,-86 M314,-240 L540,-62" stroke="#34475a" stroke-width="0.8" opacity="0.7"/>
${times(16, (i) => `<rect x="${30 + i * 19}" y="-25" width="3.4" height="3.4" rx="1.7" fill="#1d2a3a" opacity="0.7"/>`)}
<text x="470" y="-30" font-family="Liberation Sans" font-size="20" font-weight="bold" fill="#d5dde3" opacity="0.85" transform="skewX(-8) translate(-6 0)">F71</text>`;
}

function lighthouse(): string {
  return `<defs>${linear(
    'tower',
    [
      [0, '#e8dccb'],
      [0.45, '#b9aea4'],
      [1, '#54596a'],
    ],
    [1, 0],
  )}</defs>
<path d="M-20,0 L-12,-150 L12,-150 L20,0 Z" fill="url(#tower)"/><path d="M-17.9,-40 L-15.7,-80 L15.7,-80 L17.9,-40 Z M-14.1,-112 L-12.5,-140 L12.5,-140 L14.1,-112 Z" fill="#b4483a" opacity="0.85"/>
<rect x="-19" y="-156" width="38" height="7" fill="#2b3346"/><rect x="-10" y="-178" width="20" height="22" fill="#ffe5a8"/><path d="M-13,-178 L0,-196 L13,-178 Z" fill="#2b3346"/><path d="M-10,-178 V-156 M0,-178 V-156 M10,-178 V-156" stroke="#2b3346" stroke-width="2"/>`;
}

function drawHarbourDawn(): string {
  const ship = place(frigate(), 470, 452, 1);
  return picture(
    backdrop('sky', [
      [0, '#1f3557'],
      [0.28, '#4a6486'],
      [0.48, '#c58f86'],
      [0.6, '#f4bd84'],
      [0.67, '#ffe1a6'],
    ]),
    glow('sun', 890, 418, 330, '#ffc079', 0.95),
    '<circle cx="890" cy="414" r="46" fill="#fff3cf"/>',
    cloud(4, 300, 150, 520, '#e7a58e', 0.42) +
      cloud(9, 960, 220, 460, '#ffd9a8', 0.5) +
      cloud(12, 620, 285, 520, '#f9bd90', 0.36),
    `<g opacity="0.75">${ridge(21, 424, 60, '#a98a92', 0.48)}</g>`,
    ridge(8, 436, 30, '#77728a', 0.5),
    `<defs>${linear('sea', [
      [0, '#f2b988'],
      [0.16, '#b58b8c'],
      [0.5, '#4f6684'],
      [1, '#182a45'],
    ])}</defs><rect y="438" width="1200" height="237" fill="url(#sea)"/>`,
    glitter(5, { x: 890, top: 440, bottom: 675, spread: 260, count: 170 }, '#ffeec2', 0.85),
    glitter(6, { x: 500, top: 445, bottom: 675, spread: 900, count: 110 }, '#26405f', 0.5),
    reflected(ship, 453, 0.42),
    ship,
    '<path d="M470,453 Q760,446 990,452 L1012,455 Q760,464 452,457 Z" fill="#fff1d6" opacity="0.55"/>',
    place(lighthouse(), 196, 470, 1.18),
    glow('lamp', 196, 273, 120, '#fff0c0', 0.75),
    '<path d="M-10,482 L120,466 L300,466 L352,492 L360,520 L-10,560 Z" fill="#1b2436"/><path d="M-10,482 L120,466 L300,466 L352,492 L300,484 L120,482 L-10,500 Z" fill="#4a4a5c"/>',
    '<path d="M-10,640 Q200,612 430,650 T1210,628 V690 H-10 Z" fill="#101c30" opacity="0.75"/>',
    gull(640, 170, 44, '#2b3a55') +
      gull(705, 206, 30, '#2b3a55') +
      gull(560, 222, 26, '#3f4d68') +
      gull(1040, 300, 24, '#7d5f63'),
  );
}

/** A hospital ship from the side, bow to the left; 640 wide, its waterline at y = 0. */
function hospitalShip(): string {
  const cross = (x: number, y: number, s: number): string =>
    `<path d="M${x - s},${y - s * 3} h${s * 2} v${s * 2} h${s * 2} v${s * 2} h${-s * 2} v${s * 2} h${-s * 2} v${-s * 2} h${-s * 2} v${-s * 2} h${s * 2} Z" fill="#cf3a35"/>`;
  const windows = (x: number, y: number, count: number): string =>
    times(count, (i) => `<rect x="${x + i * 17}" y="${y}" width="9" height="8" rx="1.5" fill="#3e6f86"/>`);
  return `<defs>${linear('white', [
    [0, '#ffffff'],
    [0.6, '#f1f5f4'],
    [1, '#c5d5d8'],
  ])}${linear('house', [
    [0, '#ffffff'],
    [1, '#dfe9ea'],
  ])}</defs>
<path d="M0,-96 Q22,-40 52,0 L624,0 Q640,-40 640,-88 L150,-88 Q80,-92 0,-96 Z" fill="url(#white)"/>
<path d="M22,-48 L30,-36 L637,-36 L639,-48 Z" fill="#3b8f6b"/><path d="M46,-9 L52,0 L624,0 L628,-9 Z" fill="#8e3a38"/>
<path d="M142,-88 L150,-130 L590,-130 L596,-88 Z" fill="url(#house)"/><path d="M160,-130 L170,-168 L520,-168 L526,-130 Z" fill="url(#house)"/><path d="M176,-168 L190,-204 L312,-204 L318,-168 Z" fill="url(#house)"/>
<path d="M142,-88 H596 M160,-130 H590 M176,-168 H526" stroke="#b4c6ca" stroke-width="3"/>
${windows(170, -120, 24)}${windows(188, -154, 8)}${windows(420, -154, 5)}
<path d="M192,-196 L308,-196 L311,-184 L187,-184 Z" fill="#2c5568"/>${times(8, (i) => `<rect x="${203 + i * 14}" y="-197" width="2" height="14" fill="#f4f7f7"/>`)}
<path d="M404,-168 L410,-226 L462,-226 L470,-168 Z" fill="#f4f7f7"/><path d="M409,-214 L410,-226 L462,-226 L463.600,-214 Z" fill="#2b4a59"/>${cross(437, -190, 7)}
${cross(340, -65, 8.6)}
<path d="M250,-204 V-262 M236,-246 H264 M240,-232 H260" stroke="#5b7a86" stroke-width="3"/><circle cx="222" cy="-212" r="9" fill="#f4f7f7"/>
<path d="M70,-93 V-140 L140,-96" stroke="#6d8a94" stroke-width="3" fill="none"/><rect x="600" y="-94" width="40" height="5" fill="#5b7a86"/>
${times(4, (i) => `<path d="M${400 + i * 46},-97 q17,-15 34,0 q-3,8 -8,8 h-18 q-5,0 -8,-8 Z" fill="#e07b3a"/><path d="M${400 + i * 46},-97 h34" stroke="#b85c24" stroke-width="1.5"/>`)}
${times(12, (i) => (i === 6 ? '' : `<circle cx="${76 + i * 44}" cy="-70" r="3.4" fill="#5b8797"/>`))}`;
}

function palm(lean: number): string {
  const fronds = [-165, -140, -112, -70, -40, -14, 10]
    .map((angle) => `<path d="M0,0 Q40,-16 78,14 Q40,4 0,0 Z" transform="translate(${lean} -168) rotate(${angle})"/>`)
    .join('');
  return `<path d="M-6,0 Q${lean * 0.1},-90 ${lean - 3},-168 L${lean + 4},-168 Q${lean * 0.3 + 8},-80 7,0 Z"/>${fronds}`;
}

function landingCraft(): string {
  return `<path d="M0,-16 L8,0 H104 L116,-24 L98,-20 H34 L30,-16 Z" fill="#4e6b73"/><rect x="10" y="-36" width="22" height="20" fill="#6f8b91"/><rect x="13" y="-33" width="16" height="7" fill="#234451"/><path d="M36,-20 h60 v-8 h-60 z" fill="#b3824e"/><path d="M20,-36 v-16" stroke="#3a535b" stroke-width="2"/>${times(5, (i) => `<circle cx="${46 + i * 10}" cy="-32" r="4" fill="#e8a24c"/><rect x="${42.5 + i * 10}" y="-29" width="7" height="9" fill="#d8662f"/>`)}
<path d="M-60,5 Q20,-8 130,2 Q30,8 -60,5 Z" fill="#ffffff" opacity="0.8"/>`;
}

function drawHospitalShip(): string {
  const ship = place(hospitalShip(), 300, 420, 1);
  return picture(
    backdrop('sky', [
      [0, '#4f9db5'],
      [0.35, '#93cbd0'],
      [0.6, '#e9efdb'],
      [0.66, '#fbf1d5'],
    ]),
    glow('sun', 1010, 120, 420, '#fff6d8', 0.85),
    cloud(3, 280, 120, 520, '#ffffff', 0.55) +
      cloud(8, 800, 190, 560, '#ffffff', 0.42) +
      cloud(15, 140, 250, 380, '#ffffff', 0.4),
    `<g opacity="0.6">${ridge(33, 398, 190, '#8fb9b4', 0.5)}</g>`,
    ridge(57, 404, 120, '#5f9d8d', 0.5),
    ridge(71, 412, 46, '#3f8272', 0.55),
    times(
      34,
      (i) =>
        `<path d="M0,0 v-9 l8,-7 l8,7 v9 z" transform="translate(${790 + ((i * 97) % 400)} ${408 - ((i * 53) % 26)}) scale(${0.6 + ((i * 31) % 10) / 22})" fill="${i % 3 ? '#f0e2c4' : '#c9876a'}"/>`,
    ),
    `<defs>${linear('sea', [
      [0, '#a5dccf'],
      [0.2, '#5bb7b3'],
      [0.6, '#27899a'],
      [1, '#12566f'],
    ])}</defs><rect y="412" width="1200" height="263" fill="url(#sea)"/>`,
    reflected(ship, 421, 0.5),
    glitter(15, { x: 640, top: 420, bottom: 640, spread: 900, count: 150 }, '#e9fff4', 0.45),
    glitter(17, { x: 640, top: 430, bottom: 660, spread: 900, count: 90 }, '#0e5a70', 0.35),
    ship,
    '<path d="M330,421 H930 l10,4 H322 Z" fill="#ffffff" opacity="0.6"/>',
    place(landingCraft(), 800, 520, 1.35),
    place(landingCraft(), 250, 462, 0.62),
    '<path d="M-10,690 V612 Q120,590 260,624 Q420,660 560,690 Z" fill="#e9d3a4"/><path d="M-10,612 Q120,590 260,624 Q420,660 560,690 L590,690 Q430,652 262,614 Q120,578 -10,600 Z" fill="#ffffff" opacity="0.7"/>',
    `<g fill="#123f3f">${place(palm(56), 70, 640, 2.1)}${place(palm(-20), 10, 660, 1.9)}</g>`,
    gull(700, 110, 34, '#ffffff') + gull(760, 140, 24, '#ffffff') + gull(420, 96, 22, '#ffffff'),
  );
}

/** A rescue helicopter from the side, nose to the left; its rotor's hub at 0, 0. */
function helicopter(): string {
  return `<defs>${linear('skin', [
    [0, '#f25b3d'],
    [0.5, '#d63a2b'],
    [1, '#8f1f22'],
  ])}</defs>
<path d="M-150,62 Q-160,30 -108,22 L-60,14 Q-20,4 40,14 L96,30 L300,24 L306,36 L110,76 Q60,104 -40,104 L-104,100 Q-144,92 -150,62 Z" fill="url(#skin)"/>
<path d="M-146,74 Q-130,98 -104,100 L-40,104 Q60,104 110,76 L160,64 L60,76 Q-40,84 -146,74 Z" fill="#f5efe6"/>
<path d="M-148,56 Q-150,34 -106,28 L-92,26 L-96,62 Q-124,66 -148,60 Z" fill="#1d3448"/><path d="M-140,44 Q-132,34 -104,31 L-102,38 Q-126,40 -140,48 Z" fill="#8fb9cc" opacity="0.7"/>
<path d="M-82,26 h34 v40 h-34 z" fill="#1d3448"/><path d="M-28,30 h56 v58 h-56 z" fill="#132434"/><path d="M-28,30 h56 v58 h-56 z" fill="#ffc868" opacity="0.85"/><path d="M-18,88 V58 Q-14,48 -8,50 Q0,50 2,60 V88 Z" fill="#132434"/><circle cx="-8" cy="43" r="7" fill="#132434"/><path d="M40,32 h22 v20 h-22 z" fill="#1d3448"/>
<path d="M-44,12 L-34,-4 H38 L58,16 Z" fill="#b32c26"/><rect x="-5" y="-16" width="10" height="14" fill="#22303f"/><ellipse cx="0" cy="-18" rx="250" ry="7" fill="#dfe9ef" opacity="0.22"/><path d="M-250,-20 L0,-17 L250,-22 L0,-13 Z" fill="#16222f" opacity="0.85"/>
<path d="M284,28 L316,-36 L336,-38 L316,34 Z" fill="#d63a2b"/><circle cx="326" cy="-30" r="38" fill="#dfe9ef" opacity="0.16"/><path d="M326,-66 L324,-30 L328,6 M292,-24 L326,-30 L360,-36" stroke="#16222f" stroke-width="4"/><path d="M268,32 l34,12 l6,-6 z" fill="#8f1f22"/>
<path d="M-104,100 v16 M40,100 v16" stroke="#22303f" stroke-width="6"/><circle cx="-104" cy="120" r="10" fill="#16222f"/><circle cx="40" cy="120" r="10" fill="#16222f"/>
<path d="M10,26 h36" stroke="#22303f" stroke-width="6"/><text x="120" y="58" font-family="Liberation Sans" font-weight="bold" font-size="25" fill="#f5efe6" transform="rotate(-5 120 58)">RESCUE</text>`;
}

function wave(seed: number, y: number, height: number, body: string, crest: string): string {
  const random = createRandom(seed);
  let path = `M-60,${y}`;
  let foam = '';
  for (let x = -60; x < 1260;) {
    const span = 150 + random() * 190;
    const top = y - height * (0.55 + random() * 0.45);
    path += ` C${x + span * 0.35},${y - 4} ${x + span * 0.42},${top} ${x + span * 0.62},${top} C${x + span * 0.72},${top + height * 0.2} ${x + span * 0.8},${y} ${x + span},${y}`;
    foam += `<path d="M${x + span * 0.44},${top + height * 0.16} Q${x + span * 0.54},${top - 3} ${x + span * 0.63},${top - 1} Q${x + span * 0.7},${top + height * 0.14} ${x + span * 0.79},${y - height * 0.2} Q${x + span * 0.66},${top + height * 0.2} ${x + span * 0.44},${top + height * 0.16} Z" fill="${crest}"/>`;
    x += span;
  }
  return `<path d="${path} V700 H-60 Z" fill="${body}"/>${foam}`;
}

function trawler(): string {
  return `<path d="M0,-30 Q14,-10 26,0 H190 L204,-34 L120,-26 Q50,-24 0,-30 Z" fill="#1a2b3b"/><path d="M112,-27 V-66 H168 V-30 Z" fill="#2a3e50"/><rect x="118" y="-60" width="40" height="12" fill="#ff9a4a"/><path d="M60,-28 V-116 M60,-100 L112,-40 M140,-66 V-104" stroke="#1a2b3b" stroke-width="5"/>`;
}

function drawRescueHelicopter(): string {
  const random = createRandom(44);
  const rain = times(120, () => {
    const x = random() * 1300;
    const y = random() * 675;
    const length = 18 + random() * 34;
    return `<path d="M${x.toFixed(0)},${y.toFixed(0)} l${(-length * 0.42).toFixed(1)},${length.toFixed(1)}"/>`;
  });
  return picture(
    backdrop('sky', [
      [0, '#101d30'],
      [0.4, '#27405a'],
      [0.68, '#58748a'],
      [0.8, '#7d929c'],
    ]),
    cloud(31, 230, 60, 760, '#0c1727', 0.75) +
      cloud(37, 880, 40, 820, '#0b1524', 0.7) +
      cloud(41, 1010, 150, 520, '#1a2c42', 0.6) +
      cloud(47, 120, 300, 480, '#6d8494', 0.2),
    glow('fire', 976, 430, 210, '#ff7a35', 0.8),
    '<path d="M962,446 C960,380 1010,370 1020,330 C1034,280 1110,290 1130,250 C1150,214 1200,220 1230,200 V330 C1180,326 1170,350 1130,352 C1080,356 1070,392 1040,396 C1010,402 1000,420 996,446 Z" fill="#0d1724" opacity="0.82"/><path d="M966,446 C966,396 1016,392 1030,356 C1046,318 1110,322 1140,290 C1170,262 1200,270 1230,262 V330 C1180,326 1170,350 1130,352 C1080,356 1070,392 1040,396 C1010,402 1000,420 996,446 Z" fill="#3a2a2c" opacity="0.8"/>',
    wave(2, 478, 44, '#38566c', '#8fa7b3'),
    place(trawler(), 832, 496, 0.95, -5),
    '<path transform="translate(2 24)" d="M956,418 q10,-34 18,-44 q4,18 14,24 q2,-18 10,-26 q14,28 4,50 z" fill="#ffb04f"/><path transform="translate(2 24)" d="M968,420 q4,-18 12,-24 q4,10 10,14 q4,6 -2,12 z" fill="#fff0b8"/>',
    wave(5, 520, 60, '#26455c', '#a9bec7'),
    `<defs>${linear('beam', [
      [0, '#fff7d6', 0.7],
      [1, '#fff7d6', 0.02],
    ])}</defs><path d="M336,286 L230,640 H590 L366,286 Z" fill="url(#beam)"/>`,
    wave(9, 572, 76, '#1a3449', '#c4d4da'),
    place(helicopter(), 420, 176, 1.08, -4),
    '<path d="M455,205 L462,470" stroke="#e9eff2" stroke-width="2"/>',
    '<g transform="translate(462 470) rotate(8)"><circle cx="0" cy="4" r="8.500" fill="#f3a92f"/><path d="M-10,14 Q0,8 10,14 L13,44 L4,44 L8,76 L1,76 L-2,50 L-8,74 L-15,72 L-8,44 L-13,42 Z" fill="#f08a24"/><path d="M-10,16 L-26,36 M10,16 L2,-14" stroke="#f08a24" stroke-width="6" stroke-linecap="round"/><path d="M-12,30 h24" stroke="#fff3c9" stroke-width="4"/></g>',
    wave(14, 648, 92, '#0f2437', '#dbe6ea'),
    `<g stroke="#d3e0e6" stroke-width="1.3" opacity="0.22">${rain}</g>`,
  );
}

/** The pictures that show ships and the sea. */
export const SEA_PICTURES: Readonly<Record<string, () => string>> = {
  'harbour-dawn': drawHarbourDawn,
  'hospital-ship': drawHospitalShip,
  'rescue-helicopter': drawRescueHelicopter,
};
