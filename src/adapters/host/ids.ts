// Nobody guesses an id, and no two are the same: 36^16 of them, each as likely (82 bits).

import { randomBytes } from 'node:crypto';
import type { Ids } from '../../gateway/ports.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 16;

/** Bytes from here on would make the first letters of the alphabet more likely. */
const FAIR_BELOW = 256 - (256 % ALPHABET.length);

export const randomIds: Ids = {
  mint() {
    let id = '';
    while (id.length < LENGTH) {
      for (const byte of randomBytes(LENGTH - id.length)) {
        if (byte < FAIR_BELOW) id += ALPHABET.charAt(byte % ALPHABET.length);
      }
    }
    return id;
  },
};
