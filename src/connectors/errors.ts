import { SluiceError } from '../core/error.ts';

/** @param why such as `it is no address of a server`; the address may hold a password, and is not told */
export function serverAddressInvalid(connector: string, why: string, hint: string): SluiceError {
  return new SluiceError(`Cannot use ${connector}: base_url: ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint,
    details: { connector, key: 'base_url' },
  });
}
