import type { Auth, CustomAuth } from './auth.ts';

/** True for what has the functions of an auth, be it an instance of a class or an object (5.6). */
export function isCustom(value: unknown): value is CustomAuth {
  if (typeof value !== 'object' || value === null) return false;
  const open: unknown = 'open' in value ? value.open : undefined;
  const interceptor: unknown = 'interceptor' in value ? value.interceptor : undefined;
  return typeof open === 'function' || typeof interceptor === 'function';
}

/** Its requests are shown as they are, unless it shows them itself. */
export function customAuth(custom: CustomAuth): Auth {
  return {
    open: (parts) => ('open' in custom ? custom.open(parts) : custom.interceptor),
    show: (request) => custom.show?.(request) ?? request,
  };
}
