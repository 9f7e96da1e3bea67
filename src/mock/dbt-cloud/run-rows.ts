import { seededRandom } from '../random.ts';
import type { DbtRow, Place } from './place.ts';
import { durationOf, nowAt, stampOf } from './times.ts';

/** One starts every so many minutes. */
const gapMinutes = 13;

/** Runs so far: those of the first look, and one for every thirteen minutes since. */
export function runCountAt(first: number, moment: number): number {
  return first + Math.floor(nowAt(moment) / gapMinutes);
}

/** When things happen to a run, in minutes after the first look. What has not happened yet is not told. */
interface Course {
  readonly created: number;
  readonly dequeued: number;
  readonly started: number;
  readonly finished: number;
  readonly end: 10 | 20 | 30;
}

/** Most runs take minutes, a few the better part of a day, so that they end in another order than they began. */
function courseOf(index: number, firstCount: number): Course {
  const created = (index - firstCount + 1) * gapMinutes;
  const dequeued = created + (index % 7 === 0 ? 45 : 1 / 6);
  const started = dequeued + 0.5;
  const takes = index % 40 === 39 ? 1200 : index % 11 === 0 ? 130 : 9 + (index % 5);
  const end = index % 23 === 5 ? 30 : index % 9 === 4 ? 20 : 10;
  return { created, dequeued, started, finished: end === 30 ? dequeued + 2 : started + takes, end };
}

const words = { 1: 'Queued', 2: 'Starting', 3: 'Running', 10: 'Success', 20: 'Error', 30: 'Cancelled' } as const;

function statusOf({ dequeued, started, finished, end }: Course, now: number): Status {
  if (now >= finished) return end;
  if (now < dequeued) return 1;
  return now < started ? 2 : 3;
}

/** A run as it stands at the moment. @param firstCount how many there were at the first look */
export function runOf(index: number, place: Place, firstCount: number): DbtRow {
  const now = nowAt(place.moment);
  const course = courseOf(index, firstCount);
  const status = statusOf(course, now);
  const id = place.firstRun + index;
  const job = place.firstJob + (index % place.jobCount);
  return {
    id,
    trigger_id: id + 5,
    account_id: place.account,
    project_id: place.firstProject + (index % place.projectCount),
    environment_id: place.firstEnvironment + (index % place.environmentCount),
    job_definition_id: job,
    job_id: job,
    dbt_version: 'versionless',
    git_branch: index % 4 === 0 ? null : 'main',
    git_sha: hasStarted(status, course) ? shaOf(index, place.seed) : null,
    has_docs_generated: index % 6 === 0,
    has_sources_generated: false,
    ...timesOf(course, status, { now, separator: index % 3 === 0 ? 'T' : ' ' }),
    ...outcomeOf(status),
    blocked_by: status === 1 ? [id - 1] : [],
    href: `https://cloud.example.com/deploy/${place.account}/runs/${id}/`,
    ...related,
  };
}

const related: DbtRow = {
  deferring_run_id: null,
  retrying_run_id: null,
  trigger: null,
  job: null,
  environment: null,
  run_steps: [],
  audit: null,
};

type Status = keyof typeof words;

/** What was cancelled had not begun. */
function hasStarted(status: Status, course: Course): boolean {
  return status >= 10 ? course.end !== 30 : status === 3;
}

function timesOf(
  course: Course,
  status: Status,
  look: { readonly now: number; readonly separator: 'T' | ' ' },
): DbtRow {
  const { now, separator } = look;
  const stamp = (minutes: number): string => stampOf(minutes, separator);
  const until = Math.min(now, course.finished);
  const isStarted = hasStarted(status, course);
  return {
    created_at: stamp(course.created),
    updated_at: stamp(Math.max(course.created, until)),
    dequeued_at: now >= course.dequeued ? stamp(course.dequeued) : null,
    started_at: isStarted ? stamp(course.started) : null,
    finished_at: status >= 10 ? stamp(course.finished) : null,
    last_checked_at: null,
    last_heartbeat_at: null,
    should_start_at: stamp(course.created),
    duration: durationOf(until - course.created),
    queued_duration: durationOf(course.dequeued - course.created),
    run_duration: durationOf(isStarted ? until - course.started : 0),
  };
}

function outcomeOf(status: Status): DbtRow {
  return {
    status,
    status_humanized: words[status],
    status_message: status === 20 ? 'Database Error in model «größe»\n  division by zero ☂' : null,
    artifacts_saved: status === 10,
    notifications_sent: status >= 10,
    in_progress: status < 10,
    is_complete: status >= 10,
    is_success: status === 10,
    is_error: status === 20,
    is_cancelled: status === 30,
    is_running: status === 3,
    can_retry: status === 20,
    retry_not_supported_reason: status === 20 ? null : 'RETRY_NOT_FAILED_RUN',
  };
}

function shaOf(index: number, seed: number): string {
  const random = seededRandom(seed, 8, index);
  return Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** How long ago something was is said anew at every reading. */
export function asReadAt(run: DbtRow, reading: number): DbtRow {
  const ago = `${reading} minutes ago`;
  return { ...run, created_at_humanized: ago, finished_at_humanized: run['finished_at'] === null ? null : ago };
}

/** What a run did; nothing before it has started. */
export function stepsOf(run: DbtRow): readonly DbtRow[] {
  const { id, account_id, started_at, finished_at, status } = run;
  if (started_at === null) return [];
  return ['Clone git repository', 'Invoke `dbt deps`', 'Invoke `dbt build`'].map((name, index) => ({
    // A number of a run leaves room for those of its steps.
    id: Number(id) * 10 + index,
    run_id: id,
    account_id,
    index: index + 1,
    status,
    name,
    logs: index === 0 ? '' : 'line 1\nline 2 ☂',
    debug_logs: null,
    log_path: `logs/${String(id)}/${index}.log`,
    debug_log_path: null,
    truncated_debug_logs: null,
    started_at,
    finished_at,
    status_color: status === 20 ? 'red' : 'green',
    status_humanized: run['status_humanized'],
    duration: run['run_duration'],
    duration_humanized: 'some minutes',
    created_at: run['created_at'],
    updated_at: run['updated_at'],
    run_step_command: null,
    run_step_invocation: null,
  }));
}

/** Files of a run; undefined where it saved none. */
export function artifactsOf(run: DbtRow): readonly string[] | undefined {
  return run['artifacts_saved'] === true ? ['manifest.json', 'run_results.json', 'compiled/größe.sql'] : undefined;
}
