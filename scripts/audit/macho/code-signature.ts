// Verifies the code signature of a Mach-O file as far as the file alone allows: every hash that its
// code directory holds is computed anew. macOS on arm64 kills a process that touches a page whose hash
// differs.
import { createHash } from 'node:crypto';
import type { Signature } from '../binary-info.js';
import type { ByteReader } from '../byte-reader.js';

const MAGIC = { superBlob: 0xfade0cc0, codeDirectory: 0xfade0c02, certificates: 0xfade0b01 };
const CERTIFICATES_SLOT = 0x10000;
/** Requirements, entitlements, entitlements in DER: the special slots whose contents are in the file. */
const SPECIAL_SLOTS = [2, 5, 7];
/** Hash type -> name for node:crypto. Type 3 is SHA-256 cut off at 20 bytes. */
const HASHES: Record<number, string> = { 1: 'sha1', 2: 'sha256', 3: 'sha256', 4: 'sha384' };

/** `command` is the offset of the LC_CODE_SIGNATURE command, if there is one. */
export function readSignature(reader: ByteReader, command: number | undefined): Signature {
  if (command === undefined) return { present: false, kind: 'none', valid: null, problem: null };
  const start = reader.u32(command + 8);
  // Signatures are big-endian whatever the file is.
  const signature = reader.part(start, reader.u32(command + 12), false);
  if (signature.size < 12 || signature.u32(0) !== MAGIC.superBlob) {
    return { present: true, kind: 'ad-hoc', valid: false, problem: 'it is not a signature at all' };
  }
  const blobs = signature.entries(12, signature.u32(8), 8).map((at) => {
    signature.keep();
    const offset = signature.u32(at + 4);
    return {
      slot: signature.u32(at),
      magic: signature.u32(offset),
      blob: signature.part(offset, signature.u32(offset + 4)),
    };
  });
  const certificates = blobs.find(({ slot }) => slot === CERTIFICATES_SLOT);
  const isSigned = certificates?.magic === MAGIC.certificates && certificates.blob.size > 8;
  const directories = blobs.filter(({ magic }) => magic === MAGIC.codeDirectory);
  const specials = new Map(blobs.map(({ slot, blob }) => [slot, blob]));
  const problem =
    directories.length === 0
      ? 'it has no code directory'
      : directories
          .map(({ blob }) => checkDirectory(reader, start, blob, specials))
          .find((other) => other !== null);
  return {
    present: true,
    kind: isSigned ? 'signed' : 'ad-hoc',
    valid: !problem,
    problem: problem ?? null,
  };
}

/** What is wrong with a code directory, or null. `signatureStart` is where the signed bytes must end. */
function checkDirectory(
  reader: ByteReader,
  signatureStart: number,
  directory: ByteReader,
  specials: Map<number, ByteReader>,
): string | null {
  const hashesAt = directory.u32(16);
  const specialCount = directory.u32(24);
  const pageCount = directory.u32(28);
  const hashSize = directory.u8(36);
  const algorithm = HASHES[directory.u8(37)];
  const pageSizeLog2 = directory.u8(39);
  const hasWideLimit = directory.u32(8) >= 0x20300;
  const limit = (hasWideLimit && directory.u64(56)) || directory.u32(32);
  if (!algorithm) return `it uses hash type ${directory.u8(37)}, expected 1 to 4`;
  if (limit !== signatureStart) {
    return `it covers ${limit} bytes, expected the ${signatureStart} bytes before it`;
  }
  const pageSize = pageSizeLog2 === 0 ? limit : 2 ** pageSizeLog2;
  const expectedPages = Math.ceil(limit / pageSize);
  if (pageCount !== expectedPages) {
    return `it holds the hashes of ${pageCount} pages, expected ${expectedPages}`;
  }
  const matches = (bytes: Buffer, slot: number) => {
    reader.spend(bytes.length);
    const digest = createHash(algorithm).update(bytes).digest().subarray(0, hashSize);
    return digest.equals(directory.bytes(hashesAt + slot * hashSize, hashSize));
  };
  for (let page = 0; page < pageCount; page++) {
    const offset = page * pageSize;
    if (!matches(reader.bytes(offset, Math.min(pageSize, limit - offset)), page)) {
      return `the hash of page ${page} (from offset ${offset}) does not fit its contents`;
    }
  }
  for (const slot of SPECIAL_SLOTS) {
    const blob = specials.get(slot);
    if (!blob || slot > specialCount) continue;
    if (!matches(blob.bytes(0, blob.size), -slot)) {
      return `the hash of its special slot ${slot} does not fit its contents`;
    }
  }
  return null;
}
