import { recordingApi, type Answer, type Recorded, type RecordingApi } from '../../recording-api.ts';
import type { RestCase } from './rest-case.ts';

/** Both sides' API: plays one case at a time and writes down what it was asked. */
export interface CaseApi {
  readonly url: string;
  /** From here on this run is played; a GET of `/~begin/<case>/<run>` does the same from outside. */
  begin(number: number, run: number): void;
  /** What the run was asked, in order. */
  asked(number: number, run: number): readonly Recorded[];
  close(): Promise<void>;
}

/** No case needs more; whoever asks on gets an error, so that no comparison is endless. */
const mostRequests = 60;

export async function caseApi(cases: readonly RestCase[]): Promise<CaseApi> {
  const logs = new Map<string, Recorded[]>();
  let current = { number: 0, run: 0 };
  const begin = (number: number, run: number): void => {
    current = { number, run };
    logs.set(`${number}/${run}`, []);
  };
  const api: RecordingApi = await recordingApi((request) => {
    const asked = /^\/~begin\/(\d+)\/(\d+)$/.exec(request.path);
    if (asked !== null) {
      begin(Number(asked[1]), Number(asked[2]));
      return { body: 'ok' };
    }
    const log = logs.get(`${current.number}/${current.run}`) ?? [];
    log.push(request);
    if (log.length > mostRequests) return { status: 410, body: 'too many requests' };
    const answer = cases[current.number]?.answer(request, log.length - 1, current.run) ?? { status: 410 };
    return withHosts(answer, api.url);
  });
  return {
    url: api.url,
    begin,
    asked: (number, run) => logs.get(`${number}/${run}`) ?? [],
    close: () => api.close(),
  };
}

/** Names for hosts, as cases have them, become addresses of this machine. */
export function withHostsIn<T>(value: T, url: string): T {
  const text = JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
  const there = text
    .replaceAll(/http:\/\/api(?=["/?])/gi, (host) => spelledLike(host, url))
    .replaceAll('http://other', url.replace('127.0.0.1', 'localhost'));
  // Only texts were changed.
  return JSON.parse(there) as T;
}

/** The way back, for whatever is compared. */
export function namedHosts(text: string, url: string): string {
  return text.replaceAll(url, 'http://api').replaceAll(url.replace('127.0.0.1', 'localhost'), 'http://other');
}

function spelledLike(host: string, url: string): string {
  return host.startsWith('HTTP') ? url.replace('http', 'HTTP') : url;
}

function withHosts(answer: Answer, url: string): Answer {
  const { body, ...rest } = answer;
  const there = withHostsIn(rest, url);
  if (typeof body === 'string') return { ...there, body: body.replaceAll('http://api', url) };
  return body === undefined ? there : { ...there, body: withHostsIn(body, url) };
}
