/** What JSON.parse gives. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one text of a value after RFC 8785: no white space, keys in the order of their UTF-16 code units, strings and numbers as
 * JSON.stringify writes them. Unlike the operation log's, it takes fractions and any key: a profile has both in its rules.
 * Throws for strings that are not well-formed Unicode.
 */
export function canonicalJson(value: Json): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .toSorted()
      .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new TypeError('A string is not well-formed Unicode.');
  }
  return JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
