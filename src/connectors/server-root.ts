import { serverAddressInvalid } from './errors.ts';

/**
 * Where the paths of a server begin, with a slash at the end, from what people write: with or without a scheme, with or
 * without the path of the API.
 * @param apiPath what is left out where the address ends with it
 * @throws `config_invalid` for what is no address, has a user in it, or would send credentials over plain http to
 * another machine
 */
export function serverRoot(text: string, connector: string, apiPath: RegExp): string {
  const written = text.trim();
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? '' : usualScheme(written);
  if (!URL.canParse(scheme + written)) {
    throw serverAddressInvalid(connector, 'it is no address of a server', 'Write it like https://bi.example.com');
  }
  const url = new URL(scheme + written);
  if (url.username !== '' || url.password !== '') {
    throw serverAddressInvalid(connector, 'it has a user or a password in it', 'Set credentials by their own keys');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisMachine(url.hostname))) {
    const hint = 'Write https, or give the whole address with --set client.base_url if the network is yours alone';
    throw serverAddressInvalid(connector, 'it is not https, so everyone on the way could read the credentials', hint);
  }
  const path = url.pathname.replace(/\/+$/, '').replace(apiPath, '');
  return `${url.origin}${path}/`;
}

function usualScheme(host: string): string {
  const [, name = ''] = /^(\[[^\]]*\]|[^/:?#]*)/.exec(host) ?? [];
  return isThisMachine(name) ? 'http://' : 'https://';
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
