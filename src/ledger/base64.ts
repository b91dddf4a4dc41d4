// One value has one encoding (RFC 4648): a decoder takes no other padding, alphabet or trailing bits.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STANDARD = `${LETTERS}+/`;
const URL_SAFE = `${LETTERS}-_`;
const ascii = new TextDecoder('latin1');

/** RFC 4648 §4, padded: signed notes and checkpoints. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** RFC 4648 §5, unpadded: everything inside records. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** Null unless the text is exactly what `encodeBase64` gives for the bytes. */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes = decode(text.replace(/={1,2}$/, ''), STANDARD);
  return bytes !== null && encodeBase64(bytes) === text ? bytes : null;
}

/** Null unless the text is exactly what `encodeBase64Url` gives for the bytes. */
export function decodeBase64Url(text: string): Uint8Array | null {
  const bytes = decode(text, URL_SAFE);
  return bytes !== null && encodeBase64Url(bytes) === text ? bytes : null;
}

/** Letters as ASCII codes first: a text that grows by characters costs several times as much. */
function encode(bytes: Uint8Array, alphabet: string): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 8) / 6));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      codes[at++] = alphabet.charCodeAt((held >> bits) & 63);
    }
  }
  if (bits > 0) codes[at] = alphabet.charCodeAt((held << (6 - bits)) & 63);
  return ascii.decode(codes);
}

function decode(text: string, alphabet: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  return bytes;
}
