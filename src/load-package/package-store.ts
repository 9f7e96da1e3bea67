import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LoadId } from '../core/names.ts';
import type { Runtime } from '../core/runtime.ts';
import type { OpenFileWriter } from '../formats/format.ts';
import { parquetWriter } from '../formats/parquet.ts';
import { packageDamaged } from './errors.ts';
import type { LoadPackage, PackageFile, PackageStore } from './load-package.ts';
import { readManifest } from './manifest.ts';
import { isPackageName, packageFolder, type PackageFolder } from './package-folder.ts';
import { openPackageWriter } from './package-writer.ts';

export interface PackageStoreOptions {
  readonly folder: string;
  readonly runtime: Runtime;
  /** @default Parquet */
  readonly openWriter?: OpenFileWriter | undefined;
}

/** Packages in the folders of a disk; see `load-package.ts` for what may be relied on. */
export function packageStore({ folder: root, runtime, openWriter = parquetWriter }: PackageStoreOptions): PackageStore {
  const folder = packageFolder(root);
  return {
    begin: (start) => openPackageWriter({ runtime, folder, openWriter, start }),
    ready: () => readyPackages(runtime, folder),
    remove: (id) => removePackage(runtime, folder, id),
    removeUnsealed: () => runtime.files.remove(folder.of('building')),
  };
}

/** Out of sight at once, so that no start finds half a package. */
async function removePackage(runtime: Runtime, folder: PackageFolder, id: LoadId): Promise<void> {
  const [ready, aside] = [folder.package('ready', id), folder.package('building', id)];
  await runtime.files.makeFolder(folder.of('building'));
  await runtime.files.rename(ready, aside);
  await runtime.files.remove(aside);
}

/** Whatever else lies beside the packages is left alone (case F4.7). */
async function readyPackages(runtime: Runtime, folder: PackageFolder): Promise<readonly LoadPackage[]> {
  const packages: LoadPackage[] = [];
  for (const name of await runtime.files.list(folder.of('ready'))) {
    if (!isPackageName(name)) continue;
    const path = join(folder.of('ready'), name);
    const sealed = await readManifest(runtime, path);
    if (folder.package('ready', sealed.id) !== path) throw packageDamaged(path, `it holds the load ${sealed.id}`);
    for (const file of sealed.files) await checkFile(runtime, path, file);
    packages.push(sealed);
  }
  return packages.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const readBytes = 1024 * 1024;

/** Size and hash are what the manifest says; files that it does not name are left alone (case F4.7). */
async function checkFile(runtime: Runtime, folder: string, { path, byteCount, hash }: PackageFile): Promise<void> {
  const size = await runtime.files.size(path);
  if (size !== byteCount) throw packageDamaged(folder, `${path} has ${size ?? 'no'} bytes instead of ${byteCount}`);
  const found = createHash('sha256');
  for (let offset = 0; offset < byteCount; offset += readBytes) {
    found.update((await runtime.files.readRange(path, offset, readBytes)) ?? '');
  }
  if (found.digest('hex') !== hash) throw packageDamaged(folder, `the bytes of ${path} are not those that were sealed`);
}
