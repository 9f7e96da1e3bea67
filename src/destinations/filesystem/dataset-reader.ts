import type { DatasetReader } from '../destination.ts';
import { readStorageVersion, type FileDataset } from './ledger.ts';

export async function openReader(dataset: FileDataset): Promise<DatasetReader | undefined> {
  await readStorageVersion(dataset);
  return undefined;
}
