/**
 * Where things stand in the memory that the row machine shares with its host, in bytes: read by the machine's compiler
 * and by TypeScript's alike. All numbers are of 32 bits and little-endian unless something else is said; a place of 0 is
 * no place.
 */

// The regions. What is not touched costs nothing but addresses.
/** Records that the host makes. */
export const programEnd = 16777216;
/** Rows as they came, with room behind for reads of 16 bytes. */
export const inputStart = 16777216;
export const inputBytes = 1048576;
/** Entries of 16 bytes: at most two for every two bytes of input. */
export const tapeStart = 17891328;
/** Texts without their escapes, which are no longer than the input, and values that the host has made. */
export const sideStart = 34734080;
/** The host makes no values beyond this: what is left up to the output is for texts alone. */
export const cellsEnd = 38928384;
/** Finished columns; grows. */
export const outputStart = 40042496;

// At the head of the program.
/** Place of the place of the first column of the program under way. */
export const columnList = 65536;
/** Eight bytes that all ids begin with. */
export const idPrefix = 65544;
export const loadIdLength = 65556;
/** Count of the next id. */
export const nextIdCount = 65560;
/** Bytes of the value that the host made last. */
export const cellLength = 65564;
/** By twelve bits of a count, the two characters that spell them. */
export const idPairs = 65600;
/** ASCII, far shorter than its room. */
export const loadIdText = 73792;
export const recordsStart = 74048;

// A key in the objects of a path.
export const fieldKey = 0;
export const fieldKeyLength = 4;
/** A bit for each of the first 16 bytes of the key. */
export const fieldKeyMask = 8;
/** 0 as long as nothing is known of the column. */
export const fieldColumn = 12;
export const fieldWay = 16;
export const fieldIsNullable = 20;
/** 1 where lists and objects under the key are one value. */
export const fieldKeepsJson = 24;
/** The key that came behind it in the newest row. */
export const fieldNext = 28;
/** All fields of a node, in a ring. */
export const fieldSibling = 32;
/** Number of the last row that has it. */
export const fieldSeen = 36;
/** The node of the objects, and the table of the lists, under the key; 0 where the host must be asked. */
export const fieldChild = 40;
export const fieldList = 44;
export const fieldSize = 56;

// A path of nested objects.
export const nodeFirst = 0;
/** Any field of its ring. */
export const nodeRing = 4;
export const nodeSize = 16;

// A table; its columns that tie rows together are 0 where it has none.
export const tableNode = 0;
/** The field of elements that are no objects; 0 where the host must be asked. */
export const tableValue = 4;
/** Rows that were read since the columns were last taken. */
export const tableRows = 8;
export const tableIsReady = 12;
/** Place of the number of the last row whose list went there; several tables may share it. */
export const tableFilled = 16;
export const tableRowId = 20;
export const tableParentId = 24;
export const tableRootId = 28;
export const tableLoadId = 32;
export const tableListIndex = 36;
export const tableSize = 48;

// A column.
export const columnKind = 0;
export const columnTable = 4;
export const columnCount = 8;
export const columnBytes = 12;
/** Number of the last row that has a value for it. */
export const columnClaimed = 16;
export const columnValues = 20;
/** Place of the bits that tell which rows have a value; 0 where all have. */
export const columnValidity = 24;
export const columnCursor = 28;
export const columnNext = 32;
export const columnSize = 40;

// Kinds of columns: how values lie in them.
export const kindBytes = 0;
export const kindFixed4 = 1;
export const kindFixed8 = 2;
export const kindFixed16 = 3;
export const kindBits = 4;
/** Has no bytes: its values are all null so far. */
export const kindNone = 5;
/** Of every row of its table, without an entry of their own. */
export const kindId = 6;
export const kindLoadId = 7;
export const kindListIndex = 8;

// How a value gets into its column: short ways, by the type of the column, and the long one by the host.
export const wayHost = 0;
export const wayText = 1;
export const wayInteger = 2;
export const wayDouble = 3;
export const wayBool = 4;
export const wayMoment = 5;

/** What a row that is not understood gives instead of the place behind it. */
export const unknown = -1;
