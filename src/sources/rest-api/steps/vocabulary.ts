/** The words of `processing_steps`. @see section 8.1 of the REST reference */
import type { Row } from '../../../core/value.ts';

/** Of several in one step: first the filter, then the map, then the rows of `yield_map`. */
export interface StepConfig {
  /** The row stays where this gives something truthy. */
  readonly filter?: ((row: Row) => unknown) | undefined;
  /** Gives what the row becomes. */
  readonly map?: ((row: Row) => unknown) | undefined;
  /** Gives any number of rows for one. */
  readonly yield_map?: ((row: Row) => Iterable<unknown> | AsyncIterable<unknown>) | undefined;
}
