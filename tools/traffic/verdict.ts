import { z } from 'zod';

import type { Packet, Place } from './packets.ts';

const Counted = z.object({
  protocol: z.string(),
  /** `192.0.2.53:53`; where there is no port, the address alone. */
  with: z.string(),
  packets: z.int(),
  bytes: z.int(),
});
export type Counted = z.infer<typeof Counted>;

/** What one start of the app sent and received, from its first instruction to the end of its last process. */
export const Verdict = z.object({
  /** With the VRS origin of its profile. */
  vrs: z.array(Counted),
  /** On its own loopback with the two ports by which the test driver holds it. */
  driver: z.array(Counted),
  /** The kernel's own word that the link has an address in IPv6. */
  kernel: z.array(Counted),
  /** Everything else. */
  strays: z.array(Counted),
});
export type Verdict = z.infer<typeof Verdict>;

export interface Permitted {
  /** Where the origin of the profile is; undefined where the profile names none, so that nothing may be sent at all. */
  readonly vrs: Place | undefined;
  /** The driver's ports on the loopback of the app. */
  readonly driver: readonly number[];
}

/** Puts each packet in its heap. What is not known by address, port and kind is a stray. */
export function verdictOn(packets: readonly Packet[], permitted: Permitted): Verdict {
  const heap = (name: keyof Verdict): readonly Counted[] =>
    counted(packets.filter((packet) => heapOf(packet, permitted) === name));
  return Verdict.parse({
    vrs: heap('vrs'),
    driver: heap('driver'),
    kernel: heap('kernel'),
    strays: heap('strays'),
  });
}

function heapOf(packet: Packet, { vrs, driver }: Permitted): keyof Verdict {
  const { loopback, outgoing, protocol, from, to } = packet;
  if (loopback) {
    const ours = from.address === '127.0.0.1' && to.address === '127.0.0.1';
    const held = driver.includes(to.port) || driver.includes(from.port);
    return protocol === 'tcp' && ours && held ? 'driver' : 'strays';
  }
  const other = outgoing ? to : from;
  if (protocol === 'tcp' && vrs && other.address === vrs.address && other.port === vrs.port) return 'vrs';
  return isNeighbourReport(packet) ? 'kernel' : 'strays';
}

const ALL_ROUTERS = 'ff02:0:0:0:0:0:0:2';
const SOLICITED_NODE = 'ff02:0:0:0:0:1:ff';
const ALL_REPORTS = 'ff02:0:0:0:0:0:0:16';

/** The groups that every address of IPv6 brings with it (RFC 4291, 2.7.1), and no other: a process that joins one is a stray. */
function isNeighbourReport({ outgoing, to, joins }: Packet): boolean {
  const own = joins.every((group) => group.startsWith(SOLICITED_NODE) || group === ALL_ROUTERS);
  return outgoing && to.address === ALL_REPORTS && joins.length > 0 && own;
}

function counted(packets: readonly Packet[]): readonly Counted[] {
  const counts = new Map<string, Counted>();
  const asked = new Map<string, Place>();
  for (const packet of packets) {
    const { protocol, bytes } = packet;
    const ends = [packet.from, packet.to].map(textOf).toSorted().join(' ');
    // Whoever spoke first asked the other; answers count with what was asked.
    const other = asked.get(ends) ?? (packet.outgoing ? packet.to : packet.from);
    asked.set(ends, other);
    const key = `${protocol} ${textOf(other)}`;
    const before = counts.get(key) ?? { protocol, with: textOf(other), packets: 0, bytes: 0 };
    counts.set(key, { ...before, packets: before.packets + 1, bytes: before.bytes + bytes });
  }
  return [...counts.values()].toSorted((a, b) => a.with.localeCompare(b.with));
}

function textOf({ address, port }: Place): string {
  if (port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The sum over several starts, for the report. */
export function sumOf(verdicts: readonly Verdict[], heap: keyof Verdict): { packets: number; bytes: number } {
  const all = verdicts.flatMap((verdict) => verdict[heap]);
  return {
    packets: all.reduce((sum, { packets }) => sum + packets, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
