/** The little ASN.1 that Node's X509Certificate does not tell: names and serial number as they stand in the certificate. */
import type { X509Certificate } from 'node:crypto';

interface Element {
  readonly tag: number;
  /** The contents, without tag and length. */
  readonly body: Buffer;
  /** The whole element. */
  readonly raw: Buffer;
}

/** The elements that stand one after the other. Throws on a length that runs over the end. */
export function readElements(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    const end = start + length;
    if (end > bytes.length) throw new RangeError('DER: element runs over the end');
    elements.push({ tag, body: bytes.subarray(start, end), raw: bytes.subarray(at, end) });
    at = end;
  }
  return elements;
}

export interface CertificateFields {
  /** The bytes of the INTEGER, in capital hex. */
  readonly serialNumber: string;
  /** DER of the names, for comparing. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
}

export function certificateFields(certificate: X509Certificate): CertificateFields {
  const [whole] = readElements(certificate.raw);
  const [toBeSigned] = readElements(whole?.body ?? Buffer.alloc(0));
  const fields = readElements(toBeSigned?.body ?? Buffer.alloc(0));
  // [0] version (left out in version 1), serial number, algorithm, issuer, validity, subject, …
  const [serial, , issuer, , subject] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined || subject === undefined)
    throw new RangeError('DER: no certificate');
  return {
    serialNumber: serial.body.toString('hex').toUpperCase(),
    issuer: issuer.raw,
    subject: subject.raw,
  };
}

const attributeNames = new Map([
  ['550403', 'commonName'],
  ['550406', 'country'],
  ['550407', 'locality'],
  ['550408', 'state'],
  ['55040a', 'organization'],
  ['55040b', 'organizationUnit'],
] as const);
type AttributeName = typeof attributeNames extends Map<string, infer Name> ? Name : never;

const bmpString = 0x1e;

const textOf = (value: Element): string => {
  if (value.tag !== bmpString) return value.body.toString('utf8');
  return Buffer.from(value.body).swap16().toString('utf16le');
};

/** The parts of a name that Electron's CertificatePrincipal has. */
export function parsePrincipal(name: Buffer): Electron.CertificatePrincipal {
  const values = new Map<AttributeName, string[]>();
  const [sequence] = readElements(name);
  for (const set of readElements(sequence?.body ?? Buffer.alloc(0))) {
    for (const attribute of readElements(set.body)) {
      const [type, value] = readElements(attribute.body);
      const known = attributeNames.get((type?.body.toString('hex') ?? '') as '550403');
      if (known === undefined || value === undefined) continue;
      values.set(known, [...(values.get(known) ?? []), textOf(value)]);
    }
  }
  const one = (attribute: AttributeName): string => values.get(attribute)?.at(-1) ?? '';
  return {
    commonName: one('commonName'),
    country: one('country'),
    locality: one('locality'),
    organizations: values.get('organization') ?? [],
    organizationUnits: values.get('organizationUnit') ?? [],
    state: one('state'),
  };
}
