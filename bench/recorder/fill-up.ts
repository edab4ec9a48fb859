// Makes pictures as large as those of a better stream.
import type { EncodedPacket } from "mediabunny";

/** The same pictures with filler data behind each (ITU-T H.264 section 7.3.2.7), which no decoder shows. */
export function fillUp(pictures: readonly EncodedPacket[], bytes: number): EncodedPacket[] {
  return pictures.map((packet, index) => {
    // No two alike: equal sizes would need no table.
    const each = Math.floor(bytes / pictures.length) + 7 * index;
    const data = new Uint8Array(Math.max(packet.data.length, each)).fill(0xff);
    data.set(packet.data);
    if (each > packet.data.length + 6) {
      data.set([0, 0, 0, 1, 0x0c], packet.data.length);
      data[data.length - 1] = 0x80;
    }
    return packet.clone({ data });
  });
}
