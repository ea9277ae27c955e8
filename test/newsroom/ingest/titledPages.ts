/** What a page says of its title: `<title>`, Open Graph, headings, meta tags by name, other head markup, body markup. */
export type TitleFacts = {
  t?: string;
  og?: string;
  tw?: string;
  site?: string;
  h1?: string | string[];
  m?: Record<string, string>;
  x?: string;
  body?: string;
};

const ld = (o: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...o })}</script>`;
const art = (headline: string, publisher: string): string =>
  ld({ '@type': 'NewsArticle', headline, publisher: { '@type': 'Organization', name: publisher } });
/** A page with these facts, as publishing systems write it. */
export const titledPage = ({ t, og, tw, site, h1, m = {}, x = '', body = '' }: TitleFacts): string =>
  `<!doctype html><html><head>${t ? `<title>${t}</title>` : ''}${og ? `<meta property="og:title" content="${og}">` : ''}${tw ? `<meta name="twitter:title" content="${tw}">` : ''}${site ? `<meta property="og:site_name" content="${site}">` : ''}${Object.entries(
    m,
  )
    .map(([k, v]) => `<meta name="${k}" property="${k}" content="${v}">`)
    .join(
      '',
    )}${x}</head><body>${h1 ? (Array.isArray(h1) ? h1 : [h1]).map((h) => `<h1>${h}</h1>`).join('') : ''}${body}<p>The town council said on Monday that the work would begin in the spring, and end a year later.</p></body></html>`;
const crumbs = (...names: string[]): string =>
  ld({
    '@type': 'BreadcrumbList',
    itemListElement: names.map((name, i) => ({ '@type': 'ListItem', position: i + 1, name })),
  });
const H = 'Council approves new harbor bridge after long debate';
/** Pages by the patterns of publishing systems: kind, address, facts, headline. */
export const TITLED: [string, string, TitleFacts, string][] = [
  // WordPress / Yoast: @graph with WebPage name, WebSite name
  [
    'yoast',
    'https://www.elmpost.example/2026/11/bridge/',
    {
      t: `${H} - Elm Post`,
      og: `${H} - Elm Post`,
      site: 'Elm Post',
      x: ld({
        '@graph': [
          { '@type': 'WebPage', name: `${H} - Elm Post`, url: 'https://www.elmpost.example/2026/11/bridge/' },
          { '@type': 'WebSite', name: 'Elm Post' },
        ],
      }),
      h1: H,
    },
    H,
  ],
  [
    'yoast no og',
    'https://www.elmpost.example/2026/11/bridge/',
    { t: `${H} • Elm Post`, x: ld({ '@graph': [{ '@type': 'WebSite', name: 'Elm Post' }] }) },
    H,
  ],
  [
    'yoast graph, short headline',
    'https://ep.example/2026/11/bridge/',
    {
      t: `Bridge opens - Elm Post Daily News`,
      x: ld({ '@graph': [{ '@type': 'WebSite', name: 'Elm Post Daily News' }] }),
    },
    'Bridge opens',
  ],
  [
    'yoast site tagline',
    'https://ep.example/a1',
    { t: `Bridge opens | Elm Post | News from the coast`, site: 'Elm Post', h1: 'Bridge opens' },
    'Bridge opens',
  ],
  [
    'rankmath',
    'https://ep.example/a2',
    { t: `Bridge opens » Elm Post`, og: 'Bridge opens » Elm Post', site: 'Elm Post' },
    'Bridge opens',
  ],
  [
    'wp h1 logo + entry-title',
    'https://elmpost.example/a3',
    { t: `${H} – Elm Post`, h1: ['<a href="/">Elm Post</a>', H] },
    H,
  ],
  [
    'wp h1 is the tagline',
    'https://elmpost.example/a3',
    { t: `${H} – Elm Post`, h1: ['News from the coast since 1881'] },
    H,
  ],
  [
    'aioseo',
    'https://ep.example/a4',
    {
      t: `Elm Post | ${H}`,
      og: `Elm Post | ${H}`,
      x: ld({ '@graph': [{ '@type': 'Organization', name: 'Elm Post' }] }),
    },
    H,
  ],
  // Drupal
  ['drupal metatag', 'https://www.kestrel.example/news/bridge', { t: `${H} | Kestrel County Times`, og: H, h1: H }, H],
  [
    'drupal no og',
    'https://www.kct.example/news/bridge',
    { t: `Bridge opens | Kestrel County Times`, h1: '<span>Bridge opens</span>', m: { Generator: 'Drupal 10' } },
    'Bridge opens',
  ],
  [
    'drupal section',
    'https://www.kct.example/news/local/bridge',
    { t: `Bridge opens | Local News | Kestrel County Times`, og: `Bridge opens | Local News | Kestrel County Times` },
    'Bridge opens',
  ],
  // Arc
  [
    'arc',
    'https://www.kestrel.example/local/2026/11/03/bridge/',
    { t: `${H} – The Kestrel Times`, og: H, site: 'The Kestrel Times', x: art(H, 'The Kestrel Times'), h1: H },
    H,
  ],
  [
    'arc washington',
    'https://www.kestrel.example/x/',
    {
      t: `Opinion | The bridge nobody needs - The Kestrel Times`,
      og: `Opinion | The bridge nobody needs`,
      site: 'The Kestrel Times',
      x: art('Opinion | The bridge nobody needs', 'The Kestrel Times'),
      h1: 'Opinion <br> The bridge nobody needs',
    },
    'The bridge nobody needs',
  ],
  [
    'arc opinion, section only',
    'https://www.kestrel.example/x/',
    {
      t: `Opinion | The bridge nobody needs - The Kestrel Times`,
      og: `Opinion | The bridge nobody needs`,
      site: 'The Kestrel Times',
      m: { 'article:section': 'Opinion' },
    },
    'The bridge nobody needs',
  ],
  // Brightspot (AP-like, LA Times)
  [
    'brightspot',
    'https://ktimes.example/article/bridge-123',
    { t: `${H} | KT News`, og: H, site: 'KT News', x: art(H, 'KT News'), h1: H },
    H,
  ],
  [
    'brightspot npr-like',
    'https://www.kpr.example/2026/11/03/bridge',
    { t: `${H} : KPR`, og: H, site: 'KPR', h1: H },
    H,
  ],
  ['npr no og', 'https://www.kpr.example/2026/11/03/bridge', { t: `Bridge opens : KPR` }, 'Bridge opens'],
  [
    'npr two parts',
    'https://www.kpr.example/2026/11/03/bridge',
    { t: `Bridge opens : The Two-Way : KPR`, m: { 'application-name': 'KPR' }, h1: 'Bridge opens' },
    'Bridge opens',
  ],
  // Blox / TownNews: title | section | site
  [
    'blox',
    'https://www.kestrelnews.example/news/local/bridge/article_1.html',
    { t: `${H} | Local News | kestrelnews.example`, og: H, site: 'Kestrel News', h1: H },
    H,
  ],
  [
    'blox no og',
    'https://www.kestrelnews.example/news/local/bridge/article_1.html',
    { t: `Bridge opens | Local News | kestrelnews.example` },
    'Bridge opens',
  ],
  [
    'blox three',
    'https://www.kn.example/news/bridge/article_1.html',
    { t: `Bridge opens | News, Sports, Jobs - Kestrel News`, site: 'Kestrel News', h1: 'Bridge opens' },
    'Bridge opens',
  ],
  [
    'ogden',
    'https://www.kn.example/news/bridge/',
    { t: `Bridge opens | News, Sports, Jobs - Kestrel News`, og: `Bridge opens` },
    'Bridge opens',
  ],
  // Gannett, Guardian, BBC, Reuters, CNN, NYT
  [
    'tag and site',
    'https://www.theguard.example/world/2026/nov/03/bridge',
    {
      t: `${H} | Bridges | The Guard`,
      og: H,
      site: 'the Guard',
      x: art(H, 'The Guard'),
      h1: H,
      m: { 'article:section': 'World news' },
    },
    H,
  ],
  [
    'tag without og',
    'https://www.theguard.example/world/2026/nov/03/bridge',
    { t: `Bridge opens | Bridges | The Guard`, m: { 'application-name': 'The Guard' } },
    'Bridge opens',
  ],
  [
    'og with site',
    'https://www.bcb.example/news/uk-1',
    { t: `Bridge opens - BCB News`, og: 'Bridge opens - BCB News', site: 'BCB News' },
    'Bridge opens',
  ],
  ['og and title differ', 'https://edition.ccn.example/2026/x', { t: `${H} - CCN`, og: `${H} | CCN`, site: 'CCN' }, H],
  [
    'site and section',
    'https://edition.ccn.example/2026/x',
    {
      t: `Bridge opens | CCN Politics`,
      og: `Bridge opens | CCN Politics`,
      site: 'CCN',
      x: art('Bridge opens | CCN Politics', 'CCN'),
      h1: 'Bridge opens',
    },
    'Bridge opens',
  ],
  [
    'site and section without heading',
    'https://edition.ccn.example/2026/x',
    { t: `Bridge opens | CCN Politics`, og: `Bridge opens | CCN Politics`, site: 'CCN' },
    'Bridge opens',
  ],
  ['capital site', 'https://www.rtrs.example/world/x', { t: `${H} | Rtrs`, og: H, site: 'Rtrs', h1: H }, H],
  [
    'other site name',
    'https://www.dm.example/x',
    { t: `Bridge opens | Daily Meal Online`, og: 'Bridge opens', site: 'Mail Online', h1: 'Bridge opens' },
    'Bridge opens',
  ],
  [
    'prefix that belongs to it',
    'https://x.example/a',
    {
      t: `WATCH LIVE: Bridge opens - KZZ News`,
      og: 'WATCH LIVE: Bridge opens',
      site: 'KZZ News',
      h1: 'WATCH LIVE: Bridge opens',
    },
    'WATCH LIVE: Bridge opens',
  ],
  // Joomla
  [
    'joomla',
    'https://www.elm.example/index.php/news/12-bridge',
    {
      t: `Bridge opens - Elm Valley Gazette`,
      m: { generator: 'Joomla!', author: 'Super User' },
      x: '',
      body: '<h2 itemprop="headline">Bridge opens</h2>',
    },
    'Bridge opens',
  ],
  [
    'joomla site first',
    'https://www.elmvalley.example/index.php/news/12-bridge',
    {
      t: `Elm Valley Gazette - Bridge opens`,
      m: { generator: 'Joomla!' },
      body: '<h2 itemprop="headline">Bridge opens</h2>',
    },
    'Bridge opens',
  ],
  // Ghost
  [
    'ghost',
    'https://www.elmletter.example/bridge/',
    {
      t: 'Bridge opens',
      og: 'Bridge opens',
      site: 'Elm Letter',
      x: ld({ '@type': 'Article', headline: 'Bridge opens', publisher: { name: 'Elm Letter' } }),
      h1: 'Bridge opens',
    },
    'Bridge opens',
  ],
  // Substack
  [
    'substack',
    'https://elm.substack.example/p/bridge',
    {
      t: `Bridge opens - by Ada Quill - The Elm Letter`,
      og: 'Bridge opens',
      h1: 'Bridge opens',
      m: { author: 'Ada Quill' },
    },
    'Bridge opens',
  ],
  [
    'substack no og',
    'https://elm.substack.example/p/bridge',
    { t: `Bridge opens - by Ada Quill - The Elm Letter`, m: { author: 'Ada Quill' } },
    'Bridge opens',
  ],
  [
    'substack 2',
    'https://elm.substack.example/p/bridge',
    { t: `Bridge opens - by Ada Quill`, m: { author: 'Ada Quill' } },
    'Bridge opens',
  ],
  // Medium
  [
    'medium',
    'https://medium.example/@ada/bridge-1',
    {
      t: `How We Built a Bridge. And why it stands | by Ada Quill | Nov, 2026 | Medium`,
      og: 'How We Built a Bridge',
      site: 'Medium',
      h1: 'How We Built a Bridge',
      m: { author: 'Ada Quill' },
    },
    'How We Built a Bridge',
  ],
  [
    'medium pub',
    'https://medium.example/elm/bridge-1',
    {
      t: `How We Built a Bridge | by Ada Quill | Elm Engineering | Medium`,
      og: 'How We Built a Bridge',
      tw: 'How We Built a Bridge',
      site: 'Medium',
      m: { author: 'Ada Quill' },
    },
    'How We Built a Bridge',
  ],
  [
    'medium title only',
    'https://medium.example/elm/bridge-1',
    {
      t: `How We Built a Bridge | by Ada Quill | Elm Engineering | Medium`,
      m: { author: 'Ada Quill', 'al:ios:app_name': 'Medium' },
    },
    'How We Built a Bridge',
  ],
  // Squarespace: og:title "Title — Site", <title>Title — Site
  [
    'squarespace',
    'https://www.elmreview.example/blog/bridge',
    {
      t: `Bridge opens &mdash; The Elm Review`,
      og: `Bridge opens — The Elm Review`,
      site: 'The Elm Review',
      m: { 'itemprop:name': 'x' },
      h1: 'Bridge opens',
    },
    'Bridge opens',
  ],
  [
    'squarespace no site',
    'https://www.ter.example/blog/bridge',
    {
      t: `Bridge opens &mdash; The Elm Review`,
      og: `Bridge opens — The Elm Review`,
      x: ld({ '@type': 'WebSite', name: 'The Elm Review', url: 'https://www.ter.example' }),
    },
    'Bridge opens',
  ],
  // Wix
  [
    'wix',
    'https://www.elm.example/post/bridge',
    { t: 'Bridge opens', og: 'Bridge opens', site: 'Elm', h1: 'Bridge opens' },
    'Bridge opens',
  ],
  [
    'wix2',
    'https://www.elm.example/post/bridge',
    { t: 'Bridge opens | My Site 12', og: 'Bridge opens | My Site 12', site: 'My Site 12' },
    'Bridge opens',
  ],
  // Blogger
  [
    'blogger',
    'https://elmpost.blogspot.example/2026/11/bridge.html',
    {
      t: `Elm Post: Bridge opens`,
      og: 'Bridge opens',
      h1: 'Elm Post',
      body: '<h3 class="post-title entry-title">Bridge opens</h3>',
    },
    'Bridge opens',
  ],
  [
    'blogger no og',
    'https://elmpost.blogspot.example/2026/11/bridge.html',
    { t: `Elm Post: Bridge opens`, h1: 'Elm Post' },
    'Bridge opens',
  ],
  // German, French, Spanish, Japanese, Chinese, Korean
  [
    'topic and colon',
    'https://www.spiegl.example/politik/x',
    {
      t: `Elbtal: Brücke gesperrt - DER SPIEGL`,
      og: 'Elbtal: Brücke gesperrt',
      site: 'DER SPIEGL',
      x: art('Elbtal: Brücke gesperrt', 'DER SPIEGL'),
      h1: '<span>Elbtal</span> <span>Brücke gesperrt</span>',
    },
    'Elbtal: Brücke gesperrt',
  ],
  [
    'site in other words',
    'https://www.zeit.example/x',
    { t: `Elbtal: Brücke gesperrt | ZEIT ONLINE`, og: 'Elbtal: Brücke gesperrt', site: 'DIE ZEIT' },
    'Elbtal: Brücke gesperrt',
  ],
  [
    'application-name',
    'https://www.heise.example/x',
    { t: `Brücke gesperrt | heise online`, m: { 'application-name': 'heise online' } },
    'Brücke gesperrt',
  ],
  [
    'quoted headline',
    'https://www.monde.example/x',
    {
      t: `« Le pont est fermé depuis lundi »`,
      og: '« Le pont est fermé depuis lundi »',
      site: 'Le Monde.fr',
      h1: '« Le pont est fermé depuis lundi »',
    },
    '« Le pont est fermé depuis lundi »',
  ],
  [
    'section and accent',
    'https://elpais.example/x',
    {
      t: `El puente queda cerrado | España | EL PAÍS`,
      og: 'El puente queda cerrado',
      site: 'El País',
      m: { 'article:section': 'España' },
    },
    'El puente queda cerrado',
  ],
  [
    'section without og',
    'https://elpais.example/x',
    { t: `El puente queda cerrado | España | EL PAÍS`, m: { 'article:section': 'España' } },
    'El puente queda cerrado',
  ],
  [
    'Japanese',
    'https://www.nk.example/x',
    { t: `橋を閉鎖、市が発表 - 日本新聞`, og: '橋を閉鎖、市が発表 - 日本新聞', site: '日本新聞' },
    '橋を閉鎖、市が発表',
  ],
  [
    'full-width colon',
    'https://www.as.example/x',
    { t: `橋を閉鎖、市が発表：朝日日報`, og: '橋を閉鎖、市が発表：朝日日報', site: '朝日日報' },
    '橋を閉鎖、市が発表',
  ],
  [
    'Chinese',
    'https://www.sn.example/x',
    { t: `大桥今日关闭|大桥|交通_新浪新闻`, og: '大桥今日关闭', h1: '大桥今日关闭' },
    '大桥今日关闭',
  ],
  [
    'Korean',
    'https://www.kr.example/x',
    { t: `다리 폐쇄 결정 : 네이버 뉴스`, og: '다리 폐쇄 결정', h1: '다리 폐쇄 결정' },
    '다리 폐쇄 결정',
  ],
  // headlines that really have separators
  [
    'keeps bar',
    'https://elmpost.example/a',
    {
      t: `Bridge | Tunnel: which is cheaper? - Elm Post`,
      og: 'Bridge | Tunnel: which is cheaper?',
      site: 'Elm Post',
      h1: 'Bridge | Tunnel: which is cheaper?',
    },
    'Bridge | Tunnel: which is cheaper?',
  ],
  [
    'keeps dash',
    'https://elmpost.example/a',
    {
      t: `Bridge - a love story | Elm Post`,
      og: 'Bridge - a love story',
      site: 'Elm Post',
      h1: 'Bridge - a love story',
    },
    'Bridge - a love story',
  ],
  [
    'keeps dash, no og',
    'https://elmpost.example/a',
    { t: `Council approves the bridge - at last | Elm Post`, h1: 'Council approves the bridge - at last' },
    'Council approves the bridge - at last',
  ],
  [
    'keeps dash title only',
    'https://elmpost.example/a',
    { t: `Council approves the bridge – and the ferry stays` },
    'Council approves the bridge – and the ferry stays',
  ],
  [
    'keeps colon',
    'https://elmpost.example/a',
    {
      t: `Explainer: How the bridge was paid for | Elm Post`,
      og: 'Explainer: How the bridge was paid for',
      site: 'Elm Post',
      h1: 'Explainer: How the bridge was paid for',
    },
    'Explainer: How the bridge was paid for',
  ],
  [
    'keeps topic colon',
    'https://elmpost.example/news/sports/a',
    {
      t: `Sports: Elm wins cup | Elm Post`,
      og: 'Sports: Elm wins cup',
      site: 'Elm Post',
      m: { 'article:section': 'Sports' },
      h1: 'Sports: Elm wins cup',
    },
    'Sports: Elm wins cup',
  ],
  [
    'keeps site word',
    'https://elmpost.example/a',
    { t: `Elm Post - a history | Elm Post`, og: 'Elm Post - a history', site: 'Elm Post', h1: 'Elm Post - a history' },
    'Elm Post - a history',
  ],
  [
    'keeps score',
    'https://elmpost.example/a',
    {
      t: `Elm 3 - 2 Oak: late goal decides derby - Elm Post`,
      og: 'Elm 3 - 2 Oak: late goal decides derby',
      site: 'Elm Post',
    },
    'Elm 3 - 2 Oak: late goal decides derby',
  ],
  [
    'keeps route',
    'https://elmpost.example/a',
    { t: `Elm - Oak ferry sails again | Elm Post`, site: 'Elm Post' },
    'Elm - Oak ferry sails again',
  ],
  [
    'keeps quote',
    'https://elmpost.example/a',
    {
      t: `“We will rebuild” | Mayor on the bridge`,
      og: '“We will rebuild” | Mayor on the bridge',
      site: 'Elm Post',
      h1: '“We will rebuild” | Mayor on the bridge',
    },
    '“We will rebuild” | Mayor on the bridge',
  ],
  [
    'keeps short tail',
    'https://elmpost.example/a',
    { t: `New bridge over the Elm - a photo essay`, og: 'New bridge over the Elm - a photo essay', site: 'Elm Post' },
    'New bridge over the Elm - a photo essay',
  ],
  [
    'section breadcrumb',
    'https://ep.example/a',
    { t: `Bridge opens - Transport - Elm Post`, x: crumbs('Home', 'Transport', 'Bridge opens'), site: 'Elm Post' },
    'Bridge opens',
  ],
  [
    'section breadcrumb og',
    'https://ep.example/a',
    {
      og: `Transport - Bridge opens`,
      x: crumbs('Home', 'Transport'),
      site: 'Elm Post',
      t: 'Transport - Bridge opens - Elm Post',
    },
    'Bridge opens',
  ],
  [
    'isPartOf',
    'https://ep.example/a',
    {
      t: `Bridge opens | Elm Evening Post`,
      x: ld({
        '@type': 'NewsArticle',
        headline: 'Bridge opens | Elm Evening Post',
        isPartOf: { '@type': 'WebSite', name: 'Elm Evening Post' },
      }),
    },
    'Bridge opens',
  ],
  ['domain words', 'https://www.elmeveningpost.example/a', { t: `Bridge opens | Elm Evening Post` }, 'Bridge opens'],
  [
    'domain words tld',
    'https://www.elmeveningpost.example/a',
    { t: `Bridge opens - ElmEveningPost.com`, og: `Bridge opens - ElmEveningPost.com` },
    'Bridge opens',
  ],
  [
    'domain initials',
    'https://www.eep.example/a',
    { t: `Bridge opens | Elm Evening Post`, og: `Bridge opens | Elm Evening Post` },
    'Bridge opens',
  ],
  [
    'domain news suffix',
    'https://www.kzz.example/a',
    { t: `Bridge opens | KZZ News`, og: `Bridge opens | KZZ News` },
    'Bridge opens',
  ],
  [
    'twitter shorter',
    'https://x.example/a',
    { t: `Bridge opens | The Weekly Something`, og: `Bridge opens | The Weekly Something`, tw: 'Bridge opens' },
    'Bridge opens',
  ],
  [
    'alternate feed link names site',
    'https://x.example/a',
    {
      t: `Bridge opens | The Weekly Something`,
      og: `Bridge opens | The Weekly Something`,
      x: '<link rel="alternate" type="application/rss+xml" title="The Weekly Something" href="/feed">',
    },
    'Bridge opens',
  ],
  [
    'wp feed link',
    'https://x.example/a',
    {
      t: `Bridge opens | The Weekly Something`,
      x: '<link rel="alternate" type="application/rss+xml" title="The Weekly Something &raquo; Feed" href="/feed">',
    },
    'Bridge opens',
  ],
  [
    'twitter site handle',
    'https://x.example/a',
    { t: `Bridge opens | Weekly Something`, m: { 'twitter:site': '@weeklysomething' } },
    'Bridge opens',
  ],
  [
    'local tv',
    'https://www.kzz.example/a',
    { t: `Bridge opens – KZZ Denver`, og: 'Bridge opens', site: 'KZZ', x: art('Bridge opens', 'KZZ') },
    'Bridge opens',
  ],
  ['plain', 'https://www.mns.example/a', { t: `Bridge opens`, og: 'Bridge opens', site: 'MNS' }, 'Bridge opens'],
  [
    'site with News',
    'https://news.yhoo.example/a',
    { t: `Bridge opens - Yhoo News`, og: 'Bridge opens', site: 'Yhoo News' },
    'Bridge opens',
  ],
  [
    'og with bar',
    'https://tc.example/a',
    {
      t: `Bridge opens | TechCrush`,
      og: 'Bridge opens | TechCrush',
      site: 'TechCrush',
      x: art('Bridge opens', 'TechCrush'),
    },
    'Bridge opens',
  ],
  [
    'article h1 with kicker span',
    'https://tc.example/a',
    {
      t: `Exclusive: Bridge opens | TechCrush`,
      og: 'Exclusive: Bridge opens',
      site: 'TechCrush',
      h1: '<span class="kicker">Exclusive</span> Bridge opens',
    },
    'Exclusive: Bridge opens',
  ],
  [
    'site without separator',
    'https://tc.example/a',
    { t: `Bridge opens`, og: 'Bridge opens', site: 'Bridge opens', h1: 'Bridge opens', m: { 'og:type': 'article' } },
    'Bridge opens',
  ],
  [
    'no site_name',
    'https://ars.example/a',
    {
      t: `Bridge opens - Ars Tekhnika`,
      og: 'Bridge opens',
      h1: 'Bridge opens',
      m: { 'parsely-page': '{"title":"Bridge opens"}' },
    },
    'Bridge opens',
  ],
  [
    'title with the',
    'https://eco.example/a',
    {
      t: `The bridge to nowhere | The Ecoist`,
      og: 'The bridge to nowhere',
      h1: 'The bridge to nowhere',
      site: 'The Ecoist',
    },
    'The bridge to nowhere',
  ],
  [
    'no suffix',
    'https://ft.example/a',
    { t: `Bridge opens`, og: 'Bridge opens', site: 'Financial Thames', x: art('Bridge opens', 'Financial Thames') },
    'Bridge opens',
  ],
  [
    'date in title',
    'https://ep.example/a',
    { t: `Bridge opens | Elm Post | November 3, 2026`, og: 'Bridge opens', site: 'Elm Post' },
    'Bridge opens',
  ],
  [
    'opinion',
    'https://www.nyt.example/a',
    {
      t: `Opinion | Bridges, Reconsidered - The New Elm Times`,
      og: 'Opinion | Bridges, Reconsidered',
      x: ld({ '@type': 'NewsArticle', headline: 'Bridges, Reconsidered', publisher: { name: 'The New Elm Times' } }),
      h1: 'Bridges, Reconsidered',
    },
    'Bridges, Reconsidered',
  ],
  [
    'subtitle by pub date',
    'https://www.nyt.example/a',
    {
      t: `Bridges, Reconsidered (Published 2018) - The New Elm Times`,
      og: 'Bridges, Reconsidered (Published 2018)',
      h1: 'Bridges, Reconsidered',
    },
    'Bridges, Reconsidered',
  ],
];
