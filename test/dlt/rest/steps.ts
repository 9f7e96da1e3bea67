/** Steps that rows go through, and hints. */
import { always, items, parentAndChild, postsAndChild, type RestCase } from './rest-case.ts';

const step = (kind: string, name: string): object => ({ [kind]: { $function: name } });
const commentsOf = 'posts/{resources.posts.id}/c';
const posts = Array.from({ length: 4 }, (_, index) => ({ id: index + 1, title: `T${index + 1}` }));
const hints = {
  table_name: 'things',
  write_disposition: 'merge',
  primary_key: ['id'],
  columns: [{ name: 'id', data_type: 'bigint' }],
  max_table_nesting: 1,
};

export const steps: readonly RestCase[] = [
  {
    name: 'case 48: filters of a parent and of its child',
    config: postsAndChild(
      { endpoint: commentsOf, processing_steps: [step('filter', 'id is 1')] },
      { processing_steps: [step('filter', 'id is below 3')] },
    ),
    answer: parentAndChild(posts, () => [{ id: 1 }, { id: 2 }]),
  },
  {
    name: 'case 49: fields of the parent are there before the steps',
    config: postsAndChild({
      endpoint: commentsOf,
      include_from_parent: ['title'],
      processing_steps: [step('map', 'greets by title')],
    }),
    answer: parentAndChild(posts),
  },
  {
    name: 'section 8.1: steps one after the other',
    config: items({}, { processing_steps: [step('map', 'adds double'), step('filter', 'id is below 3')] }),
    answer: always(posts),
  },
  {
    name: 'section 8.1: several rows out of one',
    config: items({}, { processing_steps: [step('yield_map', 'one row a tag')] }),
    answer: always([
      { id: 1, tags: ['a', 'b'] },
      { id: 2, tags: [] },
      { id: 3, tags: ['c'] },
    ]),
  },
  {
    name: 'W41: a parent of which each row becomes several',
    config: postsAndChild(
      { endpoint: { path: 'tags/{resources.posts.tag}/c', paginator: 'single_page' } },
      { processing_steps: [step('yield_map', 'one row a tag')] },
    ),
    answer: parentAndChild([{ id: 1, tags: ['a', 'b'] }]),
    differs: {
      id: 'parent-yields',
      dlt: { requests: ['GET /posts'], fails: 'run' },
      sluice: {
        requests: ['GET /posts', 'GET /tags/a/c', 'GET /tags/b/c'],
        rows: {
          posts: [
            { id: 1, tag: 'a' },
            { id: 1, tag: 'b' },
          ],
          c: [{ id: 30 }, { id: 30 }],
        },
      },
    },
  },
  {
    name: 'case 164: a cursor that a step made',
    config: items(
      { paginator: 'single_page', incremental: { cursor_path: 'uu', initial_value: 3 } },
      { processing_steps: [step('map', 'copies u to uu')] },
    ),
    answer: always([
      { id: 1, u: 2 },
      { id: 2, u: 3 },
      { id: 3, u: 4 },
    ]),
    runs: 2,
  },
  {
    name: 'section 8.5: hints change no request and no row',
    config: items({}, hints),
    answer: always([{ id: 1, o: { a: [1] } }]),
  },
  {
    name: 'section 8.3: a resource that is not selected',
    config: { client: { base_url: 'http://api' }, resources: ['a', { name: 'b', selected: false }] },
    answer: always([{ id: 1 }]),
  },
  {
    name: 'section 8.5: an unknown disposition',
    config: items({}, { write_disposition: 'upsert' }),
    answer: always([]),
    fails: 'build',
  },
];
