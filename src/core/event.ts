import type { LoadId, TableName } from './names.ts';
import type { WalkEnd } from './verdict.ts';

/** All that a run says while it runs. Events go down and out of the side; nothing in the line waits for a listener. */
export type PipelineEvent =
  | {
      readonly kind: 'run-started';
      readonly pipeline: string;
      readonly dataset: string;
      readonly destination: string;
      readonly resources: readonly string[];
      /** True where an interrupted run goes on. */
      readonly resumed: boolean;
    }
  | {
      readonly kind: 'page-received';
      readonly resource: string;
      readonly rowCount: number;
      readonly byteCount: number;
      /** True when the answer was already on this machine and the API was not asked. */
      readonly replayed: boolean;
    }
  | {
      readonly kind: 'request-retried';
      readonly resource: string;
      /** Redacted. */
      readonly url: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly reason: string;
      readonly rateLimited: boolean;
    }
  | { readonly kind: 'resource-finished'; readonly resource: string; readonly end: WalkEnd }
  | { readonly kind: 'schema-changed'; readonly table: TableName; readonly columns: readonly string[] }
  | { readonly kind: 'rows-discarded'; readonly table: TableName; readonly rows: number; readonly values: number }
  | { readonly kind: 'package-sealed'; readonly loadId: LoadId; readonly rowCount: number; readonly byteCount: number }
  | { readonly kind: 'load-committed'; readonly loadId: LoadId; readonly rowCount: number; readonly elapsedMs: number }
  | { readonly kind: 'load-fenced'; readonly loadId: LoadId }
  | { readonly kind: 'notice'; readonly message: string }
  | { readonly kind: 'run-finished'; readonly outcome: 'done' | 'failed' | 'interrupted' };

/** Hears every event of a run, in order. Must not throw. */
export type Emit = (event: PipelineEvent) => void;
