import { isSluiceError, type SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';
import { bodyCut, type NetworkTrouble, unreachable } from './errors.ts';
import type { Mask } from './redact.ts';

/**
 * What the platform threw, as an error that says whether trying again helps: `http_unreachable`. The thrown value is not
 * kept as the cause, because its texts are not ours and may repeat the URL with its credentials.
 */
export function networkFailure(thrown: unknown, origin: string, mask: Mask): SluiceError {
  if (isSluiceError(thrown)) return thrown;
  const networkCode = codeOf(thrown);
  const known = troubles.find(({ codes }) => codes.test(networkCode ?? ''));
  if (known !== undefined) return unreachable(origin, { ...known.trouble, networkCode });
  const why = printable(mask(deepestMessage(thrown)), 200);
  return unreachable(origin, { why, networkCode, hint: 'Check the network, and run again', retryable: true });
}

/** The connection broke while the body was under way. */
export function bodyFailure(thrown: unknown, asked: string): SluiceError {
  if (isSluiceError(thrown)) return thrown;
  return bodyCut(asked, 'the connection broke in the middle of the answer');
}

const again = 'Check the network, and run again';

const troubles: readonly { readonly codes: RegExp; readonly trouble: NetworkTrouble }[] = [
  {
    codes: /^ECONNREFUSED$/,
    trouble: {
      why: 'connection refused',
      hint: 'Check client.base_url and that the server is running',
      retryable: true,
      unsent: true,
    },
  },
  {
    codes: /^(?:ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/,
    trouble: {
      why: 'no such host',
      hint: 'Check the host in client.base_url and the network',
      retryable: true,
      unsent: true,
    },
  },
  {
    codes: /^(?:ENETUNREACH|EHOSTUNREACH|ENETDOWN|EADDRNOTAVAIL)$/,
    trouble: { why: 'no route to the host', hint: again, retryable: true, unsent: true },
  },
  {
    codes: /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/,
    trouble: { why: 'no connection in time', hint: again, retryable: true, unsent: true },
  },
  {
    codes: /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/,
    trouble: { why: 'no answer in time', hint: again, retryable: true },
  },
  {
    codes: /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED)$/,
    trouble: { why: 'the connection was closed before the answer', hint: again, retryable: true, reset: true },
  },
  {
    codes: /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/,
    trouble: {
      why: 'its certificate or TLS version is not trusted',
      hint: 'Set NODE_EXTRA_CA_CERTS to the file of its certificate authority, or correct the server',
      retryable: false,
    },
  },
];

/** Of the error or of one of its causes; there may be several where a host has several addresses. */
function codeOf(thrown: unknown): string | undefined {
  for (const error of chain(thrown)) {
    if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  }
  return undefined;
}

function deepestMessage(thrown: unknown): string {
  return chain(thrown).at(-1)?.message ?? String(thrown);
}

const longestChain = 8;

function chain(thrown: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let next = thrown; next instanceof Error && found.length < longestChain;) {
    found.push(next);
    const [first] = next instanceof AggregateError ? (next.errors as readonly unknown[]) : [];
    next = next.cause ?? first;
  }
  return found;
}
