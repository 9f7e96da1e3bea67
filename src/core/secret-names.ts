/**
 * True for the name of a field, query parameter or header whose value is never shown, whatever its letter case and
 * separators; see section 5.7 of the REST reference, and the usual names of session and signature parameters.
 */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretNames.has(plain) || secretEnding.test(plain);
}

/** `x-amz-security-token`, `stripe_api_key`, and the like. */
const secretEnding = /(?:apikey|secret|password|signature|accesstoken|authtoken|securitytoken)$/;

const secretNames: ReadonlySet<string> = new Set([
  'token',
  'key',
  'apikey',
  'xapikey',
  'accesskey',
  'accesstoken',
  'authtoken',
  'refreshtoken',
  'idtoken',
  'secret',
  'secretkey',
  'clientsecret',
  'password',
  'passwd',
  'pwd',
  'auth',
  'authorization',
  'proxyauthorization',
  'credential',
  'credentials',
  'cookie',
  'setcookie',
  'session',
  'sessionid',
  'jwt',
  'sig',
  'signature',
]);
