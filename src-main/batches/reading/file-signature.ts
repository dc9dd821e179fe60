interface Signature {
  readonly bytes: readonly number[];
  readonly kind: (head: Buffer) => string;
}

/** A ZIP file says what it packs by the names of its entries, and a workbook's first entries stand at its beginning. */
const zipKind = (head: Buffer): string => {
  if (head.includes('xl/') || head.includes('[Content_Types].xml')) return 'Excelブック（XLSX）';
  return 'ZIPファイル';
};

const signatures: readonly Signature[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: zipKind },
  { bytes: [0x50, 0x4b, 0x05, 0x06], kind: () => '空のZIPファイル' },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    kind: () => '古い形式のExcelブックなど（OLE文書）',
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: () => 'PDF文書' },
  { bytes: [0x1f, 0x8b], kind: () => '圧縮ファイル（gzip）' },
];

/** Bytes from the beginning of a file that are enough to recognise it. */
export const HEAD_BYTES = 4_096;

/** What a file is that is no CSV, by how it begins; undefined where nothing speaks against text. */
export function otherKindOf(head: Buffer): string | undefined {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  return found?.kind(head);
}

/** Text in UTF-8 or CP932 has no NUL byte. */
export function hasNul(piece: Uint8Array): boolean {
  return piece.includes(0);
}

export const BINARY_KIND = '文字以外のデータ（NULバイト）を含むファイル';
/** UTF-16 has two bytes a unit. */
export const HALF_UNIT_KIND = '終わりが切れたUTF-16のテキスト';
