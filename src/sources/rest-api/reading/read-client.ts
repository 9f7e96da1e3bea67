import { readAuth } from '../auth/index.ts';
import { readPaginator } from '../paginators/index.ts';
import type { ClientConfig, RateLimitConfig, RetryConfig } from '../vocabulary.ts';
import { endpointKeys } from './read-endpoint.ts';
import { bool, filledText, listOf, mapOf, orNull, positiveNumber, refuse, shape, text } from './reading.ts';
import type { Place, Read } from './reading.ts';

const readRateLimit = shape<RateLimitConfig>(
  { requests: positiveNumber, per_seconds: seconds },
  { required: ['requests', 'per_seconds'] },
);

const readRetry = shape<RetryConfig>({
  attempts: orNull(positiveNumber),
  backoff_factor: orNull(seconds),
  max_wait: orNull(seconds),
  statuses: orNull(listOf(positiveNumber)),
  rate_limited_wait: orNull(seconds),
  patience: orNull(seconds),
  repeat_writes: orNull(bool),
});

/** `client`: what all requests have in common (1.1). */
export const readClient: Read<ClientConfig> = shape<ClientConfig>(
  {
    base_url: text,
    headers: orNull(mapOf(text)),
    auth: orNull(readAuth),
    allowed_hosts: orNull(listOf(filledText)),
    paginator: orNull(readPaginator),
    max_concurrency: orNull(positiveNumber),
    rate_limit: orNull(readRateLimit),
    retry: orNull(readRetry),
  },
  {
    required: ['base_url'],
    elsewhere: {
      ...Object.fromEntries(endpointKeys.map((key) => [key, `Write it as resource_defaults.endpoint.${key}`])),
      session: 'Use headers, auth, retry and allowed_hosts: a Python session cannot be taken along',
    },
  },
);

function seconds(value: unknown, place: Place): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  return refuse(place, { message: 'must be a number of seconds', found: value });
}
