import { SluiceError, type ErrorFacts } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';
import { interrupted } from './errors.ts';

export function clientMissing(location: string, cause: unknown): SluiceError {
  return new SluiceError(`Cannot use ${printable(location, 200)}: the package @aws-sdk/client-s3 is not installed`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Run npm install @aws-sdk/client-s3',
    cause,
  });
}

/** What a bucket answered, or that it did not. */
export function bucketFailed(location: string, doing: string, cause: unknown): SluiceError {
  const facts = failureOf(cause);
  if (facts.name === 'AbortError') return interrupted();
  const rule = rules.find(({ pattern }) => pattern.test(`${facts.name} ${facts.status ?? ''}`)) ?? refused;
  const { why, ...told } = rule.tell(facts);
  return new SluiceError(`Cannot ${doing} ${printable(location, 300)}: ${why}`, {
    ...told,
    phase: 'load',
    details: { location, said: facts.name, status: facts.status },
    cause,
  });
}

/** True where somebody else writes the same key at this moment: to be tried again. */
export function isConflict(error: unknown): boolean {
  return failureOf(error).status === 409;
}

/** True where the key was to be made and is there. */
export function isTaken(error: unknown): boolean {
  return failureOf(error).status === 412;
}

export function isMissing(error: unknown): boolean {
  const { name, status } = failureOf(error);
  return name === 'NoSuchKey' || name === 'NoSuchUpload' || (name === 'NotFound' && status === 404);
}

/** True where a store does not know what it was asked for. */
export function isNotOffered(error: unknown): boolean {
  const { name, status } = failureOf(error);
  return name === 'NotImplemented' || status === 501;
}

interface Failure {
  readonly name: string;
  readonly status: number | undefined;
  readonly message: string;
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Unknown', status: undefined, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const hasStatus = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  const status = hasStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
  return { name: error.name === 'Error' ? (code ?? 'Error') : error.name, status, message: error.message };
}

interface Rule {
  readonly pattern: RegExp;
  tell(failure: Failure): Pick<ErrorFacts, 'code' | 'hint' | 'retryable'> & { readonly why: string };
}

const refused: Rule = {
  pattern: /^/,
  tell: ({ name, message }) => ({
    code: 'destination_refused',
    why: `the store says ${printable(name, 60)}, "${printable(message, 200)}"`,
    retryable: true,
    hint: 'Run again; if it fails again, look at what the store says',
  }),
};

const rules: readonly Rule[] = [
  {
    pattern: /^(?:NoSuchBucket|PermanentRedirect) /,
    tell: () => ({
      code: 'destination_unreachable',
      why: 'there is no such bucket, or it is in another region',
      hint: 'Make the bucket, or correct its name and the region',
    }),
  },
  {
    pattern: /^(?:CredentialsProviderError|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken) /,
    tell: ({ name }) => ({
      code: 'destination_unreachable',
      why: `the credentials are missing or wrong (${printable(name, 60)})`,
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE for a profile of ~/.aws/credentials',
    }),
  },
  {
    pattern: /^(?:AccessDenied|AllAccessDisabled|Forbidden) |^\w+ 403$/,
    tell: () => ({
      code: 'destination_refused',
      why: 'these credentials may not do that',
      hint: 'Allow s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload',
    }),
  },
  {
    pattern: /Quota|StorageFull|InsufficientStorage|^\w+ 507$/i,
    tell: () => ({
      code: 'disk_full',
      why: 'no space is left in the bucket',
      retryable: true,
      hint: 'Free space or raise the quota, then run again',
    }),
  },
  {
    pattern:
      /^(?:SlowDown|TooManyRequests\w*|ServiceUnavailable|ThrottlingException|InternalError) |^\w+ (?:429|5\d\d)$/,
    tell: ({ name }) => ({
      code: 'destination_refused',
      why: `the store is too busy (${printable(name, 60)})`,
      retryable: true,
      hint: 'Run again later',
    }),
  },
  {
    pattern:
      /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|TimeoutError|NetworkingError) /,
    tell: ({ name }) => ({
      code: 'destination_unreachable',
      why: `there is no connection (${printable(name, 60)})`,
      retryable: true,
      hint: 'Check the endpoint and the network, then run again',
    }),
  },
];
