import { isSecretName } from '../core/secret-names.ts';

/** Replaces the known secret values in a text, in every encoding; see `Redactor` in `config/`. */
export type Mask = (text: string) => string;

/** For where no secret is known. */
export const maskNothing: Mask = (text) => text;

/**
 * A URL as it may be shown: the values of secret parameters read `***`, empty ones too, and so does the user part.
 * Everything else stays as it is written (section 5.7 of the REST reference).
 */
export function redactUrl(url: string, mask: Mask = maskNothing): string {
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:[\\/]*)[^\\/?#]*@/i, '$1***@');
  const [head = '', ...rest] = withoutUser.split('?');
  return mask(rest.length === 0 ? head : `${head}?${redactQuery(rest.join('?'))}`);
}

function redactQuery(query: string): string {
  const [params = '', ...fragment] = query.split('#');
  const shown = params.split('&').map((param) => {
    const [name = ''] = param.split('=');
    return isSecretName(decoded(name)) && param !== name ? `${name}=***` : param;
  });
  return [shown.join('&'), ...fragment].join('#');
}

/** Headers as they may be shown: values of those that are known to be harmless, `***` for all others (S1). */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  mask: Mask = maskNothing,
): Readonly<Record<string, string>> {
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    harmlessHeaders.has(name.toLowerCase()) ? mask(value) : '***',
  ]);
  return Object.fromEntries(shown) as Readonly<Record<string, string>>;
}

const harmlessHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-length',
  'content-type',
  'date',
  'prefer',
  'retry-after',
  'user-agent',
]);

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
