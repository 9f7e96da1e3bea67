import { join, resolve } from 'node:path';
import type { Runtime } from '../core/runtime.ts';
import type { Schema } from '../schema/table.ts';

/** Writes the schema as `<name>.schema.yaml`, as dlt exports it; a reader sees the old file or the new one. */
export async function exportSchema(runtime: Runtime, folder: string, schema: Schema): Promise<void> {
  const { files, process } = runtime;
  const { schemaYaml } = await import('../schema/render/schema-yaml.ts');
  const path = join(resolve(runtime.workingFolder, folder), `${schema.name}.schema.yaml`);
  const draft = `${path}.${process.id}.draft`;
  await files.makeFolder(resolve(runtime.workingFolder, folder));
  await files.remove(draft);
  const file = await files.open(draft, 'create');
  try {
    await file.write([new TextEncoder().encode(schemaYaml(schema))]);
  } finally {
    await file.close();
  }
  await files.rename(draft, path);
}
