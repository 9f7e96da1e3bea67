/** The detections of dlt 1.26 (dataset-format section 2.3): what a value may say of the type of its column. */
export type DetectionName =
  'timestamp' | 'iso_timestamp' | 'iso_date' | 'large_integer' | 'hexbytes_to_text' | 'wei_to_double';

const names: Readonly<Record<DetectionName, true>> = {
  timestamp: true,
  iso_timestamp: true,
  iso_date: true,
  large_integer: true,
  hexbytes_to_text: true,
  wei_to_double: true,
};

/** Their names, in dlt's order. */
export const detectionNames: readonly string[] = Object.keys(names);

export function isDetectionName(name: string): name is DetectionName {
  return Object.hasOwn(names, name);
}
