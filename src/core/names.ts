/**
 * Names after the naming convention. A raw name, as a source or a user spells it, is a plain `string`; only
 * `schema/naming` makes these, so that the two are never mixed up.
 */
export type TableName = string & { readonly brand: 'TableName' };
export type ColumnName = string & { readonly brand: 'ColumnName' };

/**
 * Identity of one load package: the decimal text of a Unix time in seconds, as dlt writes it. Within a pipeline each
 * is greater, as text, than the one before it.
 */
export type LoadId = string & { readonly brand: 'LoadId' };
