/** What a hostile VRS does once it has read a request, and what the client has to say of it. */
import type { Socket } from 'node:net';
import { createGzip } from 'node:zlib';

import { HONEST_STATUS, type Misbehaviour } from './hostile-server.ts';

const JSON_TYPE = 'content-type: application/json\r\n';
const lengthOf = (body: string | Buffer): string => `content-length: ${Buffer.byteLength(body)}\r\n`;

function answering(
  body: string | Buffer,
  { status = '200 OK', type = JSON_TYPE, more = '' } = {},
): Misbehaviour {
  return (socket) => {
    socket.write(`HTTP/1.1 ${status}\r\n${type}${lengthOf(body)}${more}\r\n`);
    socket.end(body);
  };
}

/** As much as is read, until the other side has enough. */
function endlessly(socket: Socket, piece: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

/** One byte in a while, so that no silence is ever long. */
function byteByByte(socket: Socket, text: string, every = 15): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text.charAt(at++ % text.length)), every);
  socket.on('close', () => clearInterval(timer));
}

/** The same, and then it is done. */
function slowly(socket: Socket, text: string, every = 3): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text.charAt(at++));
    if (at === text.length) clearInterval(timer);
  }, every);
  socket.on('close', () => clearInterval(timer));
}

const cutting =
  (text: string): Misbehaviour =>
  (socket) =>
    socket.end(text, () => socket.destroy());

const chunked = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
const spaces = Buffer.alloc(64 * 1024, ' ');

export const nonsense: Readonly<Record<string, Misbehaviour>> = {
  'a header of 10 MB': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx-long: ');
    socket.write(Buffer.alloc(10 * 1024 * 1024, 'x'));
    socket.end('\r\n\r\n');
  },
  'a hundred thousand headers': (socket) => {
    const headers = Array.from({ length: 100_000 }, (_, index) => `x-${index}: ${index}\r\n`).join('');
    socket.end(`HTTP/1.1 200 OK\r\n${headers}\r\n`);
  },
  'headers without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    endlessly(socket, Buffer.from(`x-more: ${'y'.repeat(8_000)}\r\n`));
  },
  'a body without end': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}connection: close\r\n\r\n`);
    endlessly(socket, spaces);
  },
  'chunks without end': (socket) => {
    socket.write(chunked);
    endlessly(socket, Buffer.concat([Buffer.from('10000\r\n'), spaces, Buffer.from('\r\n')]));
  },
  'a declared terabyte': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: 1099511627776\r\n\r\n`);
    endlessly(socket, spaces);
  },
  'a refusal without end': (socket) => {
    socket.write(`HTTP/1.1 401 No\r\n${JSON_TYPE}connection: close\r\n\r\n`);
    endlessly(socket, spaces);
  },
  'ten gigabytes packed into ten megabytes': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-encoding: gzip\r\nconnection: close\r\n\r\n`);
    const gzip = createGzip();
    gzip.on('error', () => undefined);
    socket.on('close', () => gzip.destroy());
    gzip.pipe(socket);
    let left = 160_000;
    const more = (): void => {
      while (left > 0 && !gzip.destroyed) {
        left -= 1;
        if (!gzip.write(spaces)) return;
      }
    };
    gzip.on('drain', more);
    more();
  },
  'what only says that it is packed': answering('no gzip at all', { more: 'content-encoding: gzip\r\n' }),
  'wrong types': answering('{"time":5,"version":["1"]}'),
  'fields that nobody agreed on': answering(HONEST_STATUS.replace('{', '{"__proto__":{"admin":true},')),
  'no object': answering('null'),
  'half of the JSON': answering(HONEST_STATUS.slice(0, 20)),
  'an array in a hundred thousand arrays': answering('['.repeat(100_000)),
  'bytes that are no UTF-8': answering(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  'the right words as a page': answering(HONEST_STATUS, { type: 'content-type: text/html\r\n' }),
  'the right words without a type': answering(HONEST_STATUS, { type: '' }),
  'a page of a proxy that wants a sign-in': answering('<html>sign in', {
    status: '403 Forbidden',
    type: 'content-type: text/html\r\n',
  }),
  'a refusal that the contract does not have': answering('{"code":"root"}', { status: '400 Bad' }),
  'a status that nobody has': answering(HONEST_STATUS, { status: '299 Fine' }),
  'a redirect to itself': answering('', { status: '302 Found', more: 'location: /v1/status\r\n' }),
  'cookies for itself and for another origin': answering('{}', {
    more: 'set-cookie: own=1; Secure; HttpOnly\r\nset-cookie: other=1; Domain=example.lg.jp; Path=/\r\n',
  }),
  'no HTTP': cutting('SSH-2.0-OpenSSH_9.9\r\n\r\n'),
  'a status that is no number': cutting('HTTP/1.1 OK\r\n\r\n'),
  'two lengths': cutting(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: 2\r\ncontent-length: 4\r\n\r\n{}{}`),
  'a length below nothing': cutting(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: -2\r\n\r\n{}`),
  'a chunk whose length is no number': cutting(`${chunked}zz\r\n{}\r\n0\r\n\r\n`),
  'a zero byte in a header': cutting('HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n'),
};

const heading = `HTTP/1.1 200 OK\r\n${JSON_TYPE}${lengthOf(HONEST_STATUS)}\r\n`;

/** What is no fault: the right answer, as a bad line brings it. */
export const slow: Readonly<Record<string, Misbehaviour>> = {
  'its headers and its body byte by byte': (socket) => slowly(socket, `${heading}${HONEST_STATUS}`),
  'its body byte by byte': (socket) => {
    socket.write(heading);
    slowly(socket, HONEST_STATUS);
  },
  'a promise of an answer before it': (socket) => {
    socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
    socket.write(`${heading}${HONEST_STATUS}`);
  },
};

export const breakingOff: Readonly<Record<string, Misbehaviour>> = {
  'before a word': (socket) => socket.destroy(),
  'in the status line': cutting('HTTP/1.1 2'),
  'in the headers': cutting('HTTP/1.1 200 OK\r\ncontent-ty'),
  'after the headers': cutting(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: 60\r\n\r\n`),
  'in the body': cutting(
    `HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: 60\r\n\r\n${HONEST_STATUS.slice(0, 20)}`,
  ),
  'in a chunk': cutting(`${chunked}30\r\n{"time":`),
  'between chunks': cutting(`${chunked}8\r\n{"time":\r\n`),
};

export const neverDone: Readonly<Record<string, Misbehaviour>> = {
  silence: () => undefined,
  'headers byte by byte': (socket) =>
    byteByByte(socket, 'HTTP/1.1 200 OK\r\nx: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'),
  'a body byte by byte': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: 1000000\r\n\r\n`);
    byteByByte(socket, ' ');
  },
  'chunks of one byte': (socket) => {
    socket.write(chunked);
    const timer = setInterval(() => socket.write('1\r\n \r\n'), 15);
    socket.on('close', () => clearInterval(timer));
  },
  'promises of an answer, again and again': (socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 15);
    socket.on('close', () => clearInterval(timer));
  },
};
