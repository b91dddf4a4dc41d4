// What kinds of data a field holds is told by the words of its name.

import type { DataCategory } from '../../flow/category.ts';
import { singular, wordSet } from '../words.ts';

export type DataClass = Exclude<DataCategory, 'contact'>;

/** Single words that are enough. */
const WORDS: { readonly [kind in DataClass]: ReadonlySet<string> } = {
  pii: wordSet(
    `email phone mobile surname firstname lastname fullname birthday birthdate birth dob ssn
    passport nationality gender street postcode zipcode contact attendee recipient customer
    employee candidate passenger traveler resident subscriber`,
  ),
  phi: wordSet(
    `patient diagnosis diagnoses medication prescription allergy allergies symptom clinical
    medical health treatment immunization vaccine dosage genome genetic lab vitals disease
    hospital insurance`,
  ),
  pci: wordSet('cvv cvc pan cardnumber cardholder'),
  secret: wordSet(
    `password passwd passphrase passcode secret token apikey credential otp totp cookie
    privatekey mnemonic seedphrase`,
  ),
  financial: wordSet(
    `iban bic swift balance salary income transaction payment invoice payroll tax loan debt
    credit wallet portfolio holding revenue dividend`,
  ),
  location: wordSet('latitude longitude lat lng gps coordinates geolocation whereabouts'),
  biometric: wordSet('fingerprint face facial iris voiceprint retina'),
};

/** Words that mean it only together, in this order. */
const PAIRS: ReadonlyMap<string, DataClass> = new Map<string, DataClass>([
  ['first name', 'pii'],
  ['last name', 'pii'],
  ['full name', 'pii'],
  ['user name', 'pii'],
  ['home address', 'pii'],
  ['ip address', 'pii'],
  ['national id', 'pii'],
  ['tax id', 'pii'],
  ['card number', 'pci'],
  ['credit card', 'pci'],
  ['security code', 'pci'],
  ['api key', 'secret'],
  ['access key', 'secret'],
  ['private key', 'secret'],
  ['account number', 'financial'],
  ['routing number', 'financial'],
  ['bank account', 'financial'],
]);

/** Which kinds of data the words of a name stand for, in order and each once. */
export function classesOf(words: readonly string[]): DataClass[] {
  const found = new Set<DataClass>();
  words.forEach((word, place) => {
    for (const [kind, known] of Object.entries(WORDS)) {
      if (known.has(word) || known.has(singular(word))) found.add(kind as DataClass);
    }
    const pair = PAIRS.get(`${word} ${singular(words[place + 1] ?? '')}`);
    if (pair !== undefined) found.add(pair);
  });
  return [...found].toSorted();
}
