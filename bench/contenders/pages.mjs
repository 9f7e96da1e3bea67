/** The walk of a script by hand: pages by their links, or a page for each parent, eight at once. */
import { Agent, request } from 'undici';

const connections = 8;
const dispatcher = new Agent({ connections });

/** Hands the rows of each page to `write`, with the name of their resource. */
export async function walk({ address, resources }, write) {
  for (const { name, endpoint } of resources) {
    const parent = /\{resources\.(\w+)\.id\}/.exec(endpoint.path)?.[1];
    if (parent !== undefined) continue;
    const children = resources.filter(({ endpoint }) => endpoint.path.includes(`{resources.${name}.`));
    let page = get(`${address}/${endpoint.path}`);
    while (page !== undefined) {
      const { data, next } = await page;
      // Asked for before the rows are written, so that it is on its way meanwhile.
      page = next === null ? undefined : get(next);
      write(name, data);
      for (const child of children) await walkChildren(address, child, data, write);
    }
  }
}

async function walkChildren(address, { name, endpoint }, parents, write) {
  const waiting = [...parents];
  const walkOne = async () => {
    for (let parent = waiting.shift(); parent !== undefined; parent = waiting.shift()) {
      const page = await get(`${address}/${endpoint.path.replace(/\{[^}]*\}/, parent.id)}`);
      write(name, page.data);
    }
  };
  await Promise.all(Array.from({ length: connections }, walkOne));
}

async function get(url) {
  const { body } = await request(url, { dispatcher });
  return JSON.parse(await body.text());
}
