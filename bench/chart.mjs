/** One chart of bars, readable on light and on dark: table rows a second of each contender, a panel for each workload. */
import { digits } from './figures.mjs';

const shown = { orders: 'nested orders', events: 'flat events', wide: '200 columns', deep: '6 levels deep' };
/** These load nothing, or nothing from an API: they say what is possible. */
const limits = new Set(['JSON.parse', 'DuckDB, Parquet', 'floor']);
const labels = { floor: 'script by hand' };
const size = { width: 760, label: 150, bar: 20, gap: 6, head: 34, foot: 16, value: 90 };

/** The chart as SVG text. */
export function chartOf(results) {
  const panels = results.filter(({ workload }) => Object.hasOwn(shown, workload)).map(panelOf);
  let top = 48;
  const parts = panels.map((panel) => {
    const drawn = drawPanel(panel, top);
    top += heightOf(panel);
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${top}" width="${size.width}" height="${top}" role="img">`,
    '<title>Table rows a second, from HTTP to committed DuckDB tables</title>',
    `<style>${style}</style>`,
    text({ x: 0, y: 20, of: 'title' }, 'Table rows a second, from HTTP to committed DuckDB tables'),
    text({ x: 0, y: 38, of: 'note' }, noteOf(results[0])),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ workload, cases }) {
  const [one] = cases;
  const bars = one.contenders
    .map(({ name, wallSeconds }) => ({ name, speed: one.tableRows / wallSeconds.median }))
    .toSorted((a, b) => b.speed - a.speed);
  return {
    title: `${shown[workload]}: ${one.rows.toLocaleString('en')} rows, ${one.tableRows.toLocaleString('en')} table rows`,
    bars,
  };
}

const heightOf = ({ bars }) => size.head + bars.length * (size.bar + size.gap) + size.foot;

function drawPanel({ title, bars }, top) {
  const greatest = Math.max(...bars.map(({ speed }) => speed));
  const room = size.width - size.label - size.value;
  const lines = bars.map(({ name, speed }, index) => {
    const y = top + size.head + index * (size.bar + size.gap);
    const width = Math.max(1, (speed / greatest) * room);
    const kind = name === 'sluice' ? 'ours' : limits.has(name) ? 'limit' : 'other';
    return [
      text({ x: size.label - 8, y: y + 15, of: `name ${kind}` }, labels[name] ?? name),
      `<rect class="${kind}" x="${size.label}" y="${y}" width="${width.toFixed(1)}" height="${size.bar}" rx="2"/>`,
      text({ x: size.label + width + 6, y: y + 15, of: 'value' }, digits(speed)),
    ].join('\n');
  });
  return [text({ x: 0, y: top + 22, of: 'panel' }, title), ...lines].join('\n');
}

function noteOf({ machine, isQuick }) {
  const quick = isQuick ? '; small sizes, start-up counts' : '';
  return `${machine.cores} cores, the API server on the same ones${quick}. Outlined: a script by hand, and limits that load no API`;
}

function text({ x, y, of }, words) {
  const written = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text class="${of}" x="${Number(x.toFixed(1))}" y="${y}">${written}</text>`;
}

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 } .panel { font-weight: 600 } .name { text-anchor: end }
  .note, .value { fill: #59636e; font-size: 12px } text.ours { font-weight: 600 }
  rect.ours { fill: #0969da } rect.other { fill: #afb8c1 } rect.limit { fill: none; stroke: #8c959f; stroke-dasharray: 3 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note, .value { fill: #9198a1 }
    rect.ours { fill: #4493f8 } rect.other { fill: #59636e } rect.limit { stroke: #9198a1 }
  }
`;
