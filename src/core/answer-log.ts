/**
 * What the API answered since the last committed package. An answer is written down before its rows go anywhere, so
 * that an attempt which is killed leaves to the next one everything it was told: the next attempt makes the same
 * requests, and each one that is found here is not sent again. At most the page under way of each open walk is asked
 * twice.
 */
export interface AnswerLog {
  /**
   * The oldest answer to this key that was not taken yet; each is given once.
   * @param key what identifies the request, without credentials; see `answerKey()` in `http/`
   */
  take(key: string): Promise<KeptAnswer | undefined>;
  /** Call when the answer is whole, before its rows go anywhere. */
  keep(key: string, answer: KeptAnswer): Promise<void>;
  /** An answer that was taken or kept is of no use: the next attempt asks anew. */
  refuse(key: string): Promise<void>;
  /** The rows of an answer that was taken or kept go to their table now, or nobody wants them: it need not wait longer. */
  left(key: string): void;
}

export interface KeptAnswer {
  readonly status: number;
  /** Names in lower case; without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Set where the answer was not wanted, whatever its status is. */
  readonly ignored?: string | undefined;
}
