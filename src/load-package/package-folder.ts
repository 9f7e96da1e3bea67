import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LoadId, TableName } from '../core/names.ts';
import type { PackageStatus } from './load-package.ts';

/** Where packages lie: the folder says the status, and a rename is the transition. */
export interface PackageFolder {
  of(status: PackageStatus): string;
  package(status: PackageStatus, id: LoadId): string;
}

export const manifestName = 'manifest.json';

export function packageFolder(root: string): PackageFolder {
  return {
    of: (status) => join(root, status),
    package: (status, id) => join(root, status, folderName(id)),
  };
}

/** False for what somebody else put beside the packages (case F4.7). */
export function isPackageName(name: string): boolean {
  return ownName.test(name);
}

const ownName = /^(?:\d{1,20}(?:\.\d{1,20})?|other-[0-9a-f]{10})$/;

/** A load id is digits and a point; anything else is not made into a path (case S4). */
function folderName(id: LoadId): string {
  return /^\d{1,20}(\.\d{1,20})?$/.test(id) ? id : `other-${shortHash(id)}`;
}

const mostNameCharacters = 60;

/**
 * The name of a table's n-th file: safe and different for different tables on every system (case S4), and in the order
 * in which the files were begun.
 */
export function fileName(table: TableName, number: number): string {
  const readable = table
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .slice(0, mostNameCharacters);
  return `${readable}.${shortHash(table)}.${String(number).padStart(6, '0')}.parquet`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
