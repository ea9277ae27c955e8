// Draws the plots of a page of results from its tables. Without it, the tables are there.
(() => {
  'use strict';

  const HEIGHT = 220;
  const DAY_SECONDS = 24 * 60 * 60;
  // Where an axis may have its marks.
  const DAYS = [1, 2, 7, 14, 30, 61, 91];
  const SECONDS = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 3600, 7200, 14400, 43200, 86400, 604800];

  /** The value of a cell: of a day, its start in UTC in seconds. */
  const valueOf = (cell, scale) => {
    const value = cell?.dataset.value ?? '';
    if (value === '') return null;
    return scale === 'day' ? Date.parse(`${value}T00:00:00Z`) / 1000 : Number(value);
  };

  /** The columns of a plot, in ascending order of the first: uPlot wants each of its values once. */
  const read = ({ plot, x, scale, series }) => {
    const table = document.getElementById(plot);
    const heads = [...table.tHead.rows[0].cells];
    const indexOf = (key) => heads.findIndex((head) => head.dataset.key === key);
    const keys = series.split(' ');
    const byX = new Map();
    for (const { cells } of table.tBodies[0].rows) {
      const at = valueOf(cells[indexOf(x)], scale);
      if (at === null) continue;
      const values = keys.map((key) => valueOf(cells[indexOf(key)], 'count') ?? 0);
      const known = byX.get(at);
      byX.set(at, known ? known.map((value, index) => value + values[index]) : values);
    }
    const xs = [...byX.keys()].toSorted((a, b) => a - b);
    const columns = keys.map((_, index) => xs.map((at) => byX.get(at)[index]));
    return { labels: keys.map((key) => heads[indexOf(key)].textContent), data: [xs, ...columns] };
  };

  const writeCount = (count) => (count === null || count === undefined ? '–' : count.toLocaleString('en'));
  const shorten = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
  const writeSeconds = (seconds) => {
    if (seconds === null || seconds === undefined) return '–';
    if (seconds < 120) return `${Math.round(seconds)} s`;
    return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
  };
  const writeDay = (seconds) =>
    seconds === null || seconds === undefined
      ? '–'
      : new Date(seconds * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

  const draw = (place) => {
    const { scale } = place.dataset;
    const { labels, data } = read(place.dataset);
    // A line needs two points.
    if (data[0].length < 2) return null;
    place.hidden = false;
    const style = getComputedStyle(place);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--soft'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
      font: '12px system-ui, sans-serif',
    };
    const write = scale === 'day' ? writeDay : writeSeconds;
    return new uPlot(
      {
        width: place.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] } },
        axes: [
          {
            ...axis,
            values: (_, splits) => splits.map(write),
            incrs: scale === 'day' ? DAYS.map((days) => days * DAY_SECONDS) : SECONDS,
          },
          { ...axis, size: 56, values: (_, splits) => splits.map((count) => shorten.format(count)), incrs: steps() },
        ],
        series: [
          { label: scale === 'day' ? 'Day' : 'Time', value: (_, value) => write(value) },
          ...labels.map((label, index) => ({
            label,
            stroke: colour(`--plot-${index + 1}`),
            fill: labels.length === 1 ? colour('--plot-fill') : undefined,
            width: 2,
            dash: [undefined, [7, 4], [2, 3], [10, 3, 2, 3]][index],
            points: { show: data[0].length <= 45, size: 5 },
            value: (_, value) => writeCount(value),
          })),
        ],
        cursor: { y: false },
        hooks: { ready: [showLast], setCursor: [showLast] },
      },
      data,
      place,
    );
  };

  /** While the pointer is elsewhere, the legend has the last values. */
  const showLast = (plot) => {
    if (plot.cursor.idx === null || plot.cursor.idx === undefined)
      plot.setLegend({ idx: plot.data[0].length - 1 }, false);
  };

  /** Whole numbers: nobody counts half a reader. */
  const steps = () => [...Array(10).keys()].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

  for (const table of document.querySelectorAll('[data-table]')) table.open = false;
  const places = [...document.querySelectorAll('[data-plot]')];
  const drawn = new Map(places.map((place) => [place, draw(place)]));
  const redraw = () => {
    for (const [place, plot] of drawn) {
      plot?.destroy();
      drawn.set(place, draw(place));
    }
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const plot = drawn.get(target);
      if (plot && target.clientWidth > 0 && target.clientWidth !== plot.width)
        plot.setSize({ width: target.clientWidth, height: HEIGHT });
    }
  });
  for (const place of places) watcher.observe(place);
})();
