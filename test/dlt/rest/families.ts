/** Parents and their children. */
import type { RestCase } from './rest-case.ts';
import { always, items, parentAndChild, postsAndChild } from './rest-case.ts';

const two = [
  { id: 1, title: 'T1' },
  { id: 2, title: 'T2' },
];
const commentsOf = 'posts/{resources.posts.id}/c';
const numbered = (from: number, count: number): readonly { readonly id: number }[] =>
  Array.from({ length: count }, (_, index) => ({ id: from + index }));
const resolve = (field: string, resource = 'posts'): object => ({ type: 'resolve', resource, field });

export const families: readonly RestCase[] = [
  { name: 'case 31: one walk a row', config: postsAndChild({ endpoint: commentsOf }), answer: parentAndChild(two) },
  {
    name: 'case 31: the child is written first',
    config: {
      client: { base_url: 'http://api' },
      resources: [
        { name: 'c', endpoint: commentsOf },
        { name: 'posts', endpoint: { paginator: 'single_page' } },
      ],
    },
    answer: parentAndChild(two),
  },
  {
    name: 'case 32: a resolve param',
    config: postsAndChild({ endpoint: { path: 'posts/{pid}/c', params: { pid: resolve('author.id'), z: 1 } } }),
    answer: parentAndChild([{ author: { id: 7 } }]),
  },
  {
    name: 'case 32: two resolve params of one parent',
    config: postsAndChild({ endpoint: { path: 'p/{a}/{b}/c', params: { a: resolve('id'), b: resolve('title') } } }),
    answer: parentAndChild(two),
  },
  {
    name: 'case 33: fields in params',
    config: postsAndChild({ endpoint: { path: 'c', params: { post_id: '{resources.posts.id}', sort: 'desc' } } }),
    answer: parentAndChild(numbered(0, 5), ({ query }) => [{ of: query.get('post_id') }]),
  },
  {
    name: 'case 33: a field in the name of a param',
    config: postsAndChild({ endpoint: { path: 'c', params: { 'of_{resources.posts.id}': 'x' } } }),
    answer: parentAndChild(two),
  },
  {
    name: 'case 34: fields in JSON keep their type',
    config: postsAndChild({
      endpoint: {
        path: 'c',
        method: 'POST',
        json: { a: [{ b: '{resources.posts.id}' }], s: 'p-{resources.posts.id}', t: '{resources.posts.tags}' },
      },
    }),
    answer: parentAndChild([{ id: 1, tags: ['x', { y: null }] }]),
  },
  {
    name: 'case 35: fields in headers',
    config: postsAndChild({ endpoint: { path: 'c', headers: { 'X-Id': '{resources.posts.id}' } } }),
    answer: parentAndChild(two),
  },
  {
    name: 'case 36: a field as the body',
    config: postsAndChild({ endpoint: { path: 'c', method: 'POST', data: '{resources.posts.id}' } }),
    answer: parentAndChild([{ id: 3 }]),
  },
  {
    name: 'case 37: fields in a form of pairs',
    config: postsAndChild({
      endpoint: {
        path: 'c',
        method: 'POST',
        data: [
          ['a', '{resources.posts.id}'],
          ['b', 'x'],
          ['a', 'y'],
        ],
      },
    }),
    answer: parentAndChild([{ id: 1 }]),
  },
  {
    name: 'case 38: one entity for each row',
    config: postsAndChild({ endpoint: 'posts/{resources.posts.id}' }),
    answer: parentAndChild(two, ({ path }) => ({ id: path, next: '/nowhere', data: [1] })),
  },
  {
    name: 'case 39: fields of the parent in each row',
    config: postsAndChild({ endpoint: commentsOf, include_from_parent: ['id', 'title'] }),
    answer: parentAndChild(two),
  },
  {
    name: 'case 39: included fields that are null, lists or objects',
    config: postsAndChild({ endpoint: commentsOf, include_from_parent: ['n', 'l', 'o'] }),
    answer: parentAndChild([{ id: 1, n: null, l: [1, 2.5], o: { a: true } }]),
  },
  {
    name: 'case 40: a field to include that is missing',
    config: postsAndChild({ endpoint: commentsOf, include_from_parent: ['ti'] }),
    answer: parentAndChild(two),
    fails: 'run',
  },
  {
    name: 'case 41: a field that is missing',
    config: postsAndChild({ endpoint: 'posts/{resources.posts.ix}/c' }),
    answer: parentAndChild(two),
    fails: 'run',
  },
  {
    name: 'case 42: a field that is null',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([{ id: null }]),
    differs: {
      id: 'parent-null',
      dlt: { requests: ['GET /posts', 'GET /posts/None/c'], rows: { posts: [{ id: null }], c: [{ id: 30 }] } },
      sluice: { requests: ['GET /posts'], fails: 'run' },
    },
  },
  {
    name: 'case 43: fields of two parents',
    config: {
      client: { base_url: 'http://api' },
      resources: ['a', 'b', { name: 'c', endpoint: 'x/{resources.a.id}/{resources.b.id}/y' }],
    },
    answer: always([{ id: 1 }]),
    fails: 'build',
  },
  {
    name: 'case 44: an unknown parent',
    config: postsAndChild({ endpoint: 'x/{resources.post.id}/y' }),
    answer: always([]),
    fails: 'build',
  },
  {
    name: 'case 44: a parent of itself',
    config: items({ path: 'x/{resources.items.id}/y' }),
    answer: always([]),
    fails: 'build',
  },
  {
    name: 'case 44: a cycle',
    config: {
      client: { base_url: 'http://api' },
      resources: [
        { name: 'a', endpoint: 'x/{resources.b.id}/y' },
        { name: 'b', endpoint: 'x/{resources.a.id}/y' },
      ],
    },
    answer: always([]),
    fails: 'build',
  },
  {
    name: 'case 45: a resolve param that is not in the path',
    config: postsAndChild({ endpoint: { path: 'c', params: { pid: resolve('id') } } }),
    answer: always([]),
    fails: 'build',
  },
  {
    name: 'case 45: included fields without a parent',
    config: items({}, { include_from_parent: ['id'] }),
    answer: always([]),
    fails: 'build',
  },
  {
    name: 'case 47: a parent that is not selected',
    config: postsAndChild({ endpoint: commentsOf }, { selected: false }),
    answer: parentAndChild(two),
  },
];
