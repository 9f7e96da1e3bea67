/** Answers that a first run could not use, and that the API has put right by the second. */
import { items, postsAndChild, type RestCase } from './rest-case.ts';

const twice = { runs: 2, fails: ['run', 'no'] } as const;

export const putRight: readonly RestCase[] = [
  {
    name: 'put right: a row without a cursor',
    config: items({ paginator: 'single_page', incremental: { cursor_path: 'u', initial_value: 0 } }),
    answer: (_request, _index, run) => ({ body: [{ id: 1, u: run === 0 ? null : 4 }] }),
    ...twice,
  },
  {
    name: 'put right: a row that a step cannot take',
    config: items({ paginator: 'single_page' }, { processing_steps: [{ yield_map: { $function: 'one row a tag' } }] }),
    answer: (_request, _index, run) => ({ body: [run === 0 ? { id: 1, tags: 5 } : { id: 1, tags: ['a'] }] }),
    ...twice,
  },
  {
    name: 'put right: a row of a parent without the field that its children need',
    config: postsAndChild({ endpoint: 'posts/{resources.posts.id}/c' }),
    answer: ({ path }, _index, run) => ({
      body: path === '/posts' ? [run === 0 ? { ix: 1 } : { id: 1 }] : [{ id: 30 }],
    }),
    ...twice,
  },
  {
    name: 'put right: a count that is no number',
    config: items({ paginator: { type: 'page_number', base_page: 1, total_path: 'n' } }),
    answer: (_request, _index, run) => ({ body: { data: [{ id: 1 }], n: run === 0 ? 'many' : 1 } }),
    ...twice,
  },
  {
    name: 'put right: a body that is no JSON',
    config: items({ paginator: 'single_page' }),
    answer: (_request, _index, run) => ({ body: run === 0 ? '<p>' : [{ id: 1 }] }),
    ...twice,
  },
];
