// A workbook edited as a person would who knows what is inside: a zip whose parts are XML.

import { deflateRawSync, inflateRawSync } from "node:zlib";

/** The workbook with a text replaced in one of its parts. */
export function replaced(workbook: Buffer, part: string, from: string, to: string): Buffer {
  const end = workbook.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const count = workbook.readUInt16LE(end + 10);
  let at = workbook.readUInt32LE(end + 16);
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (let entry = 0; entry < count; entry++) {
    const [nameSize, extra, comment] = [28, 30, 32].map((field) => workbook.readUInt16LE(at + field));
    const head = Buffer.from(workbook.subarray(at, at + 46));
    const name = workbook.subarray(at + 46, at + 46 + nameSize);
    const local = workbook.readUInt32LE(at + 42);
    const start = local + 30 + workbook.readUInt16LE(local + 26) + workbook.readUInt16LE(local + 28);
    let packed = workbook.subarray(start, start + head.readUInt32LE(20));
    if (name.toString() === part) {
      const old = head.readUInt16LE(10) === 8 ? inflateRawSync(packed).toString() : packed.toString();
      if (!old.includes(from)) throw new Error(`“${from}” is not in ${part}`);
      const text = Buffer.from(old.replace(from, to));
      packed = deflateRawSync(text);
      head.writeUInt16LE(8, 10);
      head.writeUInt32LE(crc32(text), 16);
      head.writeUInt32LE(packed.length, 20);
      head.writeUInt32LE(text.length, 24);
    }
    // Sizes stand in the head of each file: not after it, and without more fields.
    head.writeUInt16LE(head.readUInt16LE(8) & ~8, 8);
    head.writeUInt16LE(0, 30);
    head.writeUInt16LE(0, 32);
    head.writeUInt32LE(offset, 42);
    const own = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), head.subarray(6, 32), name, packed]);
    files.push(own);
    directory.push(head, name);
    offset += own.length;
    at += 46 + nameSize + extra + comment;
  }
  const tail = Buffer.from(workbook.subarray(end, end + 22));
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  tail.writeUInt32LE(size, 12);
  tail.writeUInt32LE(offset, 16);
  tail.writeUInt16LE(0, 20);
  return Buffer.concat([...files, ...directory, tail]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
