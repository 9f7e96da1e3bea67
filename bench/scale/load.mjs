/** One load of unusual size with the built package, in a process of its own; says how long each part took, and its memory. */
const { shape, count, address, folder } = JSON.parse(process.argv[2]);
const { pipeline } = await import('sluice');
const { duckdb } = await import('sluice/destinations/duckdb');
const { restApi } = await import('sluice/sources/rest-api');

const listOf = (name) => ({
  name,
  endpoint: { path: `list/${name}`, data_selector: 'data', paginator: 'single_page' },
});

const shapes = {
  resources: () => Array.from({ length: count }, (_, number) => listOf(`r${number}`)),
  parents: () => [
    {
      name: 'parents',
      endpoint: { data_selector: 'data', paginator: { type: 'page_number', base_page: 1, total_path: 'pages' } },
    },
    {
      name: 'children',
      endpoint: { path: 'parents/{resources.parents.id}/children', data_selector: 'data', paginator: 'single_page' },
    },
  ],
  page: () => [{ name: 'page', endpoint: { path: 'page', data_selector: 'data', paginator: 'single_page' } }],
};

const memory = [];
const sampling = setInterval(() => memory.push(process.memoryUsage.rss()), 100);
const times = {};
const timed = async (name, work) => {
  const [wallAt, cpuAt] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpuAt);
  times[name] = { wallMs: Math.round(performance.now() - wallAt), cpuMs: Math.round((user + system) / 1000) };
  return result;
};

const source = await timed('restApi', () =>
  restApi({ client: { base_url: `${address}/` }, resources: shapes[shape]() }, { name: shape }),
);
const line = pipeline({
  name: shape,
  destination: duckdb(`${folder}/scale.duckdb`),
  dataset: 'scale',
  pipelinesFolder: folder,
});
await timed('plan', () => line.plan(source));
const report = await timed('run', () => line.run(source));
await timed('status', () => line.status());
clearInterval(sampling);

const rows = report.resources.reduce((sum, resource) => sum + resource.rows, 0);
const megabytes = (bytes) => Math.round(bytes / 1e6);
const quarters = [0.25, 0.5, 0.75, 1].map((part) => megabytes(memory[Math.ceil(memory.length * part) - 1] ?? 0));
const peakMegabytes = megabytes(process.resourceUsage().maxRSS * 1024);
process.send({ shape, count, rows, loads: report.loadIds.length, ...times, peakMegabytes, quarters }, () =>
  process.disconnect(),
);
