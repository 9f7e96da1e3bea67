import { destinationSettings } from '../../config/destination-settings.ts';
import type { Runtime } from '../../core/runtime.ts';
import type { Destination } from '../../destinations/destination.ts';
import { destinationFrom, type SettingsOf } from '../../destinations/registry.ts';
import { settingNotRead } from '../errors.ts';
import { parted } from '../sources/make-source.ts';

/**
 * The destination that a text names, with what `--set destination.…`, the environment and the files of the working folder
 * say of it. Nothing that was given with `--set` is passed over in silence.
 * @param given each `key.path=value` of `--set`
 * @throws `destination_unknown`, `config_value_missing`, `config_invalid`, `config_unreadable`, `usage`
 */
export async function openDestination(text: string, given: readonly string[], runtime: Runtime): Promise<Destination> {
  const set = new Map(given.map(parted).filter(([path]) => path.startsWith('destination.')));
  const { settings } = await destinationSettings({ runtime, set });
  const read = new Set<string>();
  const destination = await destinationFrom(text, {
    workingFolder: runtime.workingFolder,
    settings: (name, known) => remembered(settings(name, known), known, read),
  });
  for (const path of set.keys()) {
    if (!read.has(`--set: ${path.replaceAll('-', '_')}`)) throw settingNotRead(path, destination.name);
  }
  return destination;
}

function remembered(
  found: ReturnType<SettingsOf>,
  known: readonly string[],
  read: Set<string>,
): ReturnType<SettingsOf> {
  for (const path of [...known, 'destination_type', 'destination_name']) {
    const setting = found.get(path);
    if (setting !== undefined) read.add(setting.from);
  }
  return found;
}
