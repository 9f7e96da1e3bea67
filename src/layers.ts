/**
 * The architecture as data: reading order is order of dependency. A folder may import from itself, from `core`, and
 * from the folders it lists here; nothing else. `layers.test.ts` proves it, type imports included.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  core: [],
  runtime: [],
  schema: [],
  columnar: ['schema'],
  formats: ['schema', 'columnar'],
  http: [],
  config: [],
  sources: ['schema', 'http', 'config'],
  'load-package': ['schema', 'columnar', 'formats'],
  destinations: ['schema', 'formats', 'load-package'],
  extract: ['schema', 'sources'],
  normalize: ['schema', 'columnar'],
  load: ['schema', 'load-package', 'destinations'],
  mock: [],
  testing: ['schema', 'config', 'columnar', 'formats', 'load-package', 'destinations', 'normalize', 'load', 'mock'],
  pipeline: [
    'runtime',
    'schema',
    'config',
    'columnar',
    'sources',
    'load-package',
    'destinations',
    'extract',
    'normalize',
    'load',
  ],
  connectors: ['config', 'sources'],
  guides: ['config', 'sources'],
  scaffold: ['schema', 'http', 'config', 'sources', 'guides'],
  cli: [
    'runtime',
    'schema',
    'config',
    'sources',
    'destinations',
    'pipeline',
    'connectors',
    'guides',
    'mock',
    'scaffold',
  ],
};

/** Stages drive plugins through the contract at the head of their folder, never through a plugin. */
export const contractsOnly: Readonly<Record<string, readonly string[]>> = {
  extract: ['sources/source.ts'],
  load: ['destinations/destination.ts'],
};
