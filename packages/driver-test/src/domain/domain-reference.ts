/** Whether a value names a domain as the arguments of calls do. */
export function isNonnullDomain(value: unknown): value is { readonly name: string; readonly uuid: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'uuid' in value &&
    typeof value.uuid === 'string' &&
    'name' in value &&
    typeof value.name === 'string'
  );
}
