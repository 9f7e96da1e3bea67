import { isSluiceError } from '../../../core/error.ts';
import type { ErrorCode } from '../../../core/error-codes.ts';
import { parseJson } from '../../../core/json.ts';
import { shapeOf } from '../../../core/value-shape.ts';
import { curlLine } from '../../../http/curl-line.ts';
import type { ApiRequest, ApiResponse } from '../../../http/http.ts';
import { sameOrigin } from '../../../http/origin.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import { withDetails } from '../errors.ts';
import { shownRequest } from './client.ts';

/**
 * The error of a walk with what was asked, what the answer looks like where there is one, and what in the configuration
 * it hangs on: `details.curl`, `shape` and `configPath`. They are free of secrets, and the shape is of data too. What is
 * no error of ours stays as it is, and so does what was explained before.
 */
export function explained(
  error: unknown,
  endpoint: EndpointPlan,
  request: ApiRequest,
  answer?: Pick<ApiResponse, 'body'>,
): unknown {
  if (!isSluiceError(error) || 'curl' in error.details) return error;
  const shape = answer === undefined ? undefined : shapeOfBody(answer.body);
  // Credentials go to one origin only, and an address that is none goes nowhere.
  const sent = sameOrigin(request.url, endpoint.origin) ? shownRequest(endpoint, request) : request;
  const curl = curlLine(sent, endpoint.mask);
  const configPath = [endpoint.place, keysByCode[error.code]].filter(Boolean).join('.');
  return withDetails(error, {
    resource: endpoint.resource,
    configPath,
    curl,
    ...(shape === undefined ? {} : { shape }),
  });
}

/** The key of the endpoint that is looked at first; none where it may be the client's, or any of them. */
const keysByCode: Readonly<Partial<Record<ErrorCode, string>>> = {
  selector_missed: 'data_selector',
  rows_invalid: 'data_selector',
  http_status: 'path',
  body_not_json: 'path',
};

/** Undefined for what is no JSON, or more of it than is read for the sake of a message. */
function shapeOfBody(body: Uint8Array): string | undefined {
  if (body.byteLength > mostBytes) return undefined;
  try {
    return shapeOf(parseJson(body));
  } catch {
    return undefined;
  }
}

const mostBytes = 8 * 1024 * 1024;
