import { withoutTrailing, type NamingRule } from './convention.ts';

/** Names as they are, but for what no statement could hold (reference section 1.6). Case counts. */
export const directRule: NamingRule = {
  name: 'direct',
  separator: '▶',
  normalize: (text) => text.replace(/[\n\r'"▶]/g, '_'),
};

/** Names as they are, in one line and with single underscores. Case counts. */
export const duckCaseRule: NamingRule = {
  name: 'duck_case',
  separator: '__',
  normalize: (text) => text.replace(/[\n\r"]/g, '_').replace(/_{2,}/g, '_'),
};

/** Letters, digits and underscores only, in the case they came in. Case counts. */
export const sqlCsRule: NamingRule = {
  name: 'sql_cs_v1',
  separator: '__',
  normalize(text) {
    const safe = text.replace(/[^A-Za-z0-9_\p{Nd}]+/gu, '_').replace(/^\p{Nd}/u, '_$&');
    return (safe === '_' ? safe : withoutTrailing(safe)).replace(/_{2,}/g, '_');
  },
};

/** The same in lower case; the tag of a shortened name still feels the case that it came in. */
export const sqlCiRule: NamingRule = { ...sqlCsRule, name: 'sql_ci_v1', finish: (name) => name.toLowerCase() };
