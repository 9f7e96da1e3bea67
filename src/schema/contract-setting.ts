/** Take what is new; end the run; leave out the row, or only the value, that brings it. */
export type ContractMode = 'evolve' | 'freeze' | 'discard_row' | 'discard_value';

/** What a contract speaks of. A `dataType` changes where a value does not fit its column. */
export type ContractEntity = 'tables' | 'columns' | 'dataType';

/** One word for all, or one for each; what is not said is `evolve`. */
export type ContractSetting = ContractMode | { readonly [Entity in ContractEntity]?: ContractMode | undefined };

/** Everything said. */
export type Contract = { readonly [Entity in ContractEntity]: ContractMode };
