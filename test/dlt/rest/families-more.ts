/** More of parents and children: chains, pages, odd values. */
import type { Recorded } from '../../recording-api.ts';
import { parentAndChild, postsAndChild, type RestCase } from './rest-case.ts';

const two = [{ id: 1 }, { id: 2 }];
const commentsOf = 'posts/{resources.posts.id}/c';
const idsOf = (first: number): readonly object[] => [{ id: first }, { id: first + 1 }];
const pageOf = ({ query }: Recorded): number => Number(query.get('page') ?? 1);
const fivePages = { type: 'page_number', base_page: 1, total_path: 'total_pages' };

/** Parents of 3 pages; each of their rows has 4 pages of children. */
const manyPages: RestCase['answer'] = (request) => {
  const page = pageOf(request);
  if (request.path === '/posts') return { body: { data: idsOf(page * 10), total_pages: 3 } };
  return { body: { data: [{ of: request.path, page }], total_pages: 4 } };
};

export const familiesMore: readonly RestCase[] = [
  {
    name: 'case 50: a grandchild takes what the child was given',
    config: {
      client: { base_url: 'http://api' },
      resources: [
        { name: 'posts', endpoint: { paginator: 'single_page' } },
        { name: 'c', endpoint: commentsOf, include_from_parent: ['id'] },
        {
          name: 'g',
          endpoint: 'posts/{resources.c._posts_id}/c/{resources.c.id}/g',
          include_from_parent: ['id', '_posts_id'],
        },
      ],
    },
    answer: parentAndChild([{ id: 10 }, { id: 11 }]),
  },
  {
    name: 'case 51: each row of the parent has pages of its own',
    config: postsAndChild(
      { endpoint: { path: commentsOf, paginator: fivePages } },
      { endpoint: { path: 'posts', paginator: fivePages } },
    ),
    answer: manyPages,
  },
  {
    name: 'case 51: the client’s paginator, for both',
    config: {
      client: { base_url: 'http://api', paginator: fivePages },
      resources: ['posts', { name: 'c', endpoint: commentsOf }],
    },
    answer: manyPages,
  },
  {
    name: 'case 52: a child that is asked for in parallel',
    config: postsAndChild(
      { endpoint: { path: commentsOf, paginator: fivePages }, parallelized: true },
      { endpoint: { path: 'posts', paginator: fivePages } },
    ),
    answer: manyPages,
  },
  {
    name: 'case 53: a child that is not there, ignored',
    config: postsAndChild({
      endpoint: { path: commentsOf, response_actions: [{ status_code: 404, action: 'ignore' }] },
    }),
    answer: (request) => {
      if (request.path === '/posts') return { body: [...two, { id: 3 }] };
      return request.path === '/posts/2/c' ? { status: 404, body: {} } : { body: [{ of: request.path }] };
    },
  },
  {
    name: 'case 53: a child that is not there',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: (request) => (request.path === '/posts' ? { body: [{ id: 2 }] } : { status: 404, body: {} }),
    fails: 'run',
  },
  {
    name: 'case 55: a blank',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([{ id: 'a b' }]),
  },
  {
    name: 'case 55: numbers, booleans and letters of a parent',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([{ id: 1.5 }, { id: true }, { id: 'ü' }, { id: '12345678901234567890' }, { id: 'a:b@c,d' }]),
  },
  {
    name: 'W22: a value that would change the path',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([{ id: 'a/b?c#d' }]),
    differs: {
      id: 'parent-encoded',
      dlt: { requests: ['GET /posts', 'GET /posts/a/b?c'], rows: { posts: [{ id: 'a/b?c#d' }], c: [{ id: 30 }] } },
      sluice: {
        requests: ['GET /posts', 'GET /posts/a%2Fb%3Fc%23d/c'],
        rows: { posts: [{ id: 'a/b?c#d' }], c: [{ id: 30 }] },
      },
    },
  },
  {
    name: 'W21, W23: a list in a path',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([{ id: [1, 2] }]),
    differs: {
      id: 'fan-out',
      dlt: {
        requests: ['GET /posts', 'GET /posts/%5B1,%202%5D/c'],
        rows: { posts: [{ id: [1, 2] }], c: [{ id: 30 }] },
      },
      sluice: {
        requests: ['GET /posts', 'GET /posts/1/c', 'GET /posts/2/c'],
        rows: { posts: [{ id: [1, 2] }], c: [{ id: 30 }, { id: 30 }] },
      },
    },
  },
  {
    name: 'case 54: a resolve placeholder twice',
    config: postsAndChild({
      endpoint: { path: 'x/{pid}/y/{pid}/z', params: { pid: { type: 'resolve', resource: 'posts', field: 'id' } } },
    }),
    answer: parentAndChild([{ id: 1 }]),
    differs: {
      id: 'placeholder-twice',
      dlt: { requests: ['GET /posts', 'GET /x/1/y//z'], rows: { posts: [{ id: 1 }], c: [{ id: 30 }] } },
      sluice: { requests: ['GET /posts', 'GET /x/1/y/1/z'], rows: { posts: [{ id: 1 }], c: [{ id: 30 }] } },
    },
  },
  {
    name: 'case 56: the same row twice',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([{ id: 1 }, { id: 1 }]),
  },
  {
    name: 'section 2.8: paths into a row',
    config: postsAndChild({
      endpoint: {
        path: 'c',
        params: {
          a: '{resources.posts.author.id}',
          b: '{resources.posts.tags[0].id}',
          c: '{resources.posts.my-key}',
          d: "{resources.posts.'a.b'}",
          e: "{resources.posts.['a.b']}",
          f: '{resources.posts.$.id}',
        },
      },
    }),
    answer: parentAndChild([{ id: 1, author: { id: 2 }, tags: [{ id: 3 }, { id: 4 }], 'my-key': 5, 'a.b': 6 }]),
  },
  {
    name: 'section 2.8: one parent, two children',
    config: {
      client: { base_url: 'http://api' },
      resources: [
        { name: 'posts', endpoint: { paginator: 'single_page' } },
        { name: 'c', endpoint: commentsOf },
        { name: 'likes', endpoint: { path: 'posts/{resources.posts.id}/likes', params: { all: true } } },
      ],
    },
    answer: parentAndChild(two),
  },
  {
    name: 'section 2.8: a link of the parent is the whole path',
    config: postsAndChild({ endpoint: { path: '{resources.posts.link}', data_selector: 'data' } }),
    answer: parentAndChild([{ link: 'http://api/x?y=1' }, { link: '/z/a%20b' }], () => ({ data: [{ id: 1 }] })),
  },
  {
    name: 'section 2.8: a parent without rows',
    config: postsAndChild({ endpoint: commentsOf }),
    answer: parentAndChild([]),
  },
  {
    name: 'W23: a list of values in a row',
    config: postsAndChild({ endpoint: { path: 'x/{resources.posts.ids[*]}/y', paginator: 'single_page' } }),
    answer: parentAndChild([{ ids: [1, 2, null, 1] }, { ids: [2, 3] }]),
    differs: {
      id: 'fan-out',
      dlt: {
        requests: ['GET /posts', 'GET /x/1/y', 'GET /x/2/y'],
        rows: { posts: [{ ids: [1, 2, null, 1] }, { ids: [2, 3] }], c: [{ id: 30 }, { id: 30 }] },
      },
      sluice: {
        requests: ['GET /posts', 'GET /x/1/y', 'GET /x/2/y', 'GET /x/3/y'],
        rows: { posts: [{ ids: [1, 2, null, 1] }, { ids: [2, 3] }], c: [{ id: 30 }, { id: 30 }, { id: 30 }] },
      },
    },
  },
];
