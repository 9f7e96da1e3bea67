/**
 * Draws where the time of a profile went: `node bench/flame.mjs profiles/CPU….cpuprofile flame.svg "title"`. Callers are on
 * top, what they call below; the wider, the longer. Waiting is left out.
 */
import { readFile, writeFile } from 'node:fs/promises';

const width = 1200;
const rowHeight = 16;
/** Share of the whole below which a box cannot be seen. */
const smallest = 0.001;
const deepest = 22;
const colours = { sluice: '#4c78a8', node: '#9aa5b1', package: '#e3a857', engine: '#c85a54' };

const [from, to, title = 'Where the time goes'] = process.argv.slice(2);
const { root, busyMs } = treeOf(JSON.parse(await readFile(from, 'utf8')));
const boxes = [];
place(root.below, { x: 0, depth: 0, whole: root.micros });
const height = (Math.max(...boxes.map(({ depth }) => depth)) + 1) * rowHeight + 28;
await writeFile(to, svg());

/** Calls by name, each with the time of all that is below it. */
function treeOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const selfMicros = new Map();
  samples.forEach((id, index) => selfMicros.set(id, (selfMicros.get(id) ?? 0) + timeDeltas[index]));
  const merged = (ids) => {
    const groups = new Map();
    for (const id of ids) {
      const { callFrame, children = [] } = byId.get(id);
      if (callFrame.functionName === '(idle)') continue;
      const key = nameOf(callFrame);
      const group = groups.get(key) ?? { name: key, kind: kindOf(callFrame), self: 0, ids: [] };
      group.self += selfMicros.get(id) ?? 0;
      group.ids.push(...children);
      groups.set(key, group);
    }
    return [...groups.values()]
      .map(({ name, kind, self, ids: children }) => {
        const below = merged(children);
        return { name, kind, below, micros: self + below.reduce((sum, { micros }) => sum + micros, 0) };
      })
      .toSorted((one, other) => other.micros - one.micros);
  };
  const below = merged(nodes[0].children ?? []);
  const micros = below.reduce((sum, one) => sum + one.micros, 0);
  return { root: { below, micros }, busyMs: micros / 1000 };
}

function nameOf({ functionName, url }) {
  const file = url.startsWith('file:') ? url.split(/\/dist\/|node_modules\/|\/(?=[^/]*$)/).at(-1) : url;
  return `${functionName === '' ? '(anonymous)' : functionName}${file === '' ? '' : ` ${file}`}`;
}

function kindOf({ functionName, url }) {
  if (url.startsWith('node:') || functionName.startsWith('('))
    return functionName === '(garbage collector)' ? 'engine' : 'node';
  return url.includes('node_modules') ? 'package' : 'sluice';
}

function place(calls, { x, depth, whole }) {
  let left = x;
  for (const { name, kind, below, micros } of calls) {
    const share = micros / whole;
    if (share < smallest || depth > deepest) continue;
    boxes.push({ name, kind, x: left, depth, share });
    place(below, { x: left, depth: depth + 1, whole });
    left += share * width;
  }
}

function svg() {
  const drawn = boxes.map(({ name, kind, x, depth, share }) => {
    const wide = share * width;
    const y = 24 + depth * rowHeight;
    const letters = Math.floor(wide / 6.2);
    const label =
      letters < 3 ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + 11}">${escaped(name.slice(0, letters))}</text>`;
    const tip = `<title>${escaped(name)}: ${(share * 100).toFixed(1)} %</title>`;
    return `<g>${tip}<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.5, wide - 0.5).toFixed(1)}" height="${rowHeight - 1}" fill="${colours[kind]}"/>${label}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, monospace" font-size="10">
<rect width="100%" height="100%" fill="#fff"/><text x="3" y="15" font-size="12">${escaped(title)}: ${Math.round(busyMs)} ms of the main thread</text>
<g fill="#fff">${drawn.join('\n')}</g>
</svg>
`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
