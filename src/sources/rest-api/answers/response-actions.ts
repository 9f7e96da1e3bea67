import type { Value } from '../../../core/value.ts';
import type { ApiResponse, Interceptor } from '../../../http/http.ts';
import { jsonBody } from '../../../http/json-body.ts';
import { isSluiceError } from '../../../core/error.ts';
import { stepFailed } from '../errors.ts';
import { isPlain, oneOf, orNull, refuse, shape, text, wholeNumber, type Place } from '../reading/reading.ts';
import { asResult } from '../steps/as-value.ts';
import type { ActionCode, ResponseActionConfig } from '../vocabulary.ts';

/**
 * Does to every answer what the configuration says, in order, before anybody looks at its status (section 6). An answer
 * that an action ignores ends the walk, and is not tried again.
 */
export function actingOn(actions: readonly ResponseActionConfig[], resource: string): Interceptor {
  if (actions.length === 0) return (next) => next;
  return (next) => async (request, signal) => {
    let answer = await next(request, signal);
    for (const [index, action] of actions.entries()) {
      if (!matches(action, answer)) continue;
      for (const act of codeOf(action)) {
        answer = await acted(act, answer, { resource, step: `response_actions[${index}]` });
        if (answer.ignored !== undefined) return answer;
      }
      if (isIgnore(action)) return { ...answer, ignored: ignoredBecause(answer) };
    }
    return answer;
  };
}

function ignoredBecause({ status }: ApiResponse): string {
  return `the API answered with status ${status}, which response_actions ignore`;
}

function matches(action: ResponseActionConfig, answer: ApiResponse): boolean {
  if (typeof action === 'function') return true;
  const { status_code: status, content } = action;
  if (typeof status === 'number' && status !== answer.status) return false;
  return typeof content !== 'string' || Buffer.from(answer.body).toString('utf8').includes(content);
}

function codeOf(action: ResponseActionConfig): readonly ActionCode[] {
  if (typeof action === 'function') return [action];
  const { action: act } = action;
  if (typeof act === 'function') return [act];
  // A list of functions and nothing else: a text is no list.
  return Array.isArray(act) ? (act as readonly ActionCode[]) : [];
}

function isIgnore(action: ResponseActionConfig): boolean {
  return typeof action !== 'function' && action.action === 'ignore';
}

async function acted(
  act: ActionCode,
  answer: ApiResponse,
  place: { readonly resource: string; readonly step: string },
): Promise<ApiResponse> {
  const { status, headers, body, url } = answer;
  try {
    const result = await act({ status, headers, body: Buffer.from(body).toString('utf8'), url });
    if (result === 'ignore') return { ...answer, ignored: ignoredBecause(answer) };
    if (result === undefined || result === null) return answer;
    return {
      ...answer,
      status: result.status ?? status,
      body: result.body === undefined ? body : bodyOf(asResult(result.body, place)),
    };
  } catch (cause) {
    throw isSluiceError(cause) ? cause : stepFailed(place, cause);
  }
}

function bodyOf(body: Value): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : jsonBody(body);
}

const readShape = shape<Exclude<ResponseActionConfig, ActionCode>>(
  { status_code: orNull(readStatus), content: orNull(text), action: readAction },
  { required: ['action'] },
);

/** One element of `response_actions`; one that could never match, or would always ignore, is a mistake (W39). */
export function readResponseAction(value: unknown, place: Place): ResponseActionConfig | undefined {
  // What code gives is checked when it is called.
  if (typeof value === 'function') return value as ActionCode;
  const action = readShape(value, place);
  if (!isPlain(value) || action === undefined || action.action !== 'ignore') return action;
  const isBlind = [value['status_code'], value['content']].every((given) => given === undefined || given === null);
  return isBlind ? refuse(place, { message: 'must have status_code, content or both' }) : action;
}

/** Digits in a text are a status too. */
function readStatus(value: unknown, place: Place): number | undefined {
  return wholeNumber(typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value, place);
}

function readAction(value: unknown, place: Place): 'ignore' | ActionCode | readonly ActionCode[] | undefined {
  // What code gives is checked when it is called.
  if (typeof value === 'function') return value as ActionCode;
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'function')) {
    return value as readonly ActionCode[];
  }
  return oneOf(['ignore'])(value, place);
}
