/**
 * One load with the built package, in a process of its own: `load.mjs '{"workload", "address", "pageCount", "folder"}'`.
 * Says how long it took from the first line of this file, what processor time the process used, and its memory: each
 * 100 ms, at each quarter of the pages, and at most.
 */
const startedAt = performance.now();
const asked = JSON.parse(process.argv[2]);

const resources = {
  flights: {
    name: 'flights',
    write_disposition: 'append',
    endpoint: {
      data_selector: 'data',
      paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' },
    },
  },
  orders: {
    name: 'orders',
    write_disposition: 'append',
    endpoint: { data_selector: 'data', paginator: { type: 'json_link', next_url_path: 'next' } },
  },
};

const memory = watchMemory(asked.pageCount);
const { pipeline } = await import('sluice');
const { duckdb } = await import('sluice/destinations/duckdb');
const { restApi } = await import('sluice/sources/rest-api');

const { workload, address, folder } = asked;
const source = restApi({ client: { base_url: `${address}/` }, resources: [resources[workload]] }, { name: workload });
const line = pipeline({
  name: workload,
  destination: duckdb(`${folder}/${workload}.duckdb`),
  dataset: 'bench',
  pipelinesFolder: `${folder}/pipelines`,
});
const report = await line.run(source, { emit: ({ kind }) => kind === 'page-received' && memory.nextPage() });

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const measured = {
  rows: report.resources[0].rows,
  loads: report.loadIds.length,
  verdict: report.resources[0].end.verdict,
  seconds: (performance.now() - startedAt) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  ...memory.stop(),
  peakBytes: maxRSS * 1024,
};
if (process.send === undefined) process.stdout.write(`${JSON.stringify(measured, undefined, 2)}\n`);
else process.send(measured, () => process.disconnect());

function watchMemory(pageCount) {
  const startBytes = process.memoryUsage.rss();
  const quarters = [];
  const samples = [];
  let pages = 0;
  const sampling = setInterval(() => samples.push({ pages, bytes: process.memoryUsage.rss() }), 100);
  return {
    nextPage() {
      pages += 1;
      if (pages >= (pageCount * (quarters.length + 1)) / 4) quarters.push(process.memoryUsage.rss());
    },
    stop() {
      clearInterval(sampling);
      const highest = (quarter) =>
        Math.max(0, ...samples.filter((at) => quarterOf(at.pages) === quarter).map((at) => at.bytes));
      return { startBytes, quarters, highestSamples: [0, 1, 2, 3].map(highest) };
    },
  };

  function quarterOf(page) {
    return Math.min(3, Math.floor((page / pageCount) * 4));
  }
}
