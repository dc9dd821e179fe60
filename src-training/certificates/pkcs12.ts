import { createHash, createHmac, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';

/**
 * A PKCS#12 file (RFC 7292) with one key and its certificate, as an operating system's or Chromium's store imports it.
 * Node reads such files but can't write them. The key is encrypted by OpenSSL (PBES2, AES-256); the certificate is public.
 */
export function pkcs12(certificatePem: string, keyPem: string, passphrase: string, name: string): Buffer {
  const certificate = new X509Certificate(certificatePem).raw;
  const key = createPrivateKey(keyPem).export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  // Key and certificate find each other by these two attributes.
  const attributes = set(
    sequence(oid('1.2.840.113549.1.9.20'), set(tagged(0x1e, Buffer.from(name, 'utf16le').swap16()))),
    sequence(oid('1.2.840.113549.1.9.21'), set(octets(createHash('sha1').update(certificate).digest()))),
  );
  const keyBag = sequence(oid('1.2.840.113549.1.12.10.1.2'), explicit(key), attributes);
  const certificateBag = sequence(
    oid('1.2.840.113549.1.12.10.1.3'),
    explicit(sequence(oid('1.2.840.113549.1.9.22.1'), explicit(octets(certificate)))),
    attributes,
  );
  const safe = sequence(data(sequence(keyBag)), data(sequence(certificateBag)));
  return sequence(integer(3), data(safe), macData(safe, passphrase));
}

const MAC_ITERATIONS = 2048;

function macData(safe: Buffer, passphrase: string): Buffer {
  const salt = randomBytes(16);
  const mac = createHmac('sha256', macKey(passphrase, salt)).update(safe).digest();
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), tagged(0x05, Buffer.alloc(0)));
  return sequence(sequence(sha256, octets(mac)), octets(salt), integer(MAC_ITERATIONS));
}

/** RFC 7292 appendix B.2 for the MAC key (ID 3) with SHA-256: 32 bytes come out of one round. */
function macKey(passphrase: string, salt: Buffer): Buffer {
  const block = 64;
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const filled = (bytes: Buffer): Buffer => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  let key = Buffer.concat([Buffer.alloc(block, 3), filled(salt), filled(password)]);
  for (let round = 0; round < MAC_ITERATIONS; round += 1) key = createHash('sha256').update(key).digest();
  return key;
}

const data = (content: Buffer): Buffer => sequence(oid('1.2.840.113549.1.7.1'), explicit(octets(content)));
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);
const octets = (content: Buffer): Buffer => tagged(0x04, content);
const explicit = (content: Buffer): Buffer => tagged(0xa0, content);

/** DER: tag, length in the shortest form, content. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length =
    size < 0x80
      ? [size]
      : size < 0x1_00
        ? [0x81, size]
        : size < 0x1_00_00
          ? [0x82, size >> 8, size & 0xff]
          : [];
  if (length.length === 0) throw new RangeError('longer than a certificate and a key can be');
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from(value < 0x80 ? [value] : [value >> 8, value & 0xff]));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) + 128);
  }
  return digits;
}
