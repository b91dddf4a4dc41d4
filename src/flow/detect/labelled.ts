// Data that has no form of its own counts where a word beside it says what it is.

import type { DataCategory } from '../category.ts';

export interface Labelled {
  readonly kind: string;
  readonly category: DataCategory;
  /** What stands before it, in any case; parts of a name may be joined. */
  readonly words: string;
  /** Sticky: where it starts. */
  readonly value: RegExp;
}

/** Between the parts of a name. */
const _ = '[ _-]?';
const NO = `(?:${_}(?:number|num|no\\.?|id|code|#))?`;
const NUMERIC = '\\d{1,4}[-/. ]\\d{1,2}[-/. ]\\d{1,4}';
const MONTH = '[A-Z][a-z]{2,9}';
const NTH = '\\d{1,2}(?:st|nd|rd|th|\\.)?';
const WRITTEN = `${NTH} ${MONTH},? \\d{4}|${MONTH} ${NTH},? \\d{4}`;

export const LABELLED: readonly Labelled[] = [
  labelled(
    'pii',
    'birth-date',
    `date${_}of${_}birth|birth${_}?dates?|birthday|d\\.?o\\.?b\\.?|born(?: on)?|geburtsdatum|geboren am` +
      '|date de naissance|n[ée]e? le|fecha de nacimiento|data di nascita|geboortedatum',
    `(?:${NUMERIC}|${WRITTEN})`,
  ),
  labelled(
    'pii',
    'postal-address',
    `(?:home|street|postal|mailing|billing|shipping|residential)${_}address` +
      `|address(?:${_}line)?${_}1?|anschrift|wohnhaft in|lives at|domicile` +
      '|direcci[óo]n|indirizzo',
    "(?:\\d{1,5}[a-z]?,? [A-Za-z][A-Za-z.' -]{2,60}|[A-Z][A-Za-zÀ-ž.' -]{2,40} \\d{1,5}[a-z]?\\b)",
  ),
  labelled('pii', 'passport', `passport${NO}|reisepass${NO}|passeport${NO}`, '[A-Z]{0,3}\\d{6,9}'),
  labelled(
    'pii',
    'driving-licence',
    `driv(?:er'?s?|ing)${_}licen[cs]e${NO}|f[üu]hrerschein${NO}`,
    '(?=[A-Z-]{0,6}\\d)[A-Z0-9-]{6,20}',
  ),
  labelled(
    'phi',
    'medical-record',
    `mrn|medical${_}record${NO}|patient${_}(?:id|number|no\\.?)|health${_}plan${NO}`,
    '[A-Z]{0,4}-?\\d{5,12}',
  ),
  labelled(
    'phi',
    'icd-10',
    `icd(?:${_}10)?(?:${_}cm)?(?:${_}codes?)?|diagnos[ie]s(?:${_}codes?)?|dx`,
    '[A-TV-Z]\\d[0-9AB](?:\\.[0-9A-Z]{1,4})?',
  ),
  labelled(
    'financial',
    'bic',
    `(?:bic|swift)(?:${_}(?:bic|code|swift))?`,
    '[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?',
  ),
  labelled('financial', 'vat', `vat${NO}|ust-?id(?:nr)?\\.?|tva|btw`, '[A-Z]{2}[A-Z]?\\d[A-Z0-9]{6,11}'),
  labelled(
    'contact',
    'wallet',
    `(?:bitcoin|btc|wallet)(?:${_}(?:address|wallet))?`,
    '[13][1-9A-HJ-NP-Za-km-z]{25,34}',
  ),
  labelled(
    'contact',
    'phone',
    `(?:tele|mobile${_}|cell${_}|work${_}|home${_})?phone${NO}|tel|mobile|cell|fax|whatsapp`,
    '\\(?\\d{1,5}\\)?(?:[ .\\/-]{0,2}\\d){5,13}',
  ),
];

function labelled(category: DataCategory, kind: string, words: string, value: string): Labelled {
  return { kind, category, words, value: new RegExp(`${value}(?![A-Za-z0-9])`, 'y') };
}

/** As between a name and its value in settings, code, tables and JSON within a text; or words alone. */
const IS = '\\\\{0,3}["\']?\\s{0,4}(?:=>|:=|[:=|]|is|are)?\\s{0,4}\\\\{0,3}["\'`]?';

/** Finds the words and what stands between them and a value; group n + 1 is the kind's. */
export const LABELS = new RegExp(
  `(?<![a-z])(?:${LABELLED.map(({ words }) => `(${words})`).join('|')})${IS}`,
  'gi',
);
