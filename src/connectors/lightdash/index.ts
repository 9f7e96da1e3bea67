import type { ValueResolver } from '../../config/resolve.ts';
import { restApi } from '../../sources/rest-api/index.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Source } from '../../sources/source.ts';
import type { Connector } from '../connector.ts';
import { serverRoot } from '../server-root.ts';
import { lightdashApiPath, lightdashConfig, type LightdashAccess } from './config.ts';
import type { LightdashWishes } from './resources.ts';

export type { LightdashAccess } from './config.ts';
export type * from './rows.ts';

export type LightdashOptions = LightdashWishes &
  LightdashAccess & {
    /** The server, with or without a scheme and `/api/v1`: `acme.lightdash.cloud`, `https://bi.example.com`. */
    readonly baseUrl: string;
  };

/**
 * Everything that a Lightdash shows to the owner of a token, or to somebody who logs in. Rows that are gone from it stay
 * in the tables, unless a run replaces them: `run(source, { writeDisposition: 'replace' })`.
 * @throws `config_invalid`
 */
export function lightdash({ baseUrl, charts, detailsApi, ...access }: LightdashOptions): Source {
  const root = serverRoot(baseUrl, 'lightdash', lightdashApiPath);
  return restApi(lightdashConfig(root, access, { charts, detailsApi }), { name: 'lightdash' });
}

/** Stands for the server until somebody names it. */
const nowhere = 'https://your-instance.lightdash.cloud/';

/** Lightdash on the command line. */
export const lightdashConnector: Connector = {
  name: 'lightdash',
  description: 'Lightdash: business intelligence on dbt',
  keys: [
    { key: 'base_url', isSecret: false, isRequired: true, description: 'The server, such as https://bi.example.com' },
    {
      key: 'token',
      isSecret: true,
      isRequired: true,
      description: 'Personal access token, or one of a service account',
    },
    { key: 'email', isSecret: false, isRequired: false, description: 'To log in, instead of a token' },
    { key: 'password', isSecret: true, isRequired: false, description: 'Goes with email' },
  ],
  async source({ change, values }) {
    const named = values.get('lightdash', 'base_url')?.value;
    const root = named === undefined ? nowhere : serverRoot(named, 'lightdash', lightdashApiPath);
    // restApi() checks what it is given, whatever its type says.
    const config = change(lightdashConfig(root, accessFrom(values))) as RestApiConfig;
    if (named === undefined && JSON.stringify(config).includes(nowhere)) checkNamed(values);
    return restApi(config, { name: 'lightdash', redactor: values.redactor });
  },
};

/** An email says that somebody logs in. */
function accessFrom(values: ValueResolver): LightdashAccess {
  const email = values.get('lightdash', 'email')?.value;
  const key = email === undefined ? 'token' : 'password';
  const secret = values.secret('lightdash', key);
  if (secret === undefined) throw values.missing('lightdash', key);
  return email === undefined ? { token: secret } : { email, password: secret };
}

/** Where one only looks, a stand-in is found for what is not set. */
function checkNamed(values: ValueResolver): void {
  if (values.secret('lightdash', 'base_url') === undefined) throw values.missing('lightdash', 'base_url');
}
