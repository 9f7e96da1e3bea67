import { Secret } from '../../../../config/secret.ts';
import { readPath } from '../../requests/templates.ts';
import { isAbsoluteUrl } from '../../requests/urls.ts';
import {
  elementOf,
  filledText,
  isPlain,
  listOf,
  mapOf,
  oneOf,
  orNull,
  refuse,
  shape,
  type Place,
  type Read,
} from '../../reading/reading.ts';
import { readFormat } from '../format.ts';
import { absoluteAddress, readSecret } from '../read-secret.ts';
import type { CsrfConfig, LoginConfig, LoginObject, LoginText, LoginValue, SessionConfig } from '../vocabulary.ts';

/** A session login, with its mistakes noted. */
export const readSession: Read<SessionConfig> = shape<SessionConfig>(
  {
    type: () => 'session' as const,
    login: readLogin,
    cookie: orNull((value, place) =>
      Array.isArray(value) ? listOf(filledText)(value, place) : filledText(value, place),
    ),
    token_path: orNull(readPathText),
    header: filledText,
    format: orNull(readFormat),
    csrf: orNull(readCsrf),
  },
  { required: ['login'] },
);

const readLoginKeys = shape<LoginConfig>({
  path: filledText,
  url: absoluteAddress,
  method: oneOf(['GET', 'POST', 'PUT']),
  params: orNull(mapOf(readText)),
  headers: orNull(mapOf(readText)),
  json: orNull(readObject),
  data: orNull(mapOf(readText)),
});

function readLogin(value: unknown, place: Place): LoginConfig | undefined {
  if (typeof value === 'string') return readLogin({ [isAbsoluteUrl(value) ? 'url' : 'path']: value }, place);
  const login = readLoginKeys(value, place);
  if (login !== undefined && isPlain(value) && (value['path'] === undefined) === (value['url'] === undefined)) {
    return refuse(place, { message: 'must have one of path and url' });
  }
  return login;
}

const readCsrfKeys = shape<CsrfConfig>(
  { path: filledText, cookie: orNull(filledText), token_path: orNull(readPathText), header: filledText },
  { required: ['header'] },
);

function readCsrf(value: unknown, place: Place): CsrfConfig | undefined {
  const csrf = readCsrfKeys(value, place);
  if (csrf === undefined || typeof csrf.cookie === 'string' || typeof csrf.token_path === 'string') return csrf;
  return refuse(place, { message: 'must have one of cookie and token_path' });
}

function readPathText(value: unknown, place: Place): string | undefined {
  return readPath(value, place)?.text;
}

function readObject(value: unknown, place: Place): LoginObject | undefined {
  if (!isPlain(value)) return refuse(place, { message: 'must be an object' });
  return mapOf(readValue)(value, place);
}

const deepestLogin = 20;

/** JSON, with each text wrapped, as nearly all of them tell who somebody is. */
function readValue(value: unknown, place: Place): LoginValue | undefined {
  const isNested = Array.isArray(value) || isPlain(value);
  if (!isNested) return readText(value, place);
  if (place.path.split(/[.[]/).length > deepestLogin) return refuse(place, { message: 'must not be nested deeper' });
  if (!Array.isArray(value)) return mapOf(readValue)(value, place);
  return value.flatMap((element: unknown, index) => readValue(element, elementOf(place, index)) ?? []);
}

function readText(value: unknown, place: Place): LoginText | undefined {
  const name = nameOf(place);
  if (typeof value === 'string' && isPlainField(name)) return value;
  if (typeof value === 'string' || value instanceof Secret || value === null) return readSecret(name)(value, place);
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  return refuse(place, { message: 'must be a text, a number, true, false or null' });
}

/** Fields of a login that everybody knows. */
function isPlainField(name: string): boolean {
  return (
    ['grant_type', 'response_type', 'scope', 'type', 'provider', 'realm', 'locale', 'lang'].includes(name) ||
    /^(?:accept|content-type|origin|referer|x-requested-with)$/i.test(name)
  );
}

/** The name of the member that a place is in: elements of a list are called like the list. */
function nameOf({ path }: Place): string {
  return path.split(/[.[\]'"]/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? '';
}
