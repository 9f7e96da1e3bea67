import { join } from 'node:path';
import { environmentOf, versionsOf } from '../environments.mjs';
import { fileOf, measured } from '../measure.mjs';
import { documentSchema } from '../tables.mjs';

let programs;

/** PyAirbyte with a declarative manifest, into its DuckDB cache: a table for each stream, what is nested as JSON. */
export const airbyte = {
  name: 'PyAirbyte',
  what: 'a declarative manifest with all columns, into its DuckDB cache; nested values stay JSON',
  shape: 'documents',
  // Its numbers are DECIMAL(38, 9): more digits than that are gone.
  leavesOut: { events: ['score'] },
  async start() {
    programs = await environmentOf('airbyte', ['airbyte==0.71.3']);
    return { versions: await versionsOf(programs, ['airbyte', 'airbyte-cdk', 'duckdb']) };
  },
  load: (asked) =>
    measured(join(programs, 'python'), [fileOf('contenders/airbyte-load.py')], {
      ...asked,
      manifest: manifestOf(asked),
    }),
};

/** A manifest of the low-code kind. */
function manifestOf({ address, resources, tables }) {
  return {
    version: '6.0.0',
    type: 'DeclarativeSource',
    check: { type: 'CheckStream', stream_names: [resources[0].name] },
    streams: resources.map((resource) => stream(resource)),
    spec: {
      type: 'Spec',
      connection_specification: { type: 'object', properties: {}, additionalProperties: true },
    },
    concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: 8 },
  };

  function stream(resource) {
    const parent = /\{resources\.(\w+)\.(\w+)\}/.exec(resource.endpoint.path);
    return {
      type: 'DeclarativeStream',
      name: resource.name,
      schema_loader: { type: 'InlineSchemaLoader', schema: documentSchema(tables, resource.name) },
      retriever: {
        type: 'SimpleRetriever',
        requester: {
          type: 'HttpRequester',
          url_base: `${address}/`,
          path: resource.endpoint.path.replace(/\{resources\.[^}]*\}/, '{{ stream_partition.parent }}'),
          http_method: 'GET',
        },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['data'] } },
        paginator: {
          type: 'DefaultPaginator',
          page_token_option: { type: 'RequestPath' },
          pagination_strategy: {
            type: 'CursorPagination',
            cursor_value: "{{ response.get('next') }}",
            stop_condition: "{{ not response.get('next') }}",
          },
        },
        ...(parent !== null && { partition_router: partition(parent[1], parent[2]) }),
      },
    };
  }

  function partition(parentName, key) {
    const parent = stream(resources.find(({ name }) => name === parentName));
    const config = { type: 'ParentStreamConfig', parent_key: key, partition_field: 'parent', stream: parent };
    return { type: 'SubstreamPartitionRouter', parent_stream_configs: [config] };
  }
}
