import { recordingApi, type Answer, type Recorded, type RecordingApi } from '../recording-api.ts';

/** When a refresh token ends that was exchanged for another one. */
export type Ending = 'with the first use of what replaced it' | 'at once';

/** An OAuth server that gives a new refresh token for each one that it is shown, and an API that takes its tokens. */
export class LoginApi {
  readonly #ending: Ending;
  /** The newest refresh token, and the one before while it is still good. */
  #newest = '';
  #before: string | undefined;
  #count = 0;
  #api: RecordingApi | undefined;

  constructor(ending: Ending) {
    this.#ending = ending;
  }

  async start(): Promise<void> {
    this.#api = await recordingApi((request) => this.#answer(request));
  }

  get url(): string {
    return this.#api?.url ?? '';
  }

  /** What a user gets who logs in with a browser; ends all that was before. */
  logIn(): string {
    this.#count += 1;
    this.#newest = `refresh-${this.#count}`;
    this.#before = undefined;
    return this.#newest;
  }

  /** The one that the server would take from a client that knows everything. */
  get newest(): string {
    return this.#newest;
  }

  async close(): Promise<void> {
    await this.#api?.close();
  }

  #answer(request: Recorded): Answer {
    if (request.path === '/token') return this.#refresh(new URLSearchParams(request.body).get('refresh_token') ?? '');
    const isNewest = request.headers['authorization'] === `Bearer access-for-${this.#newest}`;
    if (isNewest) this.#before = undefined;
    return isNewest ? { body: [] } : { status: 401 };
  }

  #refresh(shown: string): Answer {
    if (shown !== this.#newest && shown !== this.#before) return { status: 400, body: { error: 'invalid_grant' } };
    this.#before = this.#ending === 'at once' ? undefined : shown;
    this.#count += 1;
    this.#newest = `refresh-${this.#count}`;
    return { body: { access_token: `access-for-${this.#newest}`, refresh_token: this.#newest, expires_in: 3600 } };
  }
}
