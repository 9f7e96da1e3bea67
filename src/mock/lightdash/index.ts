import type { MockApi, MockRequest, MockResponse } from '../mock-api.ts';
import { accessBy, type Access } from './access.ts';
import { forbidden, notFound, ok, tooMany, unauthorized } from './answers.ts';
import { currentUser } from './people.ts';
import { routes, streamsOf, type Route } from './routes.ts';
import { advancedWorld, bornWorld, type LightdashRow, type World } from './world.ts';

export interface LightdashMockOptions {
  /** @default 1 */
  readonly seed?: number | undefined;
  /** So many times the usual number of rows; projects are always five. @default 1 */
  readonly scale?: number | undefined;
  /** The only token that is let in. @default `lightdashMockToken` */
  readonly token?: string | undefined;
  /** Requests after which a session has ended. @default none */
  readonly sessionRequests?: number | undefined;
  /** What happens to a page size over 100. @default reject */
  readonly capMode?: 'reject' | 'clamp' | undefined;
  /** True: users are one list without pages, and some routes take a session only. @default false */
  readonly oldServer?: boolean | undefined;
  /** True: single dashboards and charts are found by version 2 of the API only. @default false */
  readonly newServer?: boolean | undefined;
  /** Ends of paths that the token may not read: 403. */
  readonly forbidden?: readonly string[] | undefined;
  /** One request in so many is 429 with a page in HTML, as from a gateway. @default never */
  readonly refuseEvery?: number | undefined;
}

/** A Lightdash on this machine, and a look at its rows. */
export interface LightdashMock extends MockApi {
  /** How often somebody logged in. */
  readonly logins: number;
  /** All rows of a stream that its token may see, as they are now. */
  rows(stream: string): readonly LightdashRow[];
  advance(): void;
}

/** What the local Lightdash lets in unless told otherwise. They open nothing else. */
export const lightdashMockToken = 'ldpat_local0mock0token0opens0nothing';
export const lightdashMockLogin = { email: 'user-0@example.com', password: 'local0mock0password' } as const;

/**
 * Behaves as Lightdash does: tokens and sessions, an envelope around single objects and lists, a few lists with pages
 * where both `page` and `pageSize` are given, and query parameters that it does not know left unread.
 * @see vendors reference, section 1
 */
export function lightdashMock(options: LightdashMockOptions = {}): LightdashMock {
  const access = accessBy({
    token: options.token ?? lightdashMockToken,
    ...lightdashMockLogin,
    sessionRequests: options.sessionRequests ?? Number.POSITIVE_INFINITY,
  });
  const desk: Desk = { access, options, world: bornWorld(options.seed ?? 1, options.scale ?? 1), moment: 0, asked: 0 };
  return {
    name: 'lightdash',
    description: 'Lightdash with 5 projects, their dashboards and charts',
    keys: { token: options.token ?? lightdashMockToken, ...lightdashMockLogin },
    paths: ['/api/v1/health', '/api/v1/user', '/api/v1/org/projects', '/api/v1/org/users?page=1&pageSize=100'],
    get logins() {
      return access.logins;
    },
    rows: (stream) => streamsOf[stream]?.(desk.world) ?? [],
    advance() {
      desk.moment += 1;
      desk.world = advancedWorld(desk.world, desk.moment);
    },
    endSessions: () => access.endSessions(),
    handle: (request) => answer(desk, request),
  };
}

interface Desk {
  readonly access: Access;
  readonly options: LightdashMockOptions;
  world: World;
  moment: number;
  asked: number;
}

function answer(desk: Desk, request: MockRequest): MockResponse {
  const { access, options, world } = desk;
  const { method, path, query } = request;
  desk.asked += 1;
  if (options.refuseEvery !== undefined && desk.asked % options.refuseEvery === 0) return tooMany();
  if (path === '/api/v1/health') return ok({ healthy: true, isAuthenticated: access.of(request) !== 'nobody' });
  if (path === '/api/v1/login' && method === 'POST') return access.login(request, currentUser(world));
  const route = method === 'GET' ? routes.find((one) => one.path.test(path)) : undefined;
  const door = access.of(request);
  if (door === 'nobody' || (door === 'token' && isClosed(route, options))) return unauthorized();
  if (route === undefined || (route.isFading === true && options.newServer === true)) return notFound('Route');
  if (options.forbidden?.some((end) => path.endsWith(end)) === true) return forbidden();
  const names = (route.path.exec(path) ?? []).slice(1);
  return route.answer({
    world,
    names,
    query,
    capMode: options.capMode ?? 'reject',
    isOld: options.oldServer === true,
  });
}

/** Before tokens were taken route by route, some took a session only. */
function isClosed(route: Route | undefined, options: LightdashMockOptions): boolean {
  return options.oldServer === true && route?.sessionOnly === true;
}
