import { printable } from '../../core/printable.ts';
import type { QueryResult } from '../../destinations/destination.ts';
import type { TextOutput } from '../terminal.ts';

/**
 * CSV (RFC 4180, lines end with a line feed): null is nothing, an empty text is `""`. Into a file or a pipe values go
 * exactly as they are; on a screen control characters are escaped (case S13).
 */
export function csvText({ columns, rows }: QueryResult, to: TextOutput): string {
  const cell = (value: string | number | boolean | null): string => {
    if (value === null) return '';
    const text = to.interactive && typeof value === 'string' ? printable(value, value.length) : String(value);
    return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}
