/** Headers are compared after NFKC, without blanks, invisible characters and case. */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}]/gu, '')
    .toLowerCase();
}
