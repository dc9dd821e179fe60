/** What a packet says of itself in its headers; nothing of what it carries. */
export interface Packet {
  readonly loopback: boolean;
  /** Sent by the app's side. On the loopback every packet is both sent and received; it is kept once. */
  readonly outgoing: boolean;
  /** `tcp`, `udp`, `icmp`, `icmp6`, or the number of another kind. */
  readonly protocol: string;
  readonly from: Place;
  readonly to: Place;
  readonly bytes: number;
  /** Of a multicast listener report (RFC 3810): the groups; empty for every other packet. */
  readonly joins: readonly string[];
}

export interface Place {
  readonly address: string;
  /** 0 where the kind of packet has none. */
  readonly port: number;
}

const LINUX_SLL2 = 276;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const LINK_HEADER = 20;
const OUTGOING = 4;
/** The loopback is the first device of every namespace. */
const LOOPBACK_INDEX = 1;
const IP4 = 0x0800;
const IP6 = 0x86dd;
const protocols: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp6' };

/** Reads what `tcpdump -i any -y LINUX_SLL2` wrote. Throws where the file is something else; a record that was cut off at the end is left out. */
export function packetsIn(file: Buffer): readonly Packet[] {
  const magic = file.readUInt32LE(0);
  if (magic !== 0xa1b2c3d4 && magic !== 0xa1b23c4d) throw new Error('no recording of packets');
  if (file.readUInt32LE(20) !== LINUX_SLL2) throw new Error('recorded with another kind of link header');
  const packets: Packet[] = [];
  for (let at = FILE_HEADER; at + RECORD_HEADER <= file.length;) {
    const captured = file.readUInt32LE(at + 8);
    const bytes = file.readUInt32LE(at + 12);
    const start = at + RECORD_HEADER;
    if (start + captured > file.length) break;
    const packet = packetOf(file.subarray(start, start + captured), bytes - LINK_HEADER);
    if (packet) packets.push(packet);
    at = start + captured;
  }
  return packets;
}

function packetOf(record: Buffer, bytes: number): Packet | undefined {
  const kind = record.readUInt16BE(0);
  const loopback = record.readUInt32BE(4) === LOOPBACK_INDEX;
  const sent = record.readUInt8(10) === OUTGOING;
  if (loopback && sent) return undefined;
  const outgoing = loopback || sent;
  const about = { loopback, outgoing, bytes };
  const inside = record.subarray(LINK_HEADER);
  if (kind === IP4) return { ...about, ...ofIp4(inside) };
  if (kind === IP6) return { ...about, ...ofIp6(inside) };
  const nowhere = { address: '', port: 0 };
  return { ...about, protocol: `0x${kind.toString(16)}`, from: nowhere, to: nowhere, joins: [] };
}

type Headers = Pick<Packet, 'protocol' | 'from' | 'to' | 'joins'>;

function ofIp4(inside: Buffer): Headers {
  const header = (inside.readUInt8(0) & 0x0f) * 4;
  const address = (at: number): string => inside.subarray(at, at + 4).join('.');
  // A later part of a packet in pieces has no ports of its own.
  const whole = (inside.readUInt16BE(6) & 0x1fff) === 0;
  return headersOf(
    inside.readUInt8(9),
    address(12),
    address(16),
    whole ? inside.subarray(header) : Buffer.alloc(0),
  );
}

function ofIp6(inside: Buffer): Headers {
  const address = (at: number): string => ip6(inside.subarray(at, at + 16));
  let next = inside.readUInt8(6);
  let rest = inside.subarray(40);
  // Hop-by-hop options stand before what the kernel says to routers.
  if (next === 0 && rest.length >= 8) {
    next = rest.readUInt8(0);
    rest = rest.subarray((rest.readUInt8(1) + 1) * 8);
  }
  return headersOf(next, address(8), address(24), rest);
}

function headersOf(number: number, from: string, to: string, rest: Buffer): Headers {
  const protocol = protocols[number] ?? String(number);
  const hasPorts = (protocol === 'tcp' || protocol === 'udp') && rest.length >= 4;
  return {
    protocol,
    from: { address: from, port: hasPorts ? rest.readUInt16BE(0) : 0 },
    to: { address: to, port: hasPorts ? rest.readUInt16BE(2) : 0 },
    joins: protocol === 'icmp6' ? joinsIn(rest) : [],
  };
}

const LISTENER_REPORT = 143;

function joinsIn(message: Buffer): readonly string[] {
  if (message.length < 8 || message.readUInt8(0) !== LISTENER_REPORT) return [];
  const groups: string[] = [];
  let at = 8;
  for (let left = message.readUInt16BE(6); left > 0 && at + 20 <= message.length; left -= 1) {
    groups.push(ip6(message.subarray(at + 4, at + 20)));
    at += 20 + message.readUInt16BE(at + 2) * 16 + message.readUInt8(at + 1) * 4;
  }
  return groups;
}

/** All eight groups, so that addresses can be compared by their text. */
function ip6(bytes: Buffer): string {
  return Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(':');
}
