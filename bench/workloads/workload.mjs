/**
 * What a workload is:
 *
 * - `cases`, or `quick` for a first look: each `{name, rows, pageRows}`, with `delayMs` where the API is slow;
 * - `lists(case)`: what the API serves, `{path, rows, pageRows, makeRow}`; see `server/page-server.mjs`;
 * - `resources(case)`: the source in the words of `rest_api`, which sluice and dlt share, and which the files of the other
 *   contenders translate; `before(case)`: what is loaded first, and not measured;
 * - `tables`: what must arrive, by the names that all but documents agree on: of `orders__line_items` the column
 *   `attributes__color` is what `$.line_items[*].attributes.color` of an order is;
 * - `only`, `cannot`: contenders that are asked, and those that are not with their reason.
 */
export function listWorkload({ name, makeRow, different, ...rest }) {
  return {
    name,
    ...rest,
    lists: ({ rows, pageRows }) => [{ path: name, rows, pageRows, makeRow, different }],
    resources: () => [resource(name)],
  };
}

/** A resource whose pages each have a link to the next. */
export function resource(name, more = {}) {
  const { path = name, ...settings } = more;
  return { name, write_disposition: 'append', ...settings, endpoint: { path, ...pages } };
}

const pages = { data_selector: 'data', paginator: { type: 'json_link', next_url_path: 'next' } };
