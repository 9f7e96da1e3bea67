/** The address of the API: templates in it, and stand-ins that nobody may be asked at (L16). */
import type { StandInAddress, VariableLookup } from '../guide.ts';
import type { Draft, Tell } from '../draft/draft.ts';
import type { Refuse } from '../draft/from-code.ts';

const withCredentials = /^[a-z]+:\/\/[^/?#]*@/i;
const credentials = 'the address has a user name or password in it, which belong among the secrets';
const noAddress = 'https://base-url.invalid/';

/** @throws `config_unreadable` for an address with credentials in it */
export function settleAddress(
  draft: Draft,
  { tell, refuse, variable }: { readonly tell: Tell; readonly refuse: Refuse; readonly variable: VariableLookup },
): StandInAddress | undefined {
  for (const { endpoint } of draft.resources) {
    const path = endpoint.get('path');
    if (typeof path?.value === 'string' && withCredentials.test(path.value)) throw refuse(path.line, credentials);
  }
  const stated = draft.client.get('base_url');
  if (stated === undefined) {
    const paths = draft.resources.map(({ endpoint }) => endpoint.get('path')?.value);
    const isAbsolute = paths.length > 0 && paths.every((path) => typeof path === 'string' && /^https?:\/\//.test(path));
    draft.client.set('base_url', { value: isAbsolute ? '' : noAddress, line: 1 });
    if (isAbsolute) return undefined;
    tell({
      kind: 'contradictory',
      line: 1,
      path: 'client.base_url',
      message: 'the guide names no address of the API',
      hint: 'Give it with --set client.base_url=…',
    });
    return { written: '', line: 1 };
  }
  const { value, line } = stated;
  if (typeof value !== 'string') return undefined;
  if (withCredentials.test(value)) throw refuse(line, credentials);
  const filled = fillTemplates(value, line, variable, tell);
  draft.client.set('base_url', { line, value: filled.address });
  if (filled.isWhole && !isStandIn(filled.address)) return undefined;
  tell({
    kind: 'contradictory',
    line,
    path: 'client.base_url',
    message: `${value} is a stand-in: no request is made to it (L16)`,
    hint: 'Give the address of the API with --set client.base_url=…',
  });
  return { written: value, line };
}

/** `https://{subdomain}.zendesk.com`: each part in braces is a variable of the user. */
function fillTemplates(
  written: string,
  line: number,
  variable: VariableLookup,
  tell: Tell,
): { readonly address: string; readonly isWhole: boolean } {
  let isWhole = true;
  const address = written.replaceAll(/[{<[]([A-Za-z][\w -]*)[}>\]]/g, (_whole, name: string) => {
    const key = name
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replace(/^your_/, '');
    const found = variable(key);
    if (found === undefined) {
      isWhole = false;
      return key.replaceAll('_', '-');
    }
    tell({ kind: 'inferred', line, path: 'client.base_url', message: `{${name}} ← the variable ${key}, which is set` });
    return encodeURIComponent(found);
  });
  return { address, isWhole };
}

/** An address that is only there to be replaced. */
function isStandIn(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : address;
  if (/(?:^|\.)example\.(?:com|org|net)$|\.(?:example|invalid|test)$|^example$/.test(host)) return true;
  return /(?:^|[.-])(?:your|my[-_])|(?:^|\.)(?:yourdomain|yourcompany|subdomain|company|tenant|instance|domain|acme|site)\./i.test(
    host,
  );
}
