/** What only the host knows. Places of records that it gives are 0 where there is none: the row is then not understood. */

/** The field of a key that was not met here before. */
export declare function key(node: i32, start: i32, end: i32): i32;

/** The node of the objects under a key. */
export declare function child(field: i32): i32;

/** The table of the lists under a key. */
export declare function list(field: i32): i32;

/** The field of elements that are no objects. */
export declare function value(table: i32): i32;

/** Makes a value as its column keeps it at `side`, its length in `cellLength`; gives the column, which may be a variant. */
export declare function cell(field: i32, start: i32, end: i32, side: i32): i32;

/** A number that is written as its double is; NaN for every other. */
export declare function double(start: i32, end: i32): f64;
