/** An object of parsed JSON with unchecked values. */
export type JsonFields = Record<string, unknown>;

export function isFields(value: unknown): value is JsonFields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
